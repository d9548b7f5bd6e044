import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeRun } from "../../../../provider/src/wave/judge/verdict";
import { askedFor, countUnnamed, withParticipants } from "../../../../provider/src/wave/participants";
import { newRun, planServer, type WaveRun, withJob, withRecords } from "../../../../provider/src/wave/run";
import { serverOf, toWave } from "../../../../provider/src/wave/wave";
import {
  ACCOUNT,
  APP,
  aFailedServer,
  aJob,
  aLogItem,
  aParticipant,
  aServer,
  DB,
  NONCE,
  REGION,
  serverId,
  WEB,
} from "../factories";

const selected = (ids: string[]) =>
  toWave({ selector: { tags: { Tier: "web" } }, resolvedServers: ids, drillNonce: NONCE }, { region: REGION });
const declared = (ids: string[]) =>
  toWave({ sourceServers: ids.map((sourceServerId) => ({ sourceServerId })), drillNonce: NONCE }, { region: REGION });

const jobOf = (servers: readonly string[], count?: string) =>
  aJob({
    servers: servers.map((sourceServerId) => aParticipant({ sourceServerId })),
    tags: count === undefined ? {} : { ServerCount: count },
  });

/** A run whose first attempt is believed to be of these servers. */
function aRunOf(wave: ReturnType<typeof selected>, ids: string[], isAdopted = true): WaveRun {
  const servers = ids.map((id) => planServer(serverOf(wave, id), { launchConfiguration: {} }));
  const run = withJob(newRun(wave, ACCOUNT, servers, []), 1, jobOf(ids), servers);
  return isAdopted ? { ...run, attempts: run.attempts.map((each) => ({ ...each, adopted: true as const })) } : run;
}

const summaryOf = (run: WaveRun) => ({
  servers: run.servers.map(({ planned }) => planned.sourceServerId),
  unnamed: countUnnamed(run),
});

describe(askedFor.name, () => {
  it.each([
    { tag: "1", expected: 1 },
    { tag: "100", expected: 100 },
    { tag: "0", expected: undefined },
    { tag: "-1", expected: undefined },
    { tag: "many", expected: undefined },
    { tag: "", expected: undefined },
    { tag: undefined, expected: undefined },
  ])("reads $expected off $tag", ({ tag, expected }) => {
    expect(askedFor(jobOf([], tag))).toBe(expected);
  });
});

describe(withParticipants.name, () => {
  it.each([
    {
      label: "the list is complete",
      candidates: [DB, APP],
      list: [DB, WEB],
      count: "2",
      servers: [DB, WEB],
      unnamed: 0,
    },
    {
      label: "the log names what the list lacks",
      candidates: [APP],
      list: [DB],
      log: [WEB],
      count: "2",
      servers: [DB, WEB],
      unnamed: 0,
    },
    {
      label: "what matches now makes up the number",
      candidates: [DB, WEB],
      list: [DB],
      count: "2",
      servers: [DB, WEB],
      unnamed: 0,
    },
    {
      label: "the list is absent, and as many match now",
      candidates: [DB, WEB],
      list: [],
      count: "2",
      servers: [DB, WEB],
      unnamed: 0,
    },
    {
      label: "more match now than were asked for",
      candidates: [DB, WEB, APP],
      list: [DB],
      count: "2",
      servers: [DB],
      unnamed: 1,
    },
    { label: "fewer match now than were asked for", candidates: [DB], list: [], count: "2", servers: [DB], unnamed: 1 },
    { label: "nothing is known", candidates: [], list: [], count: "2", servers: [], unnamed: 2 },
    {
      label: "the tag cannot be read",
      candidates: [DB, APP],
      list: [DB, WEB],
      count: "two",
      servers: [DB, WEB, APP],
      unnamed: 0,
    },
    {
      label: "the list has more than were asked for",
      candidates: [DB],
      list: [DB, WEB],
      count: "1",
      servers: [DB, WEB],
      unnamed: 0,
    },
  ])("settles a selector's servers when $label", ({ candidates, list, log = [], count, servers, unnamed }) => {
    const items = log.map((sourceServerId) => aLogItem("SNAPSHOT_START", 1, { sourceServerId }));
    const run = withParticipants(aRunOf(selected(candidates), candidates), 1, jobOf(list, count), items);
    const { servers: got, unnamed: missing } = summaryOf(run);
    expect({ servers: [...got].sort(), unnamed: missing }).toEqual({ servers: [...servers].sort(), unnamed });
  });

  it.each([
    { label: "absent", list: [] },
    { label: "short", list: [DB] },
    { label: "of others", list: [APP, serverId(9)] },
  ])("keeps the servers that this state asked for when the list is $label", ({ list }) => {
    const runs = [aRunOf(declared([DB, WEB]), [DB, WEB], false), aRunOf(selected([DB, WEB]), [DB, WEB], false)];
    for (const run of runs) {
      expect(withParticipants(run, 1, jobOf(list, "2"), [])).toBe(run);
    }
  });

  it("completes a state that an earlier version made from an early list", () => {
    const early = { ...aRunOf(declared([DB, WEB]), [], false) };
    expect(summaryOf(withParticipants(early, 1, jobOf([], "2"), []))).toEqual({ servers: [DB, WEB], unnamed: 0 });
    const partial = aRunOf(selected([DB]), [DB], false);
    expect(summaryOf(withParticipants(partial, 1, jobOf([DB], "2"), []))).toEqual({ servers: [DB], unnamed: 1 });
  });

  it("takes the critical servers that failed for those of a second attempt whose list is absent", () => {
    const wave = declared([DB, WEB]);
    const first = withRecords(aRunOf(wave, [DB, WEB], false), [aServer(), aFailedServer()], []);
    const second = { ...jobOf([], "1"), jobId: "drsjob-2" };
    const run = withJob(first, 2, second, []);
    const adopted = {
      ...run,
      attempts: run.attempts.map((each) => (each.attempt === 2 ? { ...each, adopted: true as const } : each)),
    };
    expect(withParticipants(adopted, 2, second, []).attempts[1]?.sourceServerIds).toEqual([WEB]);
  });

  it("never lets a verdict over fewer servers than the tag says be PASSED, nor one over none be anything but FAILED", () => {
    const ids = [DB, WEB, APP, serverId(9)];
    const some = fc.subarray(ids);
    fc.assert(
      fc.property(
        some,
        some,
        some,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 100 }),
        (match, list, logged, count, percent) => {
          const wave = { ...selected(match), minimumLaunched: `${percent}%` };
          const log = logged.map((sourceServerId) => aLogItem("LAUNCH_END", 1, { sourceServerId }));
          const run = withParticipants(aRunOf(wave, match), 1, jobOf(list, `${count}`), log);
          const records = run.servers.map(({ planned }) => aServer({ sourceServerId: planned.sourceServerId }));
          const verdict = judgeRun(withRecords(run, records, []))?.verdict;
          expect(records.length >= count || verdict !== "PASSED").toBe(true);
          expect(records.length > 0 || verdict === "FAILED").toBe(true);
          for (const id of [...list, ...logged]) {
            expect(records.some((record) => record.sourceServerId === id)).toBe(true);
          }
        },
      ),
    );
  });
});
