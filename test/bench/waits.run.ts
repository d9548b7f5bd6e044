/**
 * What waiting costs (scripts/bench/waits.ts): the wave's own wait beside a look every 15 s and beside what waves did
 * before, two calls side by side every 10 s. The provider, the AWS SDK and the simulator run in one process, in virtual
 * time; every call takes 100 ms; jobs take as long as the recorded ones.
 */
import { writeFileSync } from "node:fs";
import { it } from "vitest";
import { createDrsGateway } from "../../provider/src/drs/awsGateway";
import type { DrsGateway } from "../../provider/src/drs/gateway";
import { ProviderProcess } from "../torture/providerProcess";
import { openService, type Service } from "../torture/service";
import { VirtualTime } from "../torture/virtualTime";
import { Wire } from "../torture/wire";
import { aConnection } from "../unit/provider/aws/aConnection";

const CALL_MS = 100;
const SEEDS = 24;
const WAVES = [1, 10, 20];
const START = "2026-03-01T10:00:00Z";

const serverId = (seed: number, wave: number) => `s-${String(seed * 100 + wave).padStart(17, "0")}`;
const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;

/** A service of so many servers whose every call takes 100 ms. */
function aService(seed: number, waves: number): Service {
  const servers = Array.from({ length: waves }, (_, wave) => ({ sourceServerID: serverId(seed, wave) }));
  const service = openService({ region: "us-west-2", sourceServers: servers }, new VirtualTime(START));
  return {
    ...service,
    async respond(request) {
      await service.time.sleep(CALL_MS);
      return service.respond(request);
    },
  };
}

const tap = () => () => true;

/** When the last job of the world ended, and when a look at jobs by their ids first saw that; seconds after START. */
function noticed(service: Service) {
  const seconds = (iso: string) => (Date.parse(iso) - Date.parse(START)) / 1000;
  const end = Math.max(...service.world().jobs.map((job) => seconds(job.endDateTime ?? "")));
  const looks = service.journal.entries("DescribeJobs").filter(({ request }) => hasIds(request));
  const seen = looks.map(({ time }) => seconds(time)).find((at) => at >= end) ?? Number.NaN;
  const logs = service.journal.entries("DescribeJobLogItems").length;
  return { jobs: looks.length, logs, seconds: seen, late: seen - end };
}

function hasIds(request: unknown): boolean {
  const { filters } = request as { filters?: { jobIDs?: readonly string[] } };
  return (filters?.jobIDs ?? []).length > 0;
}

/** Waves of one server each, created in the same moment by one process. */
async function ownWait(seed: number, waves: number, patienceMs = 0) {
  const service = aService(seed, waves);
  const process = new ProviderProcess(service, tap);
  const args = (wave: number) => ({
    region: "us-west-2",
    connection: { endpoint: "http://127.0.0.1:1" },
    success: "launched",
    sourceServers: [{ sourceServerId: serverId(seed, wave) }],
    drillNonce: `nonce${wave}`,
    __provider: "pointer",
  });
  const create = () => Promise.all(Array.from({ length: waves }, (_, wave) => process.wave.create?.(args(wave))));
  await service.time.drive(create, patienceMs);
  return noticed(service);
}

/** A loop that looks at one job at a fixed interval. */
async function fixedWait(seed: number, intervalMs: number, look: (drs: DrsGateway, jobId: string) => Promise<unknown>) {
  const service = aService(seed, 1);
  const { time } = service;
  const connected = aConnection({ endpoint: "http://127.0.0.1:1", requestHandler: new Wire(service, tap) });
  await time.drive(async () => {
    const drs = await createDrsGateway(connected, new AbortController().signal);
    const servers = [{ sourceServerId: serverId(seed, 0) }];
    const { jobId } = await drs.startRecovery({ servers, isDrill: true, tags: {} });
    const ended = () => service.world().jobs.every((job) => job.status === "COMPLETED");
    for (let last = false; !last; ) {
      // The world moves when it is looked at; the look that finds the end is the last.
      await look(drs, jobId);
      last = ended();
      await time.sleep(last ? 0 : intervalMs);
    }
  });
  return noticed(service);
}

it("measures what waiting costs", async () => {
  const seeds = Array.from({ length: SEEDS }, (_, seed) => seed + 1);
  const averages = async (wait: (seed: number) => Promise<ReturnType<typeof noticed>>) => {
    const runs: ReturnType<typeof noticed>[] = [];
    for (const seed of seeds) {
      runs.push(await wait(seed));
    }
    const of = (member: keyof ReturnType<typeof noticed>) => mean(runs.map((run) => run[member]));
    return { jobs: of("jobs"), logs: of("logs"), seconds: of("seconds"), late: of("late") };
  };
  // The SDK reads modules and settings from disk the first time.
  await ownWait(0, 1, 150).catch(() => undefined);
  await ownWait(0, 1, 50);
  const own = await averages((seed) => ownWait(seed, 1));
  const every15 = await averages((seed) => fixedWait(seed, 15_000, (drs, id) => drs.listJobs([id])));
  const former = await averages((seed) =>
    fixedWait(seed, 10_000, (drs, id) => Promise.all([drs.listJobs([id]), drs.listJobLogItems(id)])),
  );
  const together: { waves: number; jobs: number; late: number }[] = [];
  for (const waves of WAVES) {
    together.push({ waves, ...(await ownWait(99, waves)) });
  }
  writeFileSync(process.env["BENCH_OUT"] ?? "/dev/stdout", JSON.stringify({ own, every15, former, together }));
});
