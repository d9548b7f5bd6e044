import type { WaveContext } from "../../provider/src/wave/context";
import type { WorldFile } from "../../simulator/src/world/schema/worldFile";
import { EngineModel } from "./engineModel";
import type { EngineRun } from "./engineRun";
import type { PendingOperation, StackState } from "./engineState";
import { ProviderProcess } from "./providerProcess";
import { openService, type Service } from "./service";
import { VirtualTime } from "./virtualTime";
import type { EditAnswer, Moment, Tap } from "./wire";

/** What ends a run of the CLI, or its provider. */
export const KILLS = ["provider-killed", "cli-killed", "interrupted", "interrupted-twice"] as const;
export type Kill = (typeof KILLS)[number];

/** Where something breaks: at a moment of the n-th request, or once the n-th operation has ended and before it is saved. */
export type BreakPoint = { request: number; moment: Moment } | { operation: number };

/** How long a provider lives on after its engine's SIGINT (provider/src/lifecycle/providerProcess.ts), in milliseconds. */
const AFTER_SIGINT_MS = 500;

/** One request of a run. */
export interface Request {
  operation: string;
  /** The process that sent it: runs of the CLI are counted from 0. */
  run: number;
}

/** What is out of the ordinary on a stage. */
export interface StageOptions {
  breaks?: { at: BreakPoint; kill: Kill };
  /** Told of every state that is saved. */
  onSaved?(state: StackState): void;
  /** Changes what an operation reaches; for tests of the harness itself. */
  alter?(context: WaveContext): WaveContext;
  edit?: EditAnswer;
}

/** A world, a stack and a CLI, in which one thing breaks. */
export class Stage {
  readonly time = new VirtualTime("2026-03-01T10:00:00Z");
  readonly service: Service;
  readonly engine: EngineModel;
  readonly requests: Request[] = [];
  readonly operations: (PendingOperation & { run: number })[] = [];
  /** True once the break point was reached. */
  broken = false;
  readonly #runs: EngineRun[] = [];

  constructor(
    world: WorldFile,
    readonly options: StageOptions = {},
  ) {
    this.service = openService(world, this.time);
    this.engine = new EngineModel(this.time, {
      startProcess: () => new ProviderProcess(this.service, this.#tap, { alter: options.alter, edit: options.edit }),
      onRun: (run) => {
        this.#runs.push(run);
      },
      onAnswered: (operation) => this.#answered(operation),
      onSaved: (state) => options.onSaved?.(state),
    });
  }

  /** Runs of the CLI so far. */
  get runs(): readonly EngineRun[] {
    return this.#runs;
  }

  readonly #tap: Tap = (operation) => {
    const request = this.requests.length;
    const run = this.#runs.at(-1);
    this.requests.push({ operation, run: this.#runs.length - 1 });
    return (moment) => {
      const at = this.options.breaks?.at;
      if (run && at && "request" in at && at.request === request && at.moment === moment) {
        this.#break(run);
      }
      return true;
    };
  };

  #answered(operation: PendingOperation): void {
    const at = this.options.breaks?.at;
    const run = this.#runs.at(-1);
    if (run && at && "operation" in at && at.operation === this.operations.length) {
      this.#break(run);
    }
    this.operations.push({ ...operation, run: this.#runs.length - 1 });
  }

  #break(run: EngineRun): void {
    if (this.broken) {
      return;
    }
    this.broken = true;
    switch (this.options.breaks?.kill) {
      case "provider-killed":
        run.process.kill();
        break;
      case "cli-killed":
        // Its standard input ends with the engine, so it stops at its next sleep or start.
        run.process.watch.engineGone();
        run.kill();
        break;
      case "interrupted":
        run.cancelled = true;
        break;
      case "interrupted-twice":
        this.time.schedule(() => run.process.kill(), AFTER_SIGINT_MS);
        run.kill();
        break;
    }
  }
}
