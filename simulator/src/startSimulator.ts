import type { SimulatorClock } from "./clock";
import { createFaults, type Faults } from "./faults";
import { createJournal, type Journal } from "./journal";
import { createResponder } from "./respond";
import { listen } from "./server";
import { openWorld, type WorldSnapshot } from "./world";
import type { WorldFile } from "./world/schema/worldFile";

/** How a simulator starts. Every option has a default. */
export interface SimulatorOptions {
  /** The port to listen on; 0, the default, picks a free one. */
  readonly port?: number;
  /** The address to listen on; `127.0.0.1` by default. Signatures are not verified, so anybody who reaches the port can use the simulator. */
  readonly host?: string;
  /** A world, or the path of a world file; by default an empty account. */
  readonly world?: WorldFile | string;
  /** Speed of the simulated clock relative to real time, above 0 and up to 1,000,000; 1 by default. */
  readonly speed?: number;
  /** Delay before each answer in real milliseconds, up to an hour; overrides the world's. */
  readonly latencyMs?: number;
  /**
   * File that keeps the state across restarts. Once it exists, it is used instead of `world`. It is written at the start, and after each change
   * before the answer.
   */
  readonly stateFile?: string;
  /** false logs each request to stderr; true by default. */
  readonly quiet?: boolean;
  /** A clock for tests, instead of the running one; `speed` is then ignored. */
  readonly clock?: SimulatorClock;
}

/** A running simulator. */
export interface Simulator {
  /** The endpoint for AWS clients, such as `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly clock: SimulatorClock;
  readonly journal: Journal;
  readonly faults: Faults;
  /** A copy of the whole state at this moment. */
  world(): WorldSnapshot;
  /** Stops the simulator and cuts connections that still wait for an answer. */
  close(): Promise<void>;
}

// At this speed a simulated year takes half a minute, and a day of real time stays within the dates that JavaScript can represent.
const FASTEST = 1_000_000;

// The limit of a world's latencyMs, too.
const LONGEST_DELAY = 3_600_000;

/** An option that cannot be used. The message names it, what was found and what was expected. */
export class OptionError extends Error {
  override readonly name = "OptionError";
}

/**
 * Starts DRS and the slice of EC2 around it as a local HTTP server.
 *
 * @throws OptionError, WorldError or StateFileError for bad input; the system's error when it cannot listen
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
    // A state file that cannot be written should fail now, not at the first change.
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
