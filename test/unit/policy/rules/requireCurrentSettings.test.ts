import { describe, expect, it } from "vitest";
import { changeTemplate } from "../../../../policy/src/judged/templateChange";
import type { JudgedWave } from "../../../../policy/src/judged/wave";
import { requireCurrentSettings as rule } from "../../../../policy/src/rules/requireCurrentSettings";
import { remedyFor } from "../../../../policy/src/telling/commands";
import type { LaunchConfigurationSettings, ServerRecord } from "../../../../provider/src/vocabulary";
import { planAnswers } from "../answersOf";
import {
  ago,
  aLaunchConfiguration,
  aPlan,
  aPlannedWave,
  aRecord,
  aSeenServer,
  aServer,
  aServerRecord,
  aTemplate,
  aWave,
  aWaveOf,
  DB,
  observing,
  WEB,
} from "../factories";

const planOf = (wave: JudgedWave, ...servers: ServerRecord[]) =>
  aPlan(aPlannedWave({ wave, record: aRecord(servers.length === 0 ? {} : { servers }) }));
const stored = (changes: LaunchConfigurationSettings) =>
  aWaveOf({ launchConfiguration: aLaunchConfiguration(changes) });
const { launchTemplate: _template, ...untemplated } = aSeenServer();
const { instanceType: _type, ...untyped } = aTemplate();
const { instanceType: _launched, ...unlaunched } = aServerRecord();
const { record: _record, ...recordless } = aPlannedWave();
const undrilled = { ...recordless, isNew: true };
const selecting = { sourceServers: undefined, selector: { tags: { Tier: "database" } } };
const db = `database, db-1 (${DB})`;
const again = 'drill them again by triggers: ["2026-11-24"]';
const update = `aws drs update-launch-configuration --source-server-id ${DB}`;
const stale = (change: string, undo?: string) =>
  `(drilled on 2026-11-17) would recover otherwise than drilled: ${change}: the drill shows nothing of what is stored now | ` +
  `${again}${undo === undefined ? "" : `, or store what was drilled; ${undo}`}`;
const basic = stale("right-sizing was NONE, is BASIC", `${update} --target-instance-type-right-sizing-method NONE`);
const smaller = stale(
  "the instance type was r5.2xlarge, is r5.large",
  remedyFor([changeTemplate(aTemplate(), { InstanceType: "r5.2xlarge" })], undefined).commands.join(),
);
const compliant = "database: compliant";
const another = (change: string) =>
  `database: ${change}, in the drill of 2026-11-17: the record is of other servers | drill it again by triggers: ["2026-11-24"]`;

const INTO = { launchIntoInstanceProperties: { launchIntoEC2InstanceID: "i-0123456789abcdef0" } };
const anAttempt = (attempt: number, startedAt: string) => ({
  attempt,
  jobId: "drsjob-00000000000000001",
  status: "COMPLETED",
  startedAt,
  sourceServerIds: [DB],
  lagSeconds: {},
});

