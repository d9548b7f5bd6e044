import type { RateLimit } from "../../simulator/src/rateLimit";
import type { WorldFile } from "../../simulator/src/world/schema/worldFile";
import { ProviderProcess } from "../torture/providerProcess";
import { openService, type Service } from "../torture/service";
import { VirtualTime } from "../torture/virtualTime";

/** What a call takes, in milliseconds of virtual time. */
const LATENCY_MS = 100;

export const SERVERS_PER_WAVE = 100;

/** Real milliseconds, for what is read from disk at the first call. */
const PATIENCE_MS = 2;

const serverId = (index: number) => `s-${String(index).padStart(17, "0")}`;

/** As many waves of 100 servers as that, at a service with that limit. */
export function aWorld(waves: number, rateLimit: RateLimit): WorldFile {
  const sourceServers = Array.from({ length: waves * SERVERS_PER_WAVE }, (_, index) => ({
    sourceServerID: serverId(index),
    hostname: `server-${index}`,
    lagSeconds: 3,
    launchTemplate: { instanceType: "m5.large", subnetId: "subnet-0123456789abcdef0" },
  }));
  return { region: "us-west-2", account: "111122223333", rateLimit, sourceServers };
}

/** A wave's inputs, as the engine hands them to check. */
export function aWave(wave: number) {
  return {
    region: "us-west-2",
    connection: { endpoint: "http://127.0.0.1:1" },
    drillNonce: "0123456789abcdef",
    recoveryPlan: "large",
    wave: `wave-${wave}`,
    sourceServers: Array.from({ length: SERVERS_PER_WAVE }, (_, index) => ({
      sourceServerId: serverId(wave * SERVERS_PER_WAVE + index),
    })),
    __provider: "wave pointer",
  };
}

/** A service with a limit, behind a network, and a provider process that drills on it, in virtual time. */
export class ThrottledStage {
  readonly time = new VirtualTime("2026-03-01T10:00:00Z");
  readonly service: Service;
  readonly wave: ProviderProcess["wave"];
  readonly #startedAt = this.time.now();

  constructor(world: WorldFile) {
    const { time } = this;
    const service = openService(world, time);
    this.service = service;
    const respond: Service["respond"] = async (request) => {
      await time.sleep(LATENCY_MS);
      return service.respond(request);
    };
    this.wave = new ProviderProcess({ ...service, respond }, () => () => true).wave;
  }

  seconds(): number {
    return (this.time.now() - this.#startedAt) / 1000;
  }
}

/** What all waves' looks came to: those of check, and those before each start. */
export interface Looks {
  /** Seconds of each round of looks. */
  rounds: number[];
  /** Requests to DRS, and those of them that were throttled. */
  asked: number;
  throttled: number;
  /** Seconds that the limit itself needs for the others. */
  own: number;
  /** What check and create said. */
  failures: string[];
  /** Why replication settings were not seen. */
  unseen: string[];
}

/** Looks at all waves at the same time, twice: at check, and at create, which is refused where its job would start. */
export async function lookTwice(waves: number, rateLimit: RateLimit): Promise<Looks> {
  const stage = new ThrottledStage(aWorld(waves, rateLimit));
  const { wave, service } = stage;
  service.addFault({ operation: "StartRecovery", kind: "error", status: 403, code: "Denied", times: waves });
  return stage.time.drive(async () => {
    const checked = await Promise.all(Array.from({ length: waves }, (_, number) => wave.check?.({}, aWave(number))));
    const seconds = stage.seconds();
    const created = await Promise.allSettled(checked.map((each) => wave.create(each?.inputs)));
    const entries = service.journal.entries().filter((entry) => entry.service === "drs");
    const throttled = entries.filter(({ status }) => status === 429).length;
    return {
      rounds: [seconds, stage.seconds() - seconds],
      asked: entries.length,
      throttled,
      own: (entries.length - throttled - rateLimit.burst) / rateLimit.perSecond,
      failures: [
        ...checked.flatMap((each) => each?.failures?.map(({ reason }) => reason) ?? []),
        ...created.flatMap((each) =>
          each.status === "rejected" && String(each.reason).includes(": Denied: ") ? [] : JSON.stringify(each),
        ),
      ],
      unseen: checked.flatMap((each) => each?.inputs.observed?.surroundings?.unseen?.replicationConfigurations ?? []),
    };
  });
}

/** Reads from disk what the first look needs, while no virtual time is measured. */
export async function warmUp(): Promise<void> {
  const stage = new ThrottledStage(aWorld(1, { perSecond: 1000, burst: 1000 }));
  await stage.time.drive(async () => stage.wave.check?.({}, aWave(0)), PATIENCE_MS);
}
