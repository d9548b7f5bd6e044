import { describe, expect, it } from "vitest";
import type { JudgedWave } from "../../../../policy/src/judged/wave";
import { limitLaunchAge as rule } from "../../../../policy/src/rules/limitLaunchAge";
import { planAnswers } from "../answersOf";
import {
  ago,
  aPlan,
  aPlannedWave,
  aRecord,
  aSeenServer,
  aServer,
  aWave,
  aWaveOf,
  DB,
  observing,
  WEB,
} from "../factories";

/** Waves whose record is of other servers, unless a test says otherwise. */
const others = aRecord({ servers: [] });
const planOf = (wave: JudgedWave, record = others) => aPlan(aPlannedWave({ wave, record }));
const launched = (at: string, type = "DRILL") => aWaveOf({ lastLaunch: { type, at, status: "LAUNCHED" } });
const { lastLaunch: _launch, ...neverLaunched } = aSeenServer();
const { record: _record, ...recordless } = aPlannedWave();
const undrilled = { ...recordless, isNew: true };
const selecting = { sourceServers: undefined, selector: { tags: { Tier: "database" } } };
const db = `database, db-1 (${DB})`;
const fix = 'triggers: ["2026-11-24"]';

describe(rule.name, () => {
  it.each([
    { label: "a launch of a week ago", plan: aPlan(), said: [`${db}: compliant`] },
    { label: "no wave", plan: { waves: [] }, said: [] },
    { label: "a launch as old as it may be", plan: planOf(launched(ago({ days: 90 }))), said: [`${db}: compliant`] },
    {
      label: "a launch that is older",
      plan: planOf(launched(ago({ days: 90, hours: 1 }))),
      said: [`${db}: its last launch (DRILL) was on 2026-08-26, 90.1 days ago, must be at most 90 days ago | ${fix}`],
    },
    {
      label: "an old recovery",
      plan: planOf(launched(ago({ days: 100 }), "RECOVERY")),
      said: [`${db}: its last launch (RECOVERY) was on 2026-08-16, 100 days ago, must be at most 90 days ago | ${fix}`],
    },
    {
      label: "a launch that failed, which another rule judges",
      plan: planOf(aWaveOf({ lastLaunch: { type: "DRILL", at: ago({ days: 1 }), status: "FAILED" } })),
      said: [`${db}: compliant`],
    },
    {
      label: "a server that was never launched",
      plan: planOf(aWave({ observed: observing([neverLaunched]) })),
      said: [`${db}: DRS lists no launch of it, must have been launched in the last 90 days | ${fix}`],
    },
    {
      label: "a server that this run has just drilled, observed before",
      plan: planOf(aWave({ observed: observing([neverLaunched]) }), aRecord({ startedAt: ago({ hours: -1 }) })),
      said: [`${db}: compliant`],
    },
    {
      label: "a drill as old as its last launch",
      plan: planOf(launched(ago({ days: 100 })), aRecord({ startedAt: ago({ days: 95 }) })),
      said: [`${db}: its last launch (DRILL) was on 2026-08-21, 95 days ago, must be at most 90 days ago | ${fix}`],
    },
    {
      label: "a launch without a time",
      plan: planOf(aWaveOf({ lastLaunch: { type: "DRILL", status: "LAUNCHED" } })),
      said: [`${db}: not observed: when db-1 (${DB}) was last launched`],
    },
    {
      label: "a server that was not found, and the other",
      plan: planOf(aWave({ sourceServers: [aServer({ sourceServerId: WEB }), aServer()] })),
      said: [`database, ${WEB}: not observed: AWS does not list ${WEB}`, `${db}: compliant`],
    },
    {
      label: "a selector's servers",
      plan: planOf(
        aWave({ ...selecting, observed: observing([aSeenServer(), { ...neverLaunched, sourceServerId: WEB }]) }),
      ),
      said: [
        `${db}: compliant`,
        `database, db-1 (${WEB}): DRS lists no launch of it, must have been launched in the last 90 days | ${fix}`,
      ],
    },
    {
      label: "servers that are unknown at preview, and the others",
      plan: aPlan(aPlannedWave({ wave: aWave({}, ["sourceServers"], "hidden") }), aPlannedWave()),
      said: ["hidden: unknown during preview: sourceServers", `${db}: compliant`],
    },
    {
      label: "a wave without a record, whatever is not known of it",
      plan: aPlan({ ...undrilled, wave: aWave({}, ["sourceServers"]) }),
      said: ["database: notApplicable"],
    },
  ])("judges $label", ({ plan, said }) => {
    expect(planAnswers(rule, plan)).toEqual(said);
  });

  it.each([1, 3650])("takes %i days, and not an hour more", (maximumAgeDays) => {
    const said = [ago({ days: maximumAgeDays }), ago({ days: maximumAgeDays, hours: 1 })].map(
      (at) => planAnswers(rule, planOf(launched(at)), { maximumAgeDays })[0] === `${db}: compliant`,
    );
    expect(said).toEqual([true, false]);
  });

  it.each([
    { maximumAgeDays: 0, flaw: "expected at least 1, got 0" },
    { maximumAgeDays: 3651, flaw: "expected at most 3650, got 3651" },
    { maximumAgeDays: 1.5, flaw: "expected a whole number, got 1.5" },
  ])("refuses $maximumAgeDays days", ({ maximumAgeDays, flaw }) => {
    expect(() => planAnswers(rule, aPlan(), { maximumAgeDays })).toThrow(
      `configuration of ${rule.name}: maximumAgeDays: ${flaw}`,
    );
  });
});
