import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { newDrillNonce } from "../../../provider/src/wave/drillNonce";
import { APP, aWorld } from "../../engine/worlds";
import { openSimulatedWave, type SimulatedWave } from "./simulatedWave";

const APP_ALONE = { sourceServers: [{ sourceServerId: APP }] };

let drill: SimulatedWave;
beforeEach(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  drill = await openSimulatedWave(aWorld());
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await drill.close();
});

/** How far back the lists of jobs went, in hours before now; those that named jobs are left out. */
function listedHours(): (number | undefined)[] {
  return drill.simulator.journal.entries("DescribeJobs").flatMap(({ request, time }) => {
    const { filters } = request as { filters?: { jobIDs?: string[]; fromDate?: string } };
    if (filters === undefined || (filters.jobIDs ?? []).length > 0) {
      return [];
    }
    return [
      filters.fromDate === undefined
        ? undefined
        : Math.round((Date.parse(time) - Date.parse(filters.fromDate)) / 3_600_000),
    ];
  });
}

it("lists the jobs of two days before a start, when the guard is new", async () => {
  const guard = await drill.guard.create(await drill.check(APP_ALONE));
  await drill.create({ ...APP_ALONE, drillNonce: guard.id });
  expect(listedHours()).toEqual([48]);
});

it("lists all jobs for a guard of an earlier version, whose first job may be older", async () => {
  await drill.create({ ...APP_ALONE, drillNonce: newDrillNonce(Buffer.alloc(16), undefined) });
  expect(listedHours()).toEqual([undefined]);
});
