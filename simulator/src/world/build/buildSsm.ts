import type { SsmDocumentState, SsmParameterState, SsmState } from "../../ssm/state";
import type { WorldFile } from "../schema/worldFile";

type SsmFile = NonNullable<WorldFile["ssm"]>;

/** Builds what the account has in SSM besides AWS's own documents. @param now simulated milliseconds since the epoch */
export function buildSsm({ ssm = {} }: Pick<WorldFile, "ssm">, now: number): SsmState {
  return {
    parameters: (ssm.parameters ?? []).map((file) => toParameter(file, now)),
    documents: (ssm.documents ?? []).map(toDocument),
    keepsRuns: ssm.keepsRuns ?? true,
  };
}

function toParameter(file: NonNullable<SsmFile["parameters"]>[number], now: number): SsmParameterState {
  const { name, type = "String", value = "value", tags = {} } = file;
  return { name, type, value, version: 1, lastModifiedAt: now, tags };
}

function toDocument(file: NonNullable<SsmFile["documents"]>[number]): SsmDocumentState {
  const { name, type = "Command", platformTypes = ["Linux", "Windows"], versions = 1, parameters = [] } = file;
  return {
    name,
    owner: "self",
    type,
    platformTypes,
    versions,
    defaultVersion: file.defaultVersion ?? 1,
    parameters: parameters.map((each) => ({ ...each, type: each.type ?? "String" })),
  };
}
