import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DrillWaveIntent, type ServerRecord, SUCCESS_LEVELS } from "../../../../../provider/src/vocabulary";
import { closingText, describeFigures, isJudgedAnew } from "../../../../../provider/src/wave/judge/closing";
import { toOutputs } from "../../../../../provider/src/wave/judge/outputs";
import { judgeRun, judgeServers } from "../../../../../provider/src/wave/judge/verdict";
import type { WaveRun } from "../../../../../provider/src/wave/run";
import { aFailedServer, anAttempt, aRun, aServer, DB, outputs, serverId, WEB } from "../../factories";

const OPTIONAL = "OPTIONAL" as const;

function judged(run: WaveRun) {
  const verdict = judgeRun(run);
  if (verdict === undefined) {
    throw new Error("a server has no record");
  }
  return verdict;
}

const textOf = (run: WaveRun) => closingText(judged(run), run);

describe(describeFigures.name, () => {
  it.each([
    {
      figures: { recoveryTimeSeconds: 600, recoveryTimeAtLeastSeconds: 590, recoveryPointSeconds: 3 },
      text: "recovery 9m50s to 10m00s, data loss 3s",
    },
    {
      figures: { recoveryTimeSeconds: 529, recoveryTimeAtLeastSeconds: 529, recoveryPointSeconds: 3 },
      text: "recovery 8m49s, data loss 3s",
    },
    {
      figures: { recoveryTimeSeconds: 529.4, recoveryTimeAtLeastSeconds: 528.6, recoveryPointSeconds: 0 },
      text: "recovery 8m49s, data loss 0s",
    },
    { figures: { recoveryTimeSeconds: 529, recoveryPointSeconds: 3 }, text: "recovery 8m49s, data loss 3s" },
    {
      figures: { recoveryTimeAtLeastSeconds: 529, recoveryPointSeconds: 3 },
      text: "recovery time not known, data loss 3s",
    },
    { figures: { recoveryTimeSeconds: 529 }, text: "recovery 8m49s, data loss not known" },
    { figures: {}, text: "recovery time not known, data loss not known" },
  ])("says: $text", ({ figures, text }) => {
    expect(describeFigures(figures)).toBe(text);
  });
});

describe(closingText.name, () => {
  const FIGURES = "recovery 9m50s to 10m00s, data loss 3s";
  const second = (changes: Partial<ServerRecord> = {}) =>
    aServer({ sourceServerId: WEB, hostname: "web-1", ...changes });
  const args = (objectives: DrillWaveIntent["objectives"]) => (objectives === undefined ? {} : { objectives });

  it("says of a wave that passed what was measured", () => {
    expect(textOf(aRun())).toBe(`PASSED: ${FIGURES}`);
  });

  it("says that what launched was terminated, where the drill does so", () => {
    expect(textOf(aRun({ cleanup: { status: "COMPLETED" } }))).toBe(`PASSED: ${FIGURES}; what launched was terminated`);
  });

  it.each<{ label: string; run: WaveRun; reasons: string }>([
    {
      label: "a missed recovery time",
      run: aRun({ args: args({ recoveryTimeSeconds: 60 }) }),
      reasons: "recovery time objective 1m00s missed by db-1 (9m50s)",
    },
    {
      label: "objectives that several servers missed, the worst first",
      run: aRun({
        records: [aServer(), second({ recoveryTimeAtLeastSeconds: 595, recoveryPointSeconds: 7 })],
        args: args({ recoveryTimeSeconds: 60, recoveryPointSeconds: 1 }),
      }),
      reasons:
        "recovery time objective 1m00s missed by web-1 and db-1 (at worst 9m55s); " +
        "recovery point objective 1s missed by web-1 and db-1 (at worst 7s)",
    },
    {
      label: "an objective that cannot be determined",
      run: aRun({ args: args({ recoveryTimeSeconds: 595 }) }),
      reasons:
        `objective cannot be determined: db-1 (${DB}) was not seen recovered at 9m50s and was at 10m00s, with no look ` +
        "between; the recovery time objective is 9m55s",
    },
    {
      label: "an optional server that did not launch",
      run: aRun({ records: [aServer(), aFailedServer({ impactLevel: OPTIONAL })] }),
      reasons: `web-1 (${WEB}) did not recover: LAUNCH_FAILED: no capacity`,
    },
    {
      label: "a critical server that may fail",
      run: aRun({ records: [aServer(), aFailedServer()], args: { minimumLaunched: 1 } }),
      reasons: `web-1 (${WEB}) did not recover: LAUNCH_FAILED: no capacity`,
    },
    {
      label: "an older snapshot",
      run: aRun({ records: [aServer({ usedPreviousSnapshot: true })] }),
      reasons: "db-1 launched from an older snapshot",
    },
    {
      label: "a server that is left stopped",
      run: aRun({
        records: [aServer({ launchConfiguration: { launchDisposition: "STOPPED" }, verifiedTo: "launched" })],
      }),
      reasons: "db-1 left STOPPED by the launch configuration, judged as launched only",
    },
    {
      label: "what DRS did not report",
      run: aRun({ records: [aServer({ notKnown: ["DRS reports no post-launch action", "its log has no end"] })] }),
      reasons: `db-1 (${DB}): DRS reports no post-launch action; db-1 (${DB}): its log has no end`,
    },
    {
      label: "servers that are not known by name",
      run: aRun({ attempts: [anAttempt({ sourceServerIds: [DB], serverCount: 2 })], args: { minimumLaunched: 1 } }),
      reasons: "1 server that DRS does not name did not recover",
    },
  ])("warns of $label", ({ run, reasons }) => {
    const measures = describeFigures(judged(run));
    expect(textOf(run)).toBe(`DEGRADED: ${measures}; ${reasons}`);
  });

  it("has a reason for every verdict but PASSED, and for that none", () => {
    const record = fc.record({
      impactLevel: fc.constantFrom("CRITICAL" as const, OPTIONAL),
      verifiedTo: fc.constantFrom(...SUCCESS_LEVELS, undefined),
      failed: fc.boolean(),
      stopped: fc.boolean(),
      usedPreviousSnapshot: fc.constantFrom(true as const, undefined),
      notKnown: fc.constantFrom([], ["something"], undefined),
      recoveryTimeSeconds: fc.constantFrom(600, undefined),
      recoveryPointSeconds: fc.constantFrom(0, 3, 900, undefined),
    });
    const standard = fc.record({
      success: fc.constantFrom(...SUCCESS_LEVELS),
      minimumLaunched: fc.constantFrom(0, 1, "50%", "100%"),
      objectives: fc.record(
        { recoveryTimeSeconds: fc.constantFrom(60, 595, 3600), recoveryPointSeconds: fc.constantFrom(1, 600) },
        { requiredKeys: [] },
      ),
    });
    fc.assert(
      fc.property(fc.array(record, { maxLength: 5 }), standard, fc.nat({ max: 2 }), (given, asked, unnamed) => {
        const servers = given.map((each, position) => toRecord(each, position));
        const { verdict, shortcomings } = judgeServers(servers, asked, unnamed);
        const isFlawless = shortcomings.length === 0 && servers.length > 0;
        expect({ verdict, isFlawless }).toEqual({ verdict, isFlawless: verdict === "PASSED" });
      }),
    );
  });
});

