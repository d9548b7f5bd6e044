/** From SSM's shapes, in which every member may be absent or odd, to ours. Pure. */
import type { AutomationExecution, CommandInvocation, DocumentDescription, Parameter, Tag } from "@aws-sdk/client-ssm";
import { listOf, textOf } from "../drs/members";
import { withoutUndefined } from "../withoutUndefined";
import type { SsmDocument, SsmParameter, SsmRun } from "./types";

/** Those that have a name and a value. */
export function toParameters(parameters: readonly Parameter[] | undefined): SsmParameter[] {
  return (parameters ?? []).flatMap(({ Name, Type, Value }) => {
    const name = textOf(Name);
    return name === undefined || Value === undefined
      ? []
      : [withoutUndefined({ name, type: textOf(Type), value: Value })];
  });
}

export function toTagList(tags: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** A document of which nothing is said is there all the same. */
export function toDocument(document: DocumentDescription | undefined): SsmDocument {
  const parameters = document?.Parameters?.flatMap(({ Name, DefaultValue }) => {
    const name = textOf(Name);
    return name === undefined ? [] : [{ name, hasDefault: DefaultValue !== undefined }];
  });
  return withoutUndefined({
    type: textOf(document?.DocumentType),
    platformTypes: (document?.PlatformTypes ?? []).flatMap((each) => textOf(each) ?? []),
    parameters,
  });
}

/** Those that have an id. The output is that of every step, one after the other. */
export function toCommands(invocations: readonly CommandInvocation[] | undefined): SsmRun[] {
  return (invocations ?? []).flatMap(({ CommandId, DocumentName, CommandPlugins }) => {
    const id = textOf(CommandId);
    const outputs = (CommandPlugins ?? []).flatMap(({ Output }) => textOf(Output?.trim()) ?? []);
    const output = outputs.length === 0 ? undefined : outputs.join("\n");
    return id === undefined ? [] : [withoutUndefined({ id, documentName: textOf(DocumentName), output })];
  });
}

/** Undefined without an id. What an automation says of its failure comes first. */
export function toAutomation(execution: AutomationExecution | undefined): SsmRun | undefined {
  const id = textOf(execution?.AutomationExecutionId);
  if (id === undefined) {
    return undefined;
  }
  const values = Object.values(execution?.Outputs ?? {}).flatMap((value) => listOf(value) ?? []);
  const texts = [execution?.FailureMessage, ...values].flatMap((text) => textOf(text) ?? []);
  const output = texts.length === 0 ? undefined : texts.join("\n");
  return withoutUndefined({ id, documentName: textOf(execution?.DocumentName), output });
}
