import type { ResourceProvider } from "@pulumi/pulumi/dynamic";
import { CommandError, EngineKilledError, type EngineRun, overTheWire, partialFailureOf } from "./engineRun";
import { copy, type PendingOperation, type Properties, type ResourceRecord } from "./engineState";

/** One step of a plan. */
export type Step =
  | { kind: "create"; name: string; type: "guard" | "wave"; inputs: Properties }
  | { kind: "update"; record: ResourceRecord; inputs: Properties }
  | { kind: "same"; record: ResourceRecord; inputs: Properties }
  /** `replacing`: delete before replace. */
  | { kind: "delete"; record: ResourceRecord; replacing?: true }
  | { kind: "read"; record: ResourceRecord };

/** The steps for a resource that the program registers: check, then diff (pkg/resource/deploy/step_generator.go). */
export async function registered(
  run: EngineRun,
  kind: "guard" | "wave",
  name: string,
  args: Properties,
): Promise<Step[]> {
  const old = run.state.resources.find((each) => each.name === name);
  const provider = run.process[kind];
  const inputs = await checked(run, provider, name, old?.inputs ?? {}, args);
  run.throwIfCancelled();
  if (old === undefined) {
    return [{ kind: "create", name, type: kind, inputs }];
  }
  const diff = await diffOf(run, provider, old, inputs);
  run.throwIfCancelled();
  // A resource that was deleted for a replacement is created, whatever diff says (docs/engine-facts.md#after-a-replacement-that-failed).
  if ((diff.replaces ?? []).length > 0 || old.pendingReplacement) {
    // The new resource carries nothing over from the old one: it is checked again, without it.
    const fresh = await checked(run, provider, name, {}, args);
    const create: Step = { kind: "create", name, type: kind, inputs: fresh };
    return old.pendingReplacement ? [create] : [{ kind: "delete", record: old, replacing: true }, create];
  }
  // An update of an unchanged resource, too (docs/engine-facts.md#init-errors-call-update).
  if (diff.changes || old.initErrors.length > 0) {
    return [{ kind: "update", record: old, inputs }];
  }
  return [{ kind: "same", record: old, inputs }];
}

/** Does a step, and keeps in state what came of it. @throws CommandError */
export async function applyStep(run: EngineRun, step: Step): Promise<void> {
  switch (step.kind) {
    case "create":
      return create(run, step);
    case "update":
      return update(run, step);
    case "same":
      // A same step takes the new inputs and keeps the outputs (docs/engine-facts.md#unchanged-resources).
      step.record.inputs = step.inputs;
      return run.save();
    case "delete":
      return remove(run, step.record, step.replacing === true);
    case "read":
      return read(run, step.record);
  }
}

async function checked(run: EngineRun, provider: ResourceProvider, name: string, olds: Properties, args: Properties) {
  if (provider.check === undefined) {
    return copy(args);
  }
  const check = provider.check.bind(provider);
  const result = await run.ask(`check ${name}`, () => check(copy(olds), copy(args))).catch(failWith);
  const failures = result.failures ?? [];
  if (failures.length > 0) {
    throw new CommandError(failures.map(({ property, reason }) => `${property}: ${reason}`));
  }
  return overTheWire(result.inputs ?? args, args["__provider"]);
}

/** A dynamic provider's diff gets the old outputs and the new inputs (docs/engine-facts.md#what-a-call-receives). */
async function diffOf(run: EngineRun, provider: ResourceProvider, old: ResourceRecord, inputs: Properties) {
  if (provider.diff === undefined) {
    throw new Error("every resource of ours has a diff");
  }
  const diff = provider.diff.bind(provider);
  return run.ask(`diff ${old.name}`, () => diff(old.id, copy(old.outputs), copy(inputs))).catch(failWith);
}

