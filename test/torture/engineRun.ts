import { copy, isPlain, type PendingOperation, type Properties, type StackState } from "./engineState";
import type { ProviderProcess } from "./providerProcess";
import type { VirtualTime } from "./virtualTime";
import { never } from "./wire";

/** Seconds beyond its deadline that a call may take: the last look (30), one back-off of the SDK (20), its pacing. */
const SLACK_SECONDS = 60;

/** Seconds that the provider promises for an operation without customTimeouts (provider/src/lifecycle/timeouts.ts). */
const OPERATION_SECONDS = { creating: 90 * 60, updating: 90 * 60, deleting: 60 * 60 } as const;

/** Seconds that check, diff and read get. */
const LOOK_SECONDS = 300;

/** The CLI was killed: nothing of what follows happens. */
export class EngineKilledError extends Error {
  override readonly name = "EngineKilledError";
}

/** A command fails, and prints these errors. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  constructor(readonly errors: readonly string[]) {
    super(errors.join("\n"));
  }
}

/** What a partial failure tells the engine (docs/engine-facts.md#partial-failure). */
export interface PartialFailureDetails {
  id: string;
  properties: Properties;
  reasons: string[];
}

/** One run of the CLI: its provider process, what it has saved, and how it is interrupted. */
export class EngineRun {
  /** The first SIGINT came: what runs ends and is saved, nothing else starts (docs/engine-facts.md#one-interrupt-waits). */
  cancelled = false;
  /** Calls that took longer than their deadline allows. */
  readonly overdue: string[] = [];
  #isKilled = false;
  readonly #killed: Promise<never>;
  #kill: (error: Error) => void = () => {};

  constructor(
    readonly process: ProviderProcess,
    readonly time: VirtualTime,
    /** What is worked on; {@link save} makes it the stack's. */
    readonly state: StackState,
    readonly onSave: (state: StackState) => void,
    /** Told when the provider's code has ended an operation, before the engine has its answer. */
    readonly onAnswered: (operation: PendingOperation) => void,
  ) {
    this.#killed = new Promise((_resolve, reject) => {
      this.#kill = reject;
    });
    this.#killed.catch(() => undefined);
  }

  /** Saves nothing more and asks nothing more. */
  kill(): void {
    this.#isKilled = true;
    this.#kill(new EngineKilledError("killed"));
  }

  /** Writes the state file. */
  save(): void {
    this.onSave(copy(this.state));
  }

  /** What the provider answers to a call that changes nothing. */
  async ask<T>(label: string, call: () => Promise<T>): Promise<T> {
    return this.#call(label, LOOK_SECONDS, call);
  }

  /**
   * What the provider answers to an operation. It is noted in the state file first, and struck out with what came of it
   * (docs/engine-facts.md#an-operation-is-noted-first).
   */
  async operate<T>(operation: PendingOperation, call: () => Promise<T>): Promise<T> {
    this.throwIfCancelled();
    // Only pending creates survive the first write of a later run (docs/engine-facts.md#pending-creates-stay).
    this.state.pending = this.state.pending.filter((each) => each.type === "creating");
    this.state.pending.push(operation);
    this.save();
    const label = `${operation.type} ${operation.name}`;
    const answer = await settle(this.#call(label, OPERATION_SECONDS[operation.type], call));
    if (!this.#isKilled && !this.process.dead) {
      this.onAnswered(operation);
    }
    if (this.#isKilled) {
      await this.#killed;
    }
    this.state.pending = this.state.pending.filter((each) => each !== operation);
    if (this.process.dead) {
      return this.process.death;
    }
    return answer();
  }

  /** @throws {@link CommandError} once a SIGINT came. */
  throwIfCancelled(): void {
    if (this.cancelled) {
      throw new CommandError(["update cancelled"]);
    }
  }

  async #call<T>(label: string, limitSeconds: number, call: () => Promise<T>): Promise<T> {
    const startedAt = this.time.now();
    try {
      if (this.process.dead) {
        return await this.process.death;
      }
      return await Promise.race([call(), this.process.death, this.#killed]);
    } finally {
      const seconds = (this.time.now() - startedAt) / 1000;
      if (seconds > limitSeconds + SLACK_SECONDS) {
        this.overdue.push(`${label} took ${seconds} s of ${limitSeconds} s`);
      }
    }
  }
}

/** What the promise came to, to be looked at later. Never rejects. */
async function settle<T>(promise: Promise<T>): Promise<() => T> {
  try {
    const value = await promise;
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** Properties as they cross the wire back to the engine. @throws as the runtime does for what is not plain */
export function overTheWire(properties: unknown, provider: unknown): Properties {
  if (!isPlain(properties)) {
    throw new CommandError(["Unexpected struct type."]);
  }
  return { ...copy(properties as Properties), __provider: provider };
}

/**
 * The details of an error that saves the resource; undefined for any other. Details that are not plain hang the command
 * for ever (docs/engine-facts.md#only-plain-values-cross-the-wire).
 */
export async function partialFailureOf(error: unknown): Promise<PartialFailureDetails | undefined> {
  if (!(error instanceof Error) || !("id" in error) || !error.id) {
    return undefined;
  }
  const { id, properties, reasons } = error as Error & PartialFailureDetails;
  if (!isPlain(properties)) {
    return never();
  }
  return { id, properties: copy(properties), reasons };
}
