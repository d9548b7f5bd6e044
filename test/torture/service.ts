import { createFaults, type Fault, type Faults } from "../../simulator/src/faults";
import { createJournal, type Journal } from "../../simulator/src/journal";
import { createResponder } from "../../simulator/src/respond";
import { findRoute } from "../../simulator/src/routes";
import type { Reply, WireRequest } from "../../simulator/src/wire";
import { openWorld, type WorldSnapshot } from "../../simulator/src/world";
import type { WorldFile } from "../../simulator/src/world/schema/worldFile";
import type { VirtualTime } from "./virtualTime";

/** The simulator without its socket: what a request answers, in virtual time. */
export interface Service {
  readonly time: VirtualTime;
  readonly journal: Journal;
  /** Queues a fault; the delay of a `slow` one passes in virtual time, before the operation happens. */
  addFault(fault: Fault): void;
  clearFaults(): void;
  respond(request: WireRequest): Promise<Reply>;
  world(): WorldSnapshot;
}

/** A world that nobody has called yet. */
export function openService(world: WorldFile, time: VirtualTime): Service {
  const clock = { now: () => time.now(), realNow: () => time.now() };
  const opened = openWorld({ world, speed: 1, clock });
  const journal = createJournal();
  const faults = createFaults();
  // Apart from the others: the simulator would delay by a timer of the machine.
  const delays: Faults = createFaults();
  const report = (line: string) => {
    throw new Error(`the simulator has a defect: ${line}`);
  };
  const respond = createResponder({ world: opened, journal, faults, report });
  return {
    time,
    journal,
    addFault: (fault) => (fault.kind === "slow" ? delays : faults).add(fault),
    clearFaults() {
      faults.clear();
      delays.clear();
    },
    async respond(request) {
      const { delayMs = 0 } = delays.take(operationOf(request), request.body) ?? {};
      if (delayMs > 0) {
        await time.sleep(delayMs);
      }
      return respond(request);
    },
    world: () => opened.snapshot(),
  };
}

/** The name of the operation that a request asks for. */
export function operationOf({ method, url, body }: WireRequest): string {
  const route = findRoute(method, url, body);
  if (route.kind === "drs") {
    return route.operation;
  }
  return route.kind === "query" ? route.action : `${method} ${url}`;
}
