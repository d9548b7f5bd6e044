import { type DrillWaveOutputs, nameSome, type ServerRecord } from "pulumi-drillwave/vocabulary";
import { dayOf } from "../judged/age";
import { type Answer, answerEachWave, judgeEachServer } from "../judged/answers";
import type { Change } from "../judged/change";
import type { Fact } from "../judged/fact";
import { COMPLIANT, type Judgement, NOT_APPLICABLE, Unanswerable, violationUnless } from "../judged/judgement";
import { startOf } from "../judged/lastDrill";
import { typeNameOf } from "../judged/launchTemplate";
import { existingInstance, observation, observed, stored, template } from "../judged/observed";
import { drillAgain, lastRecord } from "../judged/plan";
import { changeLaunchConfiguration } from "../judged/serverChange";
import { knownServersOf } from "../judged/servers";
import { settingChanges } from "../judged/settingChanges";
import { changeTemplate } from "../judged/templateChange";
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
  const selected = knownServersOf(wave);
  const [now, then] = [selected, record.servers].map((servers) => new Set(servers.map((each) => each.sourceServerId)));
  const added = selected
    .filter(({ sourceServerId }) => !then?.has(sourceServerId))
    .map(({ sourceServerId, seen }) => ({ sourceServerId, hostname: seen?.hostname }));
  const gone = record.servers.filter(({ sourceServerId }) => !now?.has(sourceServerId));
  const drill = `the drill of ${dayOf(record.startedAt)}`;
  const changes = [
    ...(added.length === 0 ? [] : [`now selects ${nameSome(added)} too, not in ${drill}`]),
    ...(gone.length === 0 ? [] : [`no longer selects ${nameSome(gone)}, in ${drill}`]),
  ];
  const fix = { words: `drill it again by ${drillAgain(wave)}` };
  const why = "the record is of other servers";
  return [{ wave, judgement: violationUnless(changes.map((says) => ({ says, why, fix }))) }];
}

/** True also when it is not known when the attempt was started: then nothing can be said to have changed since. */
function isOlder(wave: JudgedWave, startedAt: string | undefined): boolean {
  if (startedAt === undefined) {
    return true;
  }
  return wave.isTimeReckoned !== true && Date.parse(observation(wave).observedAt) < Date.parse(startedAt);
}

function judgeServer(server: JudgedServer, then: ServerRecord, day: string): Judgement {
  const settings = settingChanges(then.launchConfiguration, stored(server)).map(({ title, was, is, undo }) =>
    stale(server, day, {
      says: `${title} was ${was}, is ${is}`,
      ...(undo === undefined ? {} : { undo: changeLaunchConfiguration(server, undo) }),
    }),
  );
  return violationUnless([...settings, ...typeFacts(server, then, day, settings.length > 0)]);
}

/** The type does not matter where an existing instance is launched into, nor is it asked for once something is stale. */
function typeFacts(server: JudgedServer, then: ServerRecord, day: string, isStale: boolean): Fact[] {
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
  const undo = changeTemplate(now, { InstanceType: instanceType });
  return [stale(server, day, { says: `the instance type was ${instanceType}, is ${type}`, undo })];
}

/** What was launched had a type; of a server that was not launched there is none. */
function drilledType(server: JudgedServer, { instanceType, launchStatus }: ServerRecord): string | undefined {
  if (instanceType === undefined && launchStatus === "LAUNCHED") {
    throw new Unanswerable("not observed", `the instance type that ${server.name} was drilled with`);
  }
  return instanceType;
}

function stale(server: JudgedServer, day: string, { says, undo }: { says: string; undo?: Change }): Fact {
  const again = `drill them again by ${drillAgain(server.wave)}`;
  return {
    says: `would recover otherwise than drilled: ${says}`,
    detail: `drilled on ${day}`,
    why: "the drill shows nothing of what is stored now",
    fix: undo === undefined ? { words: again } : { words: `${again}, or store what was drilled`, change: undo },
  };
}