async function create(run: EngineRun, { name, type, inputs }: Extract<Step, { kind: "create" }>): Promise<void> {
  const record = { name, kind: type, inputs, initErrors: [], pendingReplacement: false };
  const keep = (kept: ResourceRecord) => {
    const at = run.state.resources.findIndex((each) => each.name === name);
    if (at < 0) {
      run.state.resources.push(kept);
    } else {
      run.state.resources[at] = kept;
    }
    run.save();
  };
  const operation: PendingOperation = { type: "creating", name };
  try {
    const result = await run.operate(operation, () => run.process[type].create(copy(inputs)));
    keep({ ...record, id: result.id, outputs: overTheWire(result.outs, inputs["__provider"]) });
  } catch (error) {
    const partial = await partialFailureOf(error);
    // A plain throw, or a provider that died: nothing is recorded, nothing stays pending (docs/engine-facts.md#plain-errors).
    if (partial === undefined) {
      saveUnlessKilled(run, error);
    }
    // `__provider` is not added to what is thrown: it is there only when the provider put it there.
    else {
      keep({ ...record, id: partial.id, outputs: partial.properties, initErrors: partial.reasons });
    }
    throw asCommandError(error, partial?.reasons);
  }
}

async function update(run: EngineRun, { record, inputs }: Extract<Step, { kind: "update" }>): Promise<void> {
  const operation: PendingOperation = { type: "updating", name: record.name };
  const provider = run.process[record.kind];
  try {
    const olds = copy(record.outputs);
    const result = await run.operate(operation, async () => provider.update?.(record.id, olds, copy(inputs)));
    // Without outs an update wipes the outputs (docs/engine-facts.md#update-returns-all-outputs).
    record.outputs = overTheWire(result?.outs ?? {}, inputs["__provider"]);
    record.inputs = inputs;
    record.initErrors = [];
    run.save();
  } catch (error) {
    const partial = await partialFailureOf(error);
    // Old inputs, new properties, new reasons; a plain throw changes nothing (docs/engine-facts.md#partial-failure-of-an-update).
    if (partial !== undefined) {
      record.outputs = partial.properties;
      record.initErrors = partial.reasons;
    }
    saveUnlessKilled(run, error);
    throw asCommandError(error, partial?.reasons);
  }
}

async function remove(run: EngineRun, record: ResourceRecord, replacing: boolean): Promise<void> {
  const provider = run.process[record.kind];
  requirePointer(record);
  try {
    const operation: PendingOperation = { type: "deleting", name: record.name };
    await run.operate(operation, async () => provider.delete?.(record.id, copy(record.outputs)));
  } catch (error) {
    // A throw keeps the resource (docs/engine-facts.md#plain-errors).
    saveUnlessKilled(run, error);
    throw asCommandError(error);
  }
  if (replacing) {
    record.pendingReplacement = true;
  } else {
    run.state.resources = run.state.resources.filter((each) => each !== record);
  }
  run.save();
}

async function read(run: EngineRun, record: ResourceRecord): Promise<void> {
  const provider = run.process[record.kind];
  requirePointer(record);
  run.throwIfCancelled();
  if (provider.read !== undefined) {
    const reading = provider.read.bind(provider);
    const result = await run.ask(`read ${record.name}`, () => reading(record.id, copy(record.outputs))).catch(failWith);
    // An answer without an id means that the resource is gone (docs/engine-facts.md#read-without-an-id).
    if (result.id === undefined) {
      run.state.resources = run.state.resources.filter((each) => each !== record);
    } else {
      record.outputs = overTheWire(result.props, record.outputs["__provider"]);
    }
  }
  record.initErrors = [];
  run.save();
}

/** The runtime finds the provider's code in the outputs (docs/engine-facts.md#the-provider-is-a-text). */
function requirePointer({ outputs }: ResourceRecord): void {
  if (typeof outputs["__provider"] !== "string") {
    throw new CommandError(["code must be a string, not undefined"]);
  }
}

/** What is not recorded is struck out of the pending operations all the same. */
function saveUnlessKilled(run: EngineRun, error: unknown): void {
  if (!(error instanceof EngineKilledError)) {
    run.save();
  }
}

function failWith(error: unknown): never {
  throw asCommandError(error);
}

/** With details the engine shows the reasons alone (docs/engine-facts.md#partial-failure); else only the message crosses the wire. */
function asCommandError(error: unknown, reasons?: readonly string[]): Error {
  if (error instanceof EngineKilledError || error instanceof CommandError) {
    return error;
  }
  return new CommandError(reasons ?? [error instanceof Error ? error.message : String(error)]);
}
