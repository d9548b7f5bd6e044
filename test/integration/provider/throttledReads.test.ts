import { beforeAll, describe, expect, it } from "vitest";
import { LOOK_TIMEOUT_SECONDS } from "../../../provider/src/wave/context";
import type { RateLimit } from "../../../simulator/src/rateLimit";
import type { WorldFile } from "../../../simulator/src/world/schema/worldFile";
import { ProviderProcess } from "../../torture/providerProcess";
import { openService, type Service } from "../../torture/service";
import { VirtualTime } from "../../torture/virtualTime";

const LATENCY_MS = 100;
const SERVERS_PER_WAVE = 100;

/** One a wave: there are not addresses for more in it. */
const subnetOf = (wave: number) => `subnet-${String(wave).padStart(17, "0")}`;
const serverId = (index: number) => `s-${String(index).padStart(17, "0")}`;

function aWorld(waves: number, rateLimit: RateLimit): WorldFile {
  const sourceServers = Array.from({ length: waves * SERVERS_PER_WAVE }, (_, index) => ({
    sourceServerID: serverId(index),
    hostname: `server-${index}`,
    lagSeconds: 3,
    launchTemplate: { instanceType: "m5.large", subnetId: subnetOf(Math.floor(index / SERVERS_PER_WAVE)) },
  }));
  return { region: "us-west-2", account: "111122223333", rateLimit, sourceServers };
}

function aWave(wave: number) {
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

/** A service with a limit, behind a network, and a process that drills on it. */
class Stage {
  readonly time = new VirtualTime("2026-03-01T10:00:00Z");
  readonly service: Service;
  readonly process: ProviderProcess;
  readonly #startedAt = this.time.now();

  constructor(world: WorldFile) {
    const { time } = this;
    this.service = openService(world, time);
    const respond: Service["respond"] = async (request) => {
      await time.sleep(LATENCY_MS);
      return this.service.respond(request);
    };
    this.process = new ProviderProcess({ ...this.service, respond }, () => () => true);
  }

  seconds(): number {
    return (this.time.now() - this.#startedAt) / 1000;
  }

  /** Requests to DRS, and those of them that were throttled. */
  get drs() {
    const entries = this.service.journal.entries().filter(({ service }) => service === "drs");
    return { asked: entries.length, throttled: entries.filter(({ status }) => status === 429).length };
  }
}

/** Real milliseconds for what is read from disk at the first call. */
const PATIENCE_MS = 2;

beforeAll(async () => {
  const stage = new Stage(aWorld(1, { perSecond: 1000, burst: 1000 }));
  await stage.time.drive(async () => stage.process.wave.check?.({}, aWave(0)), PATIENCE_MS);
});

/** Real time, for a busy machine. */
const TIMEOUT_MS = 120_000;

describe("waves of 100 servers whose reads are throttled", () => {
  it.each([
    { perSecond: 6, burst: 6 },
    { perSecond: 20, burst: 20 },
  ])(
    "are all looked at in little more than the limit's own time: three waves, $perSecond a second",
    async (rateLimit) => {
      const stage = new Stage(aWorld(3, rateLimit));
      const { wave } = stage.process;
      // What is measured ends where a job would start.
      stage.service.addFault({ operation: "StartRecovery", kind: "error", status: 403, code: "Denied", times: 3 });
      const seen = await stage.time.drive(async () => {
        const checked = await Promise.all([0, 1, 2].map((number) => wave.check?.({}, aWave(number))));
        const seconds = stage.seconds();
        const created = await Promise.allSettled(checked.map((each) => wave.create(each?.inputs)));
        return { checked, created, looks: [seconds, stage.seconds() - seconds] };
      });
      expect({
        failures: seen.checked.flatMap((each) => each?.failures ?? []),
        unseen: seen.checked.map((each) => each?.inputs.observed?.surroundings?.unseen?.replicationConfigurations),
        created: seen.created.map((each) => each.status === "rejected" && String(each.reason).includes(": Denied: ")),
      }).toEqual({ failures: [], unseen: Array(3).fill(undefined), created: Array(3).fill(true) });
      const { asked, throttled } = stage.drs;
      const own = (asked - throttled - rateLimit.burst) / rateLimit.perSecond;
      expect(Math.max(...seen.looks)).toBeLessThan(LOOK_TIMEOUT_SECONDS);
      expect(stage.seconds() / own).toBeLessThan(1.1);
    },
    TIMEOUT_MS,
  );

  it(
    "are drilled at two requests a second, though the job takes the place of one of them",
    async () => {
      const stage = new Stage(aWorld(1, { perSecond: 2, burst: 1 }));
      const { wave } = stage.process;
      const seen = await stage.time.drive(async () => {
        const checked = await wave.check?.({}, aWave(0));
        const lookSeconds = stage.seconds();
        return { lookSeconds, failures: checked?.failures ?? [], outs: (await wave.create(checked?.inputs)).outs };
      });
      const starts = stage.service.journal.entries().filter(({ operation }) => operation === "StartRecovery");
      expect({ failures: seen.failures, verdict: seen.outs?.verdict }).toEqual({ failures: [], verdict: "PASSED" });
      expect(seen.lookSeconds).toBeLessThan(LOOK_TIMEOUT_SECONDS);
      expect(starts.length).toBeLessThanOrEqual(2);
    },
    TIMEOUT_MS,
  );
});