describe(rule.name, () => {
  it.each([
    { label: "what was drilled", plan: aPlan(), said: [`${db}: compliant`] },
    { label: "no wave", plan: { waves: [], settings: new Map() }, said: [] },
    {
      label: "a wave that this run has drilled after observing it, with a type that DRS has picked then",
      plan: aPlan(
        aPlannedWave({
          wave: aWaveOf({ launchTemplate: aTemplate({ instanceType: "r5.large" }) }),
          record: aRecord({ startedAt: ago({ hours: -1 }) }),
        }),
      ),
      said: [`${db}: compliant`],
    },
    {
      label: "a wave that this run has drilled again",
      plan: aPlan(
        aPlannedWave({
          wave: aWaveOf({ launchTemplate: aTemplate({ instanceType: "r5.large" }) }),
          record: aRecord({
            servers: [aServerRecord({ attempt: 2 })],
            attempts: [anAttempt(1, ago({ days: 7 })), anAttempt(2, ago({ hours: -1 }))],
          }),
        }),
      ),
      said: [`${db}: compliant`],
    },
    {
      label: "a server of the first attempt, when another was launched again",
      plan: aPlan(
        aPlannedWave({
          wave: aWaveOf({ launchTemplate: aTemplate({ instanceType: "r5.large" }) }),
          record: aRecord({ attempts: [anAttempt(1, ago({ days: 7 })), anAttempt(2, ago({ hours: -1 }))] }),
        }),
      ),
      said: [`${db}: ${smaller}`],
    },
    {
      label: "another right-sizing method",
      plan: planOf(stored({ targetInstanceTypeRightSizingMethod: "BASIC" })),
      said: [`${db}: ${basic}`],
    },
    {
      label: "two other settings",
      plan: planOf(stored({ targetInstanceTypeRightSizingMethod: "BASIC", copyTags: false })),
      said: [`${db}: ${basic} & ${stale("copying tags was true, is false", `${update} --copy-tags`)}`],
    },
    {
      label: "a setting that was not set",
      plan: planOf(stored({ launchIntoInstanceProperties: { launchIntoEC2InstanceID: "i-0123456789abcdef0" } })),
      said: [`${db}: ${stale("the instance to launch into was not set, is i-0123456789abcdef0")}`],
    },
    {
      label: "another instance type",
      plan: planOf(aWaveOf({ launchTemplate: aTemplate({ instanceType: "r5.large" }) })),
      said: [`${db}: ${smaller}`],
    },
    {
      label: "another version of the template that launches the same",
      plan: planOf(aWaveOf({ launchTemplate: aTemplate({ version: 7 }) })),
      said: [`${db}: compliant`],
    },
    {
      label: "another right-sizing method and instance type",
      plan: planOf(
        aWaveOf({
          launchConfiguration: aLaunchConfiguration({ targetInstanceTypeRightSizingMethod: "BASIC" }),
          launchTemplate: aTemplate({ instanceType: "r5.large" }),
        }),
      ),
      said: [`${db}: ${basic} & ${smaller}`],
    },
    {
      label: "a template that names no instance type",
      plan: planOf(aWaveOf({ launchTemplate: untyped })),
      said: [`${db}: compliant`],
    },
    {
      label: "an instance type that the record of a launched server lacks",
      plan: planOf(aWave(), unlaunched),
      said: [`${db}: not observed: the instance type that db-1 (${DB}) was drilled with`],
    },
    {
      label: "a server that was not launched, which another rule judges",
      plan: planOf(aWave(), { ...unlaunched, launchStatus: "FAILED" }),
      said: [`${db}: compliant`],
    },
    {
      label: "a server that is launched into an existing instance, whatever its template",
      plan: planOf(
        aWaveOf({ launchConfiguration: aLaunchConfiguration(INTO) }),
        aServerRecord({ launchConfiguration: aLaunchConfiguration(INTO), instanceType: "m5.large" }),
      ),
      said: [`${db}: compliant`],
    },
    {
      label: "another setting, with a template that could not be read",
      plan: planOf(
        aWave({
          observed: observing([
            {
              ...untemplated,
              launchConfiguration: aLaunchConfiguration({ targetInstanceTypeRightSizingMethod: "BASIC" }),
            },
          ]),
        }),
      ),
      said: [`${db}: ${basic}`],
    },
    {
      label: "a server that the selector matches now",
      plan: planOf(
        aWave({
          ...selecting,
          observed: observing([aSeenServer(), aSeenServer({ sourceServerId: WEB, hostname: "web-1" })]),
        }),
      ),
      said: [
        another("now selects web-1 too, not").replace("not, in", "not in"),
        `${db}: compliant`,
        `database, web-1 (${WEB}): notApplicable`,
      ],
    },
    {
      label: "a drilled server that the selector matches no more",
      plan: planOf(aWave(selecting), aServerRecord(), aServerRecord({ sourceServerId: WEB, instanceType: "c5.large" })),
      said: [another("no longer selects db-1"), `${db}: compliant`],
    },
    {
      label: "the servers that the selector matched then",
      plan: planOf(aWave(selecting)),
      said: [compliant, `${db}: compliant`],
    },
    {
      label: "a server that was not found, and the other",
      plan: planOf(
        aWave({ sourceServers: [aServer({ sourceServerId: WEB }), aServer()] }),
        aServerRecord(),
        aServerRecord({ sourceServerId: WEB }),
      ),
      said: [`database, ${WEB}: not observed: AWS does not list ${WEB}`, `${db}: compliant`],
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

  it("takes no configuration", () => {
    expect(() => planAnswers(rule, aPlan(), { maximum: 1 })).toThrow(
      `configuration of ${rule.name}: unknown setting "maximum"`,
    );
  });
});
