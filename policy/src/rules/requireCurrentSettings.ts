import { type DrillWaveOutputs, nameServer, type ServerRecord } from "pulumi-drillwave/vocabulary";
import { dayOf } from "../judged/age";
import { type Answer, answerEachWave, judgeEachServer } from "../judged/answers";
import {
  type Advice,
  COMPLIANT,
  type Judgement,
  NOT_APPLICABLE,
  Unanswerable,
  violationUnless,
} from "../judged/judgement";
import { startOf } from "../judged/lastDrill";
import { updateLaunchConfiguration } from "../judged/launchSetting";
import { editTemplate, typeNameOf } from "../judged/launchTemplate";
import { existingInstance, observation, observed, stored, template } from "../judged/observed";
import { drillAgain, lastRecord } from "../judged/plan";
import { knownServersOf } from "../judged/servers";
import { settingChanges } from "../judged/settingChanges";
import type { JudgedServer, JudgedWave } from "../judged/wave";
import { planRule } from "../rule";

/** What a drill launched with is what a recovery would launch with now. */
export const requireCurrentSettings = planRule({
  name: "drs-evidence-require-current-settings",
  displayName: "Evidence is of today's settings",
  wants:
    "Each server's launch settings and instance type stored now are those that it was drilled with, and the servers that a " +
    "selector matches now are those that were drilled.",
  why:
    "A recovery launches with what is stored then, and the drill proved what was stored before: each setting that has " +
    "changed since makes the record evidence of another recovery. Judged are the launch configuration and the instance " +
    "type of the launch template's default version; not the template's network, nor the system on the server. A selector " +
    "follows tags, and a drill is of the servers that it matched then: nothing is launched because another server matches later.",
  fix: "Drill the wave again by changing its triggers, or store the drilled setting again.",
  severity: "high",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP04", "REL13-BP03", "CP-4", "DORA-25"],
  config: {},
  judgePlan: (plan) =>
    answerEachWave(plan, (planned) => {
      const { wave } = planned;
      const record = lastRecord(planned);
      if (record === undefined) {
        return [{ wave, judgement: NOT_APPLICABLE }];
      }
      const drilled = new Map(record.servers.map((server) => [server.sourceServerId, server]));
      const settings = judgeEachServer(wave, (server) => {
        // Nobody has looked which servers the selector matches: this throws.
        if (server.sourceServerId === undefined) {
          observed(server);
        }
        const then = drilled.get(server.sourceServerId ?? "");
        if (then === undefined) {
          return NOT_APPLICABLE;
        }
        // This very up launched it after it had been observed; before a launch, create compares with what was observed.
        if (isOlder(wave, startOf(record, then))) {
          return COMPLIANT;
        }
        return judgeServer(server, then, dayOf(record.startedAt));
      });
      return [...judgeSelection(wave, record), ...settings];
    }),
});

/** A change of a list of servers is another drill; what a selector matches changes by itself. */
function judgeSelection(wave: JudgedWave, record: DrillWaveOutputs): Answer[] {
  if (wave.inputs.selector === undefined) {
    return [];
  }
  const selected = new Map(knownServersOf(wave).map((server) => [server.sourceServerId, server.name]));
  const drilled = new Map(record.servers.map((server) => [server.sourceServerId, nameServer(server)]));
  const added = [...selected].filter(([id]) => !drilled.has(id)).map(([, name]) => name);
  const gone = [...drilled].filter(([id]) => !selected.has(id)).map(([, name]) => name);
  const drill = `the drill of ${dayOf(record.startedAt)}`;
  const changes = [
    ...(added.length === 0 ? [] : [`the selector now matches ${added.join(", ")} too, not in ${drill}`]),
    ...(gone.length === 0 ? [] : [`the selector no longer matches ${gone.join(", ")}, in ${drill}`]),
  ];
  const wanted = "must be of the servers that match now";
  return [{ wave, judgement: violationUnless(changes.map((seen) => ({ seen, wanted, fix: drillAgain(wave) }))) }];
}

/** True also when it is not known when the attempt was started: then nothing can be said to have changed since. */
function isOlder(wave: JudgedWave, startedAt: string | undefined): boolean {
  if (startedAt === undefined) {
    return true;
  }
  return wave.isTimeReckoned !== true && Date.parse(observation(wave).observedAt) < Date.parse(startedAt);
}

function judgeServer(server: JudgedServer, then: ServerRecord, day: string): Judgement {
  const again = drillAgain(server.wave);
  const settings = settingChanges(then.launchConfiguration, stored(server)).map(({ title, was, is, undo }) => ({
    ...staleness(`${title} was ${was}, is ${is}`, day),
    fix: undo === undefined ? again : `${again}, or ${updateLaunchConfiguration(server, undo)}`,
  }));
  return violationUnless([...settings, ...typeAdvice(server, then, day, settings.length > 0)]);
}

/** The type does not matter where an existing instance is launched into, nor is it asked for once something is stale. */
function typeAdvice(server: JudgedServer, then: ServerRecord, day: string, isStale: boolean): Advice[] {
  if (existingInstance(server) !== undefined) {
    return [];
  }
  const now = isStale ? observed(server).launchTemplate : template(server);
  // Once something is stale, what cannot be judged beside it would hide that.
  const type = isStale ? now?.instanceType : typeNameOf(server);
  if (now === undefined || type === undefined) {
    return [];
  }
  const instanceType = isStale ? then.instanceType : drilledType(server, then);
  if (instanceType === undefined || type === instanceType) {
    return [];
  }
  const seen = `the instance type was ${instanceType}, is ${type}`;
  const back = editTemplate(now, { InstanceType: instanceType });
  return [{ ...staleness(seen, day), fix: `${drillAgain(server.wave)}, or ${back}` }];
}

/** What was launched had a type; of a server that was not launched there is none. */
function drilledType(server: JudgedServer, { instanceType, launchStatus }: ServerRecord): string | undefined {
  if (instanceType === undefined && launchStatus === "LAUNCHED") {
    throw new Unanswerable("not observed", `the instance type that ${server.name} was drilled with`);
  }
  return instanceType;
}

function staleness(change: string, day: string): Omit<Advice, "fix"> {
  const seen = `the evidence is stale: ${change} since the drill of ${day}`;
  return { seen, wanted: "must be drilled with what is stored now" };
}
