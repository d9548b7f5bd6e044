import type { SimulatorClock } from "./clock";
import { createFaults, type Faults } from "./faults";
import { createJournal, type Journal } from "./journal";
import { createResponder } from "./respond";
import { listen } from "./server";
import { openWorld, type WorldSnapshot } from "./world";
import type { WorldFile } from "./world/schema/worldFile";

/** How a simulator starts; everything has a default. */
export interface SimulatorOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** `127.0.0.1` unless told otherwise: anybody who reaches the port can use it, signatures are not verified. */
  readonly host?: string;
  /** A world, or the path of a world file; an empty account when left out. */
  readonly world?: WorldFile | string;
  /** How many times as fast as real time the simulated clock runs; 1 by default. */
  readonly speed?: number;
  /** Real milliseconds before each answer; overrides the world's. */
  readonly latencyMs?: number;
  /** Where the state survives a restart; it wins over `world` when it exists, and is written at once. */
  readonly stateFile?: string;
  /** false writes one line a request to stderr; true is the default in code. */
  readonly quiet?: boolean;
  /** Replaces the running clock, for tests; `speed` then means nothing. */
  readonly clock?: SimulatorClock;
}

/** A simulator that listens. */
export interface Simulator {
  /** The endpoint to give to AWS clients, such as `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly clock: SimulatorClock;
  readonly journal: Journal;
  readonly faults: Faults;
  /** The whole state of this moment, as plain data of its own. */
  world(): WorldSnapshot;
  /** Stops it; connections that still wait for an answer are cut. */
  close(): Promise<void>;
}

// At this speed a simulated year takes half a minute, and a day of it still stays within the dates that JavaScript can tell.
const FASTEST = 1_000_000;

// As for a world's latencyMs.
const LONGEST_DELAY = 3_600_000;

/** Options that cannot be used; the message names the option, what was seen and what was expected. */
export class OptionError extends Error {
  override readonly name = "OptionError";
}

/**
 * Starts DRS, with the slice of EC2 around it, as a local HTTP server.
 *
 * @throws OptionError, WorldError or StateFileError for bad input, and the system's error when it cannot listen
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, host = "127.0.0.1", speed = 1, latencyMs, quiet = true } = options;
  requireNumber("port", port, Number.isInteger(port) && port >= 0 && port <= 65_535, "a whole number from 0 to 65535");
  requireNumber("speed", speed, speed > 0 && speed <= FASTEST, `a number above 0, up to ${FASTEST}`);
  const latency = latencyMs ?? 0;
  requireNumber(
    "latencyMs",
    latency,
    latency >= 0 && latency <= LONGEST_DELAY,
    `milliseconds from 0 to ${LONGEST_DELAY}`,
  );
  const report = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  const world = openWorld({
    world: options.world,
    speed,
    latencyMs,
    stateFile: options.stateFile,
    clock: options.clock,
  });
  const journal = createJournal();
  const faults = createFaults();
  const respond = createResponder({ world, journal, faults, report });
  const server = await listen(respond, { host, port, clock: world.clock, log: quiet ? () => undefined : report });
  try {
    // A file that cannot be written is better known now than at the first change.
    world.save();
  } catch (error) {
    await server.close();
    throw error;
  }
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${server.port}`,
    clock: world.clock,
    journal,
    faults,
    world: () => world.snapshot(),
    close: () => server.close(),
  };
}

function requireNumber(name: string, seen: number, holds: boolean, expected: string): void {
  if (!holds) {
    throw new OptionError(`Starting the simulator: ${name}: saw ${seen}, expected ${expected}`);
  }
}
