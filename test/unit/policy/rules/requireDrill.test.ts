import { describe, expect, it } from "vitest";
import type { PlannedWave } from "../../../../policy/src/judged/plan";
import { requireDrill as rule } from "../../../../policy/src/rules/requireDrill";
import type { ObservedServer, RegionServer } from "../../../../provider/src/vocabulary";
import { planAnswers } from "../answersOf";
import {
  aDrillOf,
  ago,
  aPlan,
  aPlannedWave,
  aRecord,
  aSeenServer,
  aServer,
  aServerRecord,
  aWave,
  aWaveAmid,
  aWaveOf,
  type Changes,
  DB,
  observing,
  theSurroundings,
  WEB,
} from "../factories";

const NEVER = { lastLaunch: undefined, neverLaunched: true as const };
const AGAIN = 'drill them again by triggers: ["2026-11-24"]';
const RETEST =
  'remove the cause, then pulumi up while attempts are left (retries.maximumAttempts), else triggers: ["2026-11-24"]';
const NAME = `database, db-1 (${DB}): `;
const never = (fix: string) => `${NAME}never went through a drill: nothing shows that a recovery works | ${fix}`;
const overdue = (day: string, name = NAME, fix = AGAIN) =>
  `${name}(${day}) went through the last drill more than 90 days ago: systems, settings and networks have moved on since | ${fix}`;
const failed = (detail: string, fix = RETEST, name = NAME) =>
  `${name}(${detail}) failed in the last launch: a recovery fails too, until a drill shows that the cause is gone | ${fix}`;
const COMPLIANT = `${NAME}compliant`;
const unknown = (said: string) => `${NAME}not observed: when it was last drilled: ${said}`;
const keeps = (launch: string) => unknown(`DRS keeps the last launch alone, which is a ${launch}`);
const HIDDEN = `${NAME}unknown during preview: the last drill's record, which the engine hides while a change of the wave is planned`;

/** A wave of which DRS says this of its server's last launch; without a record, unless a test gives one. */
function launched(seen: Changes<ObservedServer>, changes: Changes<PlannedWave> = {}) {
  return aPlan(aPlannedWave({ wave: aWaveOf(seen), record: undefined, isNew: true, ...changes }));
}
const launch = (type: string, status: string | undefined, days: number) => ({
  lastLaunch: {
    jobId: "drsjob-0000000000000000f",
    type,
    at: ago({ days }),
    ...(status === undefined ? {} : { status }),
  },
});
const recorded = (changes: Parameters<typeof aRecord>[0] = {}) => ({ record: aRecord(changes), isNew: false });

