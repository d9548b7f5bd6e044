import { randomBytes } from "node:crypto";
import { awsDateTime } from "./awsTime";
import { type SimulatorClock, scaledClock } from "./clock";
import { advance } from "./lifecycle/advance";
import type { OperationContext } from "./operation";
import { readStateFile, writeStateFile } from "./stateFile";
import { buildWorld, emptyRegion } from "./world/build/buildWorld";
import { parseWorld, readWorldFile } from "./world/build/readWorldFile";
import type { WorldFile } from "./world/schema/worldFile";
import type { WorldState } from "./world/state/worldState";

/** Where a world comes from. */
interface WorldOptions {
  /** A world, or the path of a world file; an empty initialized account when left out. */
  readonly world?: WorldFile | string | undefined;
  readonly speed: number;
  /** Overrides the world's own, in milliseconds. */
  readonly latencyMs?: number | undefined;
  readonly stateFile?: string | undefined;
  readonly clock?: SimulatorClock | undefined;
}

/** Everything in the account and Region at one moment, as plain data of its own: nothing that happens later shows in it. */
export type WorldSnapshot = Omit<WorldState, "seed" | "nextId" | "events"> & {
  /** The simulated time, as DRS writes it. */
  readonly now: string;
  /** How many things are planned to happen; 0 = no job runs and no terminated instance is still shown. */
  readonly plannedEvents: number;
};

/** The simulated account: its state, brought up to the clock's time whenever somebody looks. */
export interface World {
  readonly clock: SimulatorClock;
  /** Real milliseconds before each answer: this run's, or the world's own. */
  readonly latencyMs: number;
  /** The state of this moment, for an operation in a Region: the world's own, or an empty one that nothing is kept of. */
  context(region: string | undefined): OperationContext;
  /** Writes the state file, when there is one. @throws StateFileError */
  save(): void;
  snapshot(): WorldSnapshot;
}

/**
 * Opens a world. A state file that exists wins over the world: it is what the world has become.
 *
 * Simulated time went on, at this run's speed, while no simulator was running; so did its jobs.
 *
 * @throws WorldError or StateFileError
 */
export function openWorld(options: WorldOptions): World {
  const file = typeof options.world === "string" ? readWorldFile(options.world) : parseWorld(options.world ?? {});
  const saved = options.stateFile === undefined ? undefined : readStateFile(options.stateFile);
  const clock = options.clock ?? scaledClock(options.speed, startTime(saved, options.speed));
  const state = saved?.state ?? buildWorld(file, clock.now(), randomBytes(8).toString("hex"));
  const world: World = {
    clock,
    latencyMs: options.latencyMs ?? state.latencyMs,
    context(region) {
      const now = clock.now();
      advance(state, now);
      return { now, state: region === undefined || region === state.region ? state : emptyRegion(state, region) };
    },
    save() {
      if (options.stateFile !== undefined) {
        writeStateFile(options.stateFile, { simulatedAt: clock.now(), savedAt: Date.now(), state });
      }
    },
    snapshot() {
      const { now } = world.context(undefined);
      const { seed: _seed, nextId: _nextId, events, ...visible } = state;
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
