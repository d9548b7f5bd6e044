/**
 * Pulumi's engine, as far as a drill meets it: what it asks a provider, in which order, and what it saves when. Facts are
 * those of docs/engine-facts.md, seen under the real CLI; file names are pulumi/pulumi's at v3.245.0. Not
 * modelled: policies, parallel steps, secrets, targets, `protect`.
 */
import { CommandError, EngineKilledError, EngineRun } from "./engineRun";
import { copy, emptyState, type PendingOperation, type Properties, type StackState } from "./engineState";
import { applyStep, registered } from "./engineSteps";
import type { ProviderProcess } from "./providerProcess";
import type { VirtualTime } from "./virtualTime";

/** How the engine spells a value that is not known yet (docs/engine-facts.md#unknown-values-are-a-text). */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A program: waves, each after the one before, each with its guard (provider/src/resources/drillWave.ts). */
export interface Program {
  waves: { name: string; args: Properties }[];
}

/** How a command ended. */
export interface CommandResult {
  ok: boolean;
  /** What the command printed as errors. */
  errors: readonly string[];
  /** The CLI was killed. */
  killed: boolean;
  overdue: readonly string[];
  lines: readonly string[];
}

/** What a run tells of itself. */
export interface EngineHooks {
  startProcess(): ProviderProcess;
  onRun(run: EngineRun): void;
  onAnswered(operation: PendingOperation): void;
  /** Told of every state that was saved. */
  onSaved(state: StackState): void;
}

/** A stack, and the commands that people run on it. */
export class EngineModel {
  /** The state file as it lies on the disk. */
  state: StackState = emptyState();

  constructor(
    readonly time: VirtualTime,
    readonly hooks: EngineHooks,
  ) {}

  /** `pulumi preview`: check and diff alone, with what is not known yet as the engine spells it. */
  preview(program: Program): Promise<CommandResult> {
    return this.#command(async (run) => {
      for (const wave of program.waves) {
        const guard = run.state.resources.find((each) => each.name === `${wave.name}-guard`);
        // An output of a resource that is not there yet is unknown (docs/engine-facts.md#unknown-values-are-a-text).
        const drillNonce = guard?.outputs["nonce"] ?? UNKNOWN;
        await registered(run, "wave", wave.name, { ...wave.args, drillNonce, __isPreview: true });
      }
    });
  }

  /** `pulumi up --skip-preview`. Guards wait for nothing, so they are registered first; each wave waits for the one before. */
  up(program: Program): Promise<CommandResult> {
    return this.#command(async (run) => {
      for (const { name, args } of program.waves) {
        await this.#register(run, "guard", `${name}-guard`, guardArgs(args));
      }
      for (const { name, args } of program.waves) {
        const guard = run.state.resources.find((each) => each.name === `${name}-guard`);
        await this.#register(run, "wave", name, { ...args, drillNonce: guard?.outputs["nonce"] });
      }
      run.save();
    });
  }

  /** `pulumi destroy`: dependents first; no call for a pending create, none for what a replacement deleted. */
  destroy(): Promise<CommandResult> {
    return this.#command(async (run) => {
      const isWave = (kind: string) => (kind === "wave" ? 0 : 1);
      const order = [...run.state.resources].reverse().sort((a, b) => isWave(a.kind) - isWave(b.kind));
      for (const record of order) {
        if (!record.pendingReplacement) {
          await applyStep(run, { kind: "delete", record });
        }
        run.state.resources = run.state.resources.filter((each) => each !== record);
        run.save();
      }
      // Only pending creates survive (docs/engine-facts.md#pending-creates-stay).
      run.state.pending = run.state.pending.filter((each) => each.type === "creating");
      run.save();
    });
  }

  /** `pulumi refresh`: reads every resource (docs/engine-facts.md#refresh-clears-init-errors). */
  refresh({ clearPendingCreates }: { clearPendingCreates: boolean }): Promise<CommandResult> {
    return this.#command(async (run) => {
      // The CLI edits the state file before the engine runs (pkg/cmd/pulumi/operations/refresh.go).
      if (clearPendingCreates) {
        run.state.pending = run.state.pending.filter((each) => each.type !== "creating");
      }
      run.save();
      for (const record of [...run.state.resources]) {
        if (!record.pendingReplacement) {
          await applyStep(run, { kind: "read", record });
        }
      }
      run.state.pending = run.state.pending.filter((each) => each.type === "creating");
      run.save();
    });
  }

  async #register(run: EngineRun, kind: "guard" | "wave", name: string, args: Properties): Promise<void> {
    const steps = await registered(run, kind, name, args);
    for (const step of steps) {
      await applyStep(run, step);
    }
  }

  async #command(work: (run: EngineRun) => Promise<void>): Promise<CommandResult> {
    const process = this.hooks.startProcess();
    const onSave = (state: StackState) => {
      this.state = state;
      this.hooks.onSaved(copy(state));
    };
    const run = new EngineRun(process, this.time, copy(this.state), onSave, this.hooks.onAnswered);
    this.hooks.onRun(run);
    const result = { overdue: run.overdue, lines: process.lines };
    try {
      await work(run);
      return { ok: true, errors: [], killed: false, ...result };
    } catch (error) {
      if (error instanceof EngineKilledError) {
        return { ok: false, errors: [], killed: true, ...result };
      }
      if (!(error instanceof CommandError)) {
        throw error;
      }
      return { ok: false, errors: error.errors, killed: false, ...result };
    }
  }
}

/** What a wave gives its guard (provider/src/resources/drillWave.ts). */
function guardArgs({ region, connection, cleanup, polling, network, customTimeouts }: Properties): Properties {
  return copy({ region, connection, cleanup, polling, network, customTimeouts, __provider: "guard pointer" });
}