describe(rule.name, () => {
  it.each([
    {
      label: "a server that was never drilled, in a wave that is new or was destroyed",
      plan: launched(NEVER),
      said: [never("pulumi up drills them")],
    },
    { label: "one in a wave whose record is hidden", plan: launched(NEVER, { isNew: false }), said: [never(AGAIN)] },
    {
      label: "a drill of last week, of a stack that was destroyed",
      plan: launched(launch("DRILL", "LAUNCHED", 7)),
      said: [COMPLIANT],
    },
    { label: "one whose instance was terminated", plan: launched(launch("DRILL", "TERMINATED", 7)), said: [COMPLIANT] },
    { label: "a drill on the last day", plan: launched(launch("DRILL", "LAUNCHED", 90)), said: [COMPLIANT] },
    {
      label: "a drill of long ago",
      plan: launched(launch("DRILL", "LAUNCHED", 400)),
      said: [overdue("2025-10-20", NAME, "pulumi up drills them")],
    },
    {
      label: "a drill that failed",
      plan: launched(launch("DRILL", "FAILED", 3)),
      said: [failed("DRILL on 2026-11-21", "remove the cause, then pulumi up drills them")],
    },
    {
      label: "a recovery that failed",
      plan: launched(launch("RECOVERY", "FAILED", 3)),
      said: [failed("RECOVERY on 2026-11-21", "remove the cause, then pulumi up drills them")],
    },
    {
      label: "a recovery, with nothing of our own",
      plan: launched(launch("RECOVERY", "LAUNCHED", 3)),
      said: [keeps("RECOVERY (LAUNCHED)")],
    },
    { label: "a drill under way", plan: launched(launch("DRILL", "PENDING", 0)), said: [keeps("DRILL (PENDING)")] },
    {
      label: "a drill of which DRS does not say how it ended",
      plan: launched(launch("DRILL", undefined, 3)),
      said: [keeps("DRILL (of no known status)")],
    },
    {
      label: "a drill of which DRS does not say when",
      plan: launched({ lastLaunch: { type: "DRILL", status: "LAUNCHED" } }),
      said: [keeps("DRILL (LAUNCHED)")],
    },
    {
      label: "a launch of which DRS says nothing",
      plan: launched({ lastLaunch: undefined }),
      said: [unknown("DRS does not say what launched it last")],
    },
    {
      label: "a recovery after a drill of our own record",
      plan: launched(launch("RECOVERY", "LAUNCHED", 3), recorded()),
      said: [COMPLIANT],
    },
    {
      label: "a recovery, and our own record is hidden",
      plan: launched(launch("RECOVERY", "LAUNCHED", 3), { isNew: false }),
      said: [HIDDEN],
    },
    {
      label: "a recovery, and our own record is of long ago",
      plan: launched(launch("RECOVERY", "LAUNCHED", 3), recorded({ startedAt: ago({ days: 100 }) })),
      said: [overdue("2026-08-16")],
    },
    {
      label: "a server that this very up has drilled after it was seen",
      plan: launched(NEVER, recorded({ startedAt: ago({ hours: -1 }) })),
      said: [COMPLIANT],
    },
    {
      label: "one that this very up has drilled again",
      plan: launched(launch("DRILL", "FAILED", 3), recorded({ startedAt: ago({ hours: -1 }) })),
      said: [COMPLIANT],
    },
    {
      label: "a launch that worked, of a server that the same job's record calls failed",
      plan: launched(
        { lastLaunch: aDrillOf({ days: 7 }) },
        recorded({
          verdict: "DEGRADED",
          servers: [aServerRecord({ failure: { event: "NOT_RUNNING", message: "it stopped" } })],
        }),
      ),
      said: [failed("NOT_RUNNING on 2026-11-17")],
    },
    {
      label: "our own recovery, which is no drill",
      plan: launched(launch("RECOVERY", "LAUNCHED", 3), {
        wave: aWave({ isDrill: false, observed: observing([aSeenServer(launch("RECOVERY", "LAUNCHED", 3))]) }),
        ...recorded(),
      }),
      said: [keeps("RECOVERY (LAUNCHED)")],
    },
  ])("judges $label", ({ plan, said }) => {
    expect(planAnswers(rule, plan)).toEqual(said);
  });

  it("says a drill that failed once, with its causes, and nothing more of the servers that failed in it", () => {
    const servers = [aServerRecord({ failure: { event: "LAUNCH_FAILED", message: "no capacity" } })];
    const plan = launched(launch("DRILL", "FAILED", 7), recorded({ verdict: "FAILED", servers }));
    expect(planAnswers(rule, plan)).toEqual([
      `database: FAILED in its drill of 2026-11-17 (db-1 by LAUNCH_FAILED): a recovery fails too, until a drill shows that the cause is gone | ${RETEST}`,
      `${NAME}notApplicable`,
    ]);
  });

  it.each([
    { maximumDays: 6, isOverdue: true },
    { maximumDays: 7, isOverdue: false },
  ])("takes another age: $maximumDays days", ({ maximumDays, isOverdue }) => {
    const [said = ""] = planAnswers(rule, launched(launch("DRILL", "LAUNCHED", 7)), { maximumDays });
    expect(said.includes(`more than ${maximumDays} days ago`)).toBe(isOverdue);
  });

  it("proposes a trigger that the wave does not have yet", () => {
    const wave = aWaveOf(launch("DRILL", "LAUNCHED", 400), { triggers: ["2026-11-24"] });
    const [said = ""] = planAnswers(rule, aPlan(aPlannedWave({ wave, record: undefined, isNew: false })));
    expect(said).toContain('triggers: ["2026-11-24T12:00:00.000Z"]');
  });

  describe("of the Region's other servers", () => {
    const other = (changes: Changes<RegionServer>): RegionServer[] => {
      const server = { sourceServerId: WEB, hostname: "web-1", tags: {}, ...changes };
      return [{ sourceServerId: DB, tags: {} }, server].map((each) => JSON.parse(JSON.stringify(each)));
    };
    const amid = (changes: Changes<RegionServer>) =>
      aPlan(aPlannedWave({ wave: aWaveAmid({ regionServers: other(changes) }) }));
    const fix = "let a wave have them, or drill them where they were drilled before";
    const name = `web-1 (${WEB}): `;

    it.each([
      { label: "one that somebody drills", changes: { lastLaunch: aDrillOf({ days: 7 }) }, said: `${name}compliant` },
      {
        label: "one that somebody drilled long ago",
        changes: { lastLaunch: aDrillOf({ days: 400 }) },
        said: overdue("2025-10-20", name, fix),
      },
      {
        label: "one whose drill failed",
        changes: launch("DRILL", "FAILED", 3),
        said: failed("DRILL on 2026-11-21", fix, name),
      },
      {
        label: "one that nobody drilled: that no wave has it is another rule's",
        changes: NEVER,
        said: `${name}notApplicable`,
      },
      { label: "one that was recovered", changes: launch("RECOVERY", "LAUNCHED", 3), said: `${name}notApplicable` },
    ])("judges $label", ({ changes, said }) => {
      expect(planAnswers(rule, amid(changes))).toEqual([COMPLIANT, said]);
    });

    it("says once that nobody could list them", () => {
      const unseen = theSurroundings({ regionServers: undefined, unseen: { regionServers: "denied" } });
      const wave = aWave({ observed: observing([aSeenServer()], unseen) });
      expect(planAnswers(rule, aPlan(aPlannedWave({ wave }), aPlannedWave({ wave })))).toEqual([
        COMPLIANT,
        COMPLIANT,
        "not observed: denied",
      ]);
    });

    it("takes the list of one wave for all waves of the place", () => {
      const lists = aPlannedWave({
        wave: aWaveAmid({ regionServers: other({ lastLaunch: aDrillOf({ days: 400 }) }) }),
      });
      const observed = observing(
        [aSeenServer({ sourceServerId: WEB, hostname: "web-1" })],
        theSurroundings({ regionServers: undefined }),
      );
      const web = aPlannedWave({
        wave: aWave({ sourceServers: [aServer({ sourceServerId: WEB })], observed }, [], "web"),
      });
      expect(planAnswers(rule, aPlan(lists, web))).toEqual([COMPLIANT, `web, web-1 (${WEB}): compliant`]);
    });
  });
});
