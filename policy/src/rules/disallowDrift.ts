import { primaryInterface, type SettingValue, type SettingValues, someOf } from "pulumi-drillwave/vocabulary";
import { type Answer, answerEachWave, judgeEachServer } from "../judged/answers";
import type { Fact } from "../judged/fact";
import { COMPLIANT, type Judgement, NOT_APPLICABLE, Unanswerable, violationUnless } from "../judged/judgement";
import { isSameSetting, ManagedServers, type ManagedSettings, programmedValues } from "../judged/managedSettings";
import { existingInstance, observed, stored, template } from "../judged/observed";
import { knownPlaceOf } from "../judged/place";
import { type JudgedPlan, lastRecord, type PlannedWave } from "../judged/plan";
import { findObservation, type JudgedServer } from "../judged/wave";
import { planRule } from "../rule";

/** What the program says of a server's settings is what is stored, and what a drill launches with. */
export const disallowDrift = planRule({
  name: "drs-settings-disallow-drift",
  displayName: "Settings are as the program says",
  wants: "The settings that the program manages are stored as it left them, and its drills launch with them.",
  why:
    "A setting that somebody changed in the console is what a recovery launches with until the next `up` changes it back, " +
    "and nobody would know why it was wanted. A drill that starts before the program has written its settings, or in a run " +
    "that --target keeps from writing them, proves other settings than the program's. Judged are the settings of each " +
    "LaunchConfiguration: at preview those that are no longer as the last `up` left them, and new drills that do not wait " +
    "for what is to be written. What the program itself changes is no drift, and `up` leaves none. The rule is advisory in " +
    "both sets: mandatory, it would block the very `up` that writes the settings.",
  fix:
    "Run `pulumi up`, or put the change into the program; name each LaunchConfiguration in the `settings` of the waves that " +
    "launch its server, and let --target have both.",
  severity: "medium",
  levels: { recommended: "advisory", strict: "advisory" },
  supports: ["REL13-BP04", "CP-4"],
  config: {},
  judgePlan(plan) {
    const managed = [...plan.settings.values()];
    if (managed.length === 0) {
      return plan.waves.map(({ wave }) => ({ wave, judgement: NOT_APPLICABLE }));
    }
    const servers = new ManagedServers(plan.settings);
    const drills = answerEachWave(plan, (planned) =>
      judgeEachServer(planned.wave, (server) => judgeDrill(planned, server, servers)),
    );
    return [...managed.map((each) => driftOf(each, plan)), ...drills];
  },
});

/** What somebody else has changed since the last `up`: this preview plans to change it back. */
function driftOf(managed: ManagedSettings, plan: JudgedPlan): Answer {
  const { args, stored: seen, isPlanned } = managed;
  const sourceServerId = args.sourceServerId ?? "";
  const [place = { server: { sourceServerId, name: sourceServerId } }] = plan.waves.flatMap(({ wave }) => {
    const found = findObservation(wave)?.servers.find((server) => server.sourceServerId === sourceServerId);
    return found === undefined ? [] : [{ wave, server: { sourceServerId, name: sourceServerId, seen: found } }];
  });
  const drifted = isPlanned ? (seen?.drifted ?? []) : [];
  const facts = differences(managed, seen?.values ?? {}, drifted).map(
    (detail): Fact => ({
      says: "would be changed back by `up`",
      detail,
      at: { how: "to", what: managed.title },
      why: "they are no longer stored as the last `up` left them",
      fix: { words: "run `pulumi up`, or put the change into the program where it is meant" },
    }),
  );
  return { ...place, judgement: violationUnless(facts) };
}

/** What a new drill would launch with in place of what the program says. */
function judgeDrill(planned: PlannedWave, server: JudgedServer, servers: ManagedServers): Judgement {
  if (server.sourceServerId === undefined) {
    // Nobody has looked which servers the selector matches: this throws.
    observed(server);
  }
  const managed = servers.ofServer(server.sourceServerId, knownPlaceOf(planned.wave).region);
  if (managed === undefined || (planned.after.has(managed.urn) && managed.isPlanned)) {
    return NOT_APPLICABLE;
  }
  const facts = managed.isPlanned ? unawaited(managed) : untouched(managed, server);
  // A drill that is in state launches nothing more.
  return facts.length === 0 || lastRecord(planned) !== undefined ? COMPLIANT : violationUnless(facts);
}

/** The drill does not wait for what is to be written. */
function unawaited(managed: ManagedSettings): Fact[] {
  const { stored: seen, title } = managed;
  if (seen === undefined) {
    throw new Unanswerable("not observed", `what is stored of ${title}`);
  }
  return differences(managed, seen.values).map((detail) => ({
    says: "would be drilled before their settings are written",
    detail,
    at: { how: "by", what: title },
    why: OTHERS,
    fix: { words: "name it in the wave's settings" },
  }));
}

/** This run does not write them, although they are stored otherwise. */
function untouched(managed: ManagedSettings, server: JudgedServer): Fact[] {
  return differences(managed, seenValues(managed, server)).map((detail) => ({
    says: "would be drilled with other settings than the program has",
    detail,
    at: { how: "in", what: managed.title },
    why: OTHERS,
    fix: { words: "run `pulumi up` without --target, or let it have that as well" },
  }));
}

const OTHERS = "the drill would prove what the program does not want";

/** `copyTags is false, true in code`: one detail for all, so that a server is one fact. */
function differences(managed: ManagedSettings, values: SettingValues, among?: readonly string[]): string[] {
  const programmed = Object.entries(programmedValues(managed));
  const differing = programmed.filter(
    ([path, wanted]) => path in values && among?.includes(path) !== false && !isSameSetting(values[path], wanted),
  );
  const said = differing.map(([path, wanted]) => `${path} is ${say(values[path] ?? null)}, ${say(wanted)} in code`);
  return said.length === 0 ? [] : [someOf(said)];
}

function say(value: SettingValue): string {
  return value === null ? "not set" : Array.isArray(value) ? value.join(", ") : String(value);
}

/** The managed settings as the wave saw them: those that it looks at. */
function seenValues(managed: ManagedSettings, server: JudgedServer): SettingValues {
  const paths = Object.keys(programmedValues(managed));
  const ofTemplate = paths.some((path) => path.startsWith("launchTemplate.")) && existingInstance(server) === undefined;
  const { licensing, launchIntoInstanceProperties: _into, ...settings } = stored(server);
  const values: Record<string, SettingValue | undefined> = {
    ...settings,
    "licensing.osByol": licensing?.osByol,
    ...(ofTemplate ? templateValues(server) : {}),
  };
  const seen = paths.filter((path) => path in values);
  return Object.fromEntries(seen.map((path) => [path, values[path] ?? null]));
}

function templateValues(server: JudgedServer): Record<string, SettingValue | undefined> {
  const { instanceType, securityGroupIds, subnetId, associatePublicIp, httpTokens, networkInterfaces } =
    template(server);
  const primary = primaryInterface(networkInterfaces ?? []);
  return {
    "launchTemplate.instanceType": instanceType,
    "launchTemplate.subnetId": subnetId,
    "launchTemplate.securityGroupIds": securityGroupIds,
    "launchTemplate.associatePublicIpAddress": associatePublicIp,
    "launchTemplate.metadataOptions.httpTokens": httpTokens,
    ...(primary === undefined ? {} : { "launchTemplate.privateIpAddress": primary.privateIpAddress }),
  };
}