interface Drawn {
  impactLevel: ServerRecord["impactLevel"];
  verifiedTo: ServerRecord["verifiedTo"];
  failed: boolean;
  stopped: boolean;
  usedPreviousSnapshot: true | undefined;
  notKnown: readonly string[] | undefined;
  recoveryTimeSeconds: number | undefined;
  recoveryPointSeconds: number | undefined;
}

function toRecord(drawn: Drawn, position: number): ServerRecord {
  const { failed, stopped, verifiedTo, usedPreviousSnapshot, notKnown, ...measures } = drawn;
  const { verifiedTo: _level, recoveryTimeSeconds: _rto, recoveryPointSeconds: _rpo, ...server } = aServer();
  return {
    ...server,
    sourceServerId: serverId(position + 1),
    impactLevel: drawn.impactLevel,
    ...(stopped ? { launchConfiguration: { launchDisposition: "STOPPED" as const } } : {}),
    ...(failed ? { failure: { event: "LAUNCH_FAILED", message: "no capacity" } } : {}),
    ...(verifiedTo === undefined ? {} : { verifiedTo }),
    ...(usedPreviousSnapshot === undefined ? {} : { usedPreviousSnapshot }),
    ...(notKnown === undefined ? {} : { notKnown: [...notKnown] }),
    ...(measures.recoveryTimeSeconds === undefined ? {} : { recoveryTimeSeconds: measures.recoveryTimeSeconds }),
    ...(measures.recoveryPointSeconds === undefined ? {} : { recoveryPointSeconds: measures.recoveryPointSeconds }),
  };
}

describe(isJudgedAnew.name, () => {
  it.each([
    { label: "nothing the program asks for changed", args: {}, anew: false },
    { label: "an objective is new that was met", args: { objectives: { recoveryTimeSeconds: 3600 } }, anew: true },
    { label: "an objective is new that was missed", args: { objectives: { recoveryTimeSeconds: 60 } }, anew: true },
    { label: "only its names changed", args: { wave: "db" }, anew: false },
  ])("is $anew when $label", ({ args, anew }) => {
    expect(isJudgedAnew(judged(aRun({ args })), toOutputs(aRun(), []))).toBe(anew);
  });

  it("is true of a drill whose outputs have no verdict", () => {
    const { verdict: _verdict, ...unjudged } = outputs();
    expect(isJudgedAnew(judged(aRun()), unjudged)).toBe(true);
  });
});
