import { DRILL_GUARD_TYPE, DRILL_WAVE_TYPE, guardUrnOf, parseUrn } from "../vocabulary";
import { items, member, readable, text, texts } from "./foreign";

/** A wave as a stack's state has it. */
export interface WaveInState {
  /** The resource's name; `component/name` where several waves share it. Harmless. */
  readonly name: string;
  /** URN of the wave. Harmless. */
  readonly urn: string;
  /**
   * `recorded`: state has its drill, ended or not. `cut off`: its create was, before anything was recorded; a job may run.
   * `no record`: nothing is in state but its guard.
   */
  readonly standing: "recorded" | "cut off" | "no record";
  /** Why the last operation of it failed, as the engine keeps it; empty when it did not, or was refreshed since. */
  readonly errors: readonly string[];
  /** Outputs and args by name, as state has them: `[secret]` for what is encrypted. Absent when nothing is recorded. */
  readonly outputs?: object;
}

/** The waves of a stack's state. */
export interface DrillsInState {
  /** Name of the stack; absent when the state has no resource. */
  readonly stack?: string;
  readonly project?: string;
  /** First started first; those without a drill at the end. */
  readonly waves: readonly WaveInState[];
}

/**
 * The waves in what `pulumi stack export` printed, in a checkpoint of a self-managed backend, or in a bare deployment.
 * Rows that are only kept to be deleted or replaced are left out.
 *
 * @throws when the value is none of these.
 */
export function drillsIn(state: unknown): DrillsInState {
  const deployment = deploymentIn(state);
  const resources = items(member(deployment, "resources")).filter(isAlive);
  const cutOff = creates(deployment);
  const recorded = resources.filter((each) => typeOf(each) === DRILL_WAVE_TYPE).map(toWave);
  const owned = new Set(recorded.flatMap(({ urn, nonce }) => [guardUrnOf(urn) ?? "", nonce ?? ""]));
  const guards = resources.filter((each) => typeOf(each) === DRILL_GUARD_TYPE);
  const alone = guards.filter((each) => !owned.has(urnOf(each)) && !owned.has(nonceOf(each) ?? urnOf(each)));
  const waves = [...recorded.sort(byStart), ...alone.map((guard) => withoutRecord(guard, cutOff))];
  const { stack, project } = parseUrn(urnOf(resources[0])) ?? {};
  return {
    ...(stack === undefined ? {} : { stack: text(stack) ?? "" }),
    ...(project === undefined ? {} : { project: text(project) ?? "" }),
    waves: withOwnNames(waves),
  };
}

/** A wave before it has a name that no other has. */
interface FoundWave extends WaveInState {
  readonly nonce?: string;
  readonly parent?: string;
}

function deploymentIn(state: unknown): unknown {
  const deployment = member(state, "deployment") ?? member(member(state, "checkpoint"), "latest") ?? state;
  const isExport = ["deployment", "checkpoint"].some((name) => member(state, name) !== undefined);
  if (!isExport && !Array.isArray(member(state, "resources"))) {
    throw new Error("saw no stack's state, expected what `pulumi stack export` prints");
  }
  return deployment;
}

/** False for what is only kept until it is deleted, or created anew. */
function isAlive(resource: unknown): boolean {
  return member(resource, "delete") !== true && member(resource, "pendingReplacement") !== true;
}

/** URNs of what the engine was creating when it was cut off. */
function creates(deployment: unknown): Set<string> {
  const operations = items(member(deployment, "pending_operations"));
  const creating = operations.filter((operation) => member(operation, "type") === "creating");
  return new Set(creating.map((operation) => urnOf(member(operation, "resource"))));
}

function toWave(resource: unknown): FoundWave {
  const saved = readable(member(resource, "outputs"));
  // What begins with __ is the engine's business.
  const outputs = Object.fromEntries(Object.entries(saved ?? {}).filter(([name]) => !name.startsWith("__")));
  const isRecorded = member(outputs, "jobId") !== undefined;
  return {
    ...identify(resource, urnOf(resource)),
    standing: isRecorded ? "recorded" : "no record",
    errors: texts(readable(member(resource, "initErrors"))),
    ...(isRecorded ? { outputs } : {}),
  };
}

/** The wave of a guard that is in state alone. */
function withoutRecord(guard: unknown, cutOff: ReadonlySet<string>): FoundWave {
  const urn = waveUrnOf(urnOf(guard));
  return { ...identify(guard, urn), standing: cutOff.has(urn) ? "cut off" : "no record", errors: [] };
}

/** A guard is named after its wave. */
function waveUrnOf(guardUrn: string): string {
  const parts = parseUrn(guardUrn);
  if (parts === undefined) {
    return guardUrn;
  }
  const { stack, project, type, name } = parts;
  const types = `${type.slice(0, type.length - DRILL_GUARD_TYPE.length)}${DRILL_WAVE_TYPE}`;
  return `urn:pulumi:${stack}::${project}::${types}::${name.replace(/-guard$/, "")}`;
}

function identify(resource: unknown, urn: string) {
  const [nonce, parent] = [nonceOf(resource), text(parseUrn(textOf(member(resource, "parent")))?.name)];
  return {
    name: text(parseUrn(urn)?.name ?? urn) ?? "",
    urn,
    ...(nonce === undefined ? {} : { nonce }),
    ...(parent === undefined ? {} : { parent }),
  };
}

/** The text by which a guard's jobs are found: the wave's input, and the guard's output. */
function nonceOf(resource: unknown): string | undefined {
  const outputs = member(resource, "outputs");
  return text(readable(member(outputs, "drillNonce") ?? member(outputs, "nonce")));
}

function byStart(a: FoundWave, b: FoundWave): number {
  const start = ({ outputs }: FoundWave) => text(member(outputs, "startedAt")) ?? "~";
  return start(a) < start(b) ? -1 : start(a) > start(b) ? 1 : 0;
}

/** Several components may each have a wave of the same name. */
function withOwnNames(waves: readonly FoundWave[]): WaveInState[] {
  const names = waves.map(({ name }) => name);
  return waves.map(({ nonce: _nonce, parent, ...wave }) => {
    const isShared = names.filter((name) => name === wave.name).length > 1;
    const name = isShared && parent !== undefined ? `${parent}/${wave.name}` : wave.name;
    return { ...wave, name, urn: text(wave.urn) ?? "" };
  });
}

function typeOf(resource: unknown): unknown {
  return member(resource, "type");
}

function urnOf(resource: unknown): string {
  return textOf(member(resource, "urn"));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
