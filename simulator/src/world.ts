import { randomBytes } from "node:crypto";
import { awsDateTime } from "./awsTime";
import { callerOf } from "./caller";
import { type SimulatorClock, scaledClock } from "./clock";
import { advance } from "./lifecycle/advance";
import type { OperationContext } from "./operation";
import { readStateFile, writeStateFile } from "./stateFile";
import { buildWorld, completed, emptyRegion } from "./world/build/buildWorld";
import { parseWorld, readWorldFile } from "./world/build/readWorldFile";
import type { WorldFile } from "./world/schema/worldFile";
import type { WorldState } from "./world/state/worldState";

/** Where the world comes from, and how its time runs. */
interface WorldOptions {
  /** A world, or the path of a world file; by default an empty, initialized account. */
  readonly world?: WorldFile | string | undefined;
  readonly speed: number;
  /** Overrides the world's latency; in real milliseconds. */
  readonly latencyMs?: number | undefined;
  readonly stateFile?: string | undefined;
  readonly clock?: SimulatorClock | undefined;
}

/** A copy of everything in the account and Region at one moment; later changes do not show in it. */
export type WorldSnapshot = Omit<WorldState, "seed" | "timingSeed" | "nextId" | "events"> & {
  /** Simulated time, as DRS writes it. */
  readonly now: string;
  /** How many events are still to come; 0 = no job is running and EC2 shows no terminated instance any more. */
  readonly plannedEvents: number;
};

/** The simulated account. Its state is brought up to the clock's time at every look. */
export interface World {
  readonly clock: SimulatorClock;
  /** Delay before each answer in real milliseconds: this run's, or the world's. */
  readonly latencyMs: number;
  /**
   * The state at this moment for an operation in a Region, sent by who has this access key. Without a Region, it is the world's own. For other
   * Regions and accounts than the world's it is empty, and changes are lost.
   */
  context(region: string | undefined, accessKeyId?: string): OperationContext;
  /** Writes the state file, if there is one. @throws StateFileError */
  save(): void;
  snapshot(): WorldSnapshot;
}

/**
 * Opens a world. An existing state file is used instead of the world: it holds what the world has become.
 *
 * Simulated time, and with it every job, went on at this run's speed while no simulator was running.
 *
 * @throws WorldError or StateFileError
 */
export function openWorld(options: WorldOptions): World {
  const file = typeof options.world === "string" ? readWorldFile(options.world) : parseWorld(options.world ?? {});
  const saved = options.stateFile === undefined ? undefined : readStateFile(options.stateFile);
  const clock = options.clock ?? scaledClock(options.speed, startTime(saved, options.speed));
  const state =
    saved === undefined ? buildWorld(file, clock.now(), randomBytes(8).toString("hex")) : completed(saved.state);
  const world: World = {
    clock,
    latencyMs: options.latencyMs ?? state.latencyMs,
    context(region, accessKeyId) {
      const now = clock.now();
      advance(state, now);
      const caller = callerOf(state, accessKeyId);
      const home = region === undefined || (region === state.region && caller.account === state.account);
      return { now, caller, state: home ? state : emptyRegion(state, region, caller.account) };
    },
    save() {
      if (options.stateFile !== undefined) {
        writeStateFile(options.stateFile, { simulatedAt: clock.now(), savedAt: Date.now(), state });
      }
    },
    snapshot() {
      const { now } = world.context(undefined);
      const { seed: _seed, timingSeed: _timingSeed, nextId: _nextId, events, ...visible } = state;
      return { now: awsDateTime(now), plannedEvents: events.length, ...structuredClone(visible) };
    },
  };
  return world;
}

function startTime(
  saved: { readonly simulatedAt: number; readonly savedAt: number } | undefined,
  speed: number,
): number {
  const now = Date.now();
  return saved === undefined ? now : saved.simulatedAt + Math.max(0, now - saved.savedAt) * speed;
}
