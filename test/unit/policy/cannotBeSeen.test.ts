import { describe, expect, it } from "vitest";
import type { Answer } from "../../../policy/src/judged/answers";
import type { Judgement } from "../../../policy/src/judged/judgement";
import type { JudgedPlan } from "../../../policy/src/judged/plan";
import type { JudgedWave } from "../../../policy/src/judged/wave";
import { configure } from "../../../policy/src/policies/settings";
import { judgeWave } from "../../../policy/src/policies/toPolicy";
import type { Config, ConfigEntries, Rule } from "../../../policy/src/rule";
import { RULES } from "../../../policy/src/rules";
import type { ObservedMetadataDefaults, ObservedRoute, WaveServer } from "../../../provider/src/vocabulary";
import {
  ago,
  aLaunchConfiguration,
  aRecord,
  aSeenServer,
  aServer,
  aTemplate,
  aWave,
  aWaveAmid,
  aWaveOf,
  DB,
  observing,
  STAGING,
  SUBNET,
  theSurroundings,
  WEB,
} from "./factories";
import { HIDDEN_THINGS, type HiddenThing } from "./hiddenThings";
import { type Managing, managing, toManaged } from "./managed";
import type { ShownSettings, ShownWave } from "./runPolicies";
import { VIOLATIONS } from "./violations";

/** What a rule judges: waves that violate it, or waves that comply. */
interface Subject {
  kind: "a violation" | "what complies";
  waves: readonly ShownWave[];
  settings?: readonly ShownSettings[];
  config?: object;
}

const violating = (wave: JudgedWave, config: object = {}): Subject => ({
  kind: "a violation",
  waves: [{ wave }],
  config,
});
const complying = (shown: ShownWave): Subject => ({ kind: "what complies", waves: [shown] });

const A_CHECK = { name: "check-port", category: "VALIDATION", active: true, optional: false };

/** Settings of the launch template. */
const OF_TEMPLATE: Managing = {
  args: { launchTemplate: { subnetId: SUBNET } },
  stored: { values: { copyTags: true, "launchTemplate.subnetId": SUBNET } },
};

/** What makes a rule read more than its example in {@link VIOLATIONS} and a wave that complies with everything do. */
const MORE_SUBJECTS: Record<string, Subject[]> = {
  "drs-template-disallow-public-address": [violating(aWaveInPublicSubnet()), violating(aWaveInDefaultSubnet())],
  "drs-template-require-possible-launch": [violating(aWaveWithTokens("optional", { httpTokensEnforced: "enabled" }))],
  "drs-template-require-imdsv2": [
    violating(aWaveWithTokens(undefined, { httpTokens: "optional" })),
    complying({ wave: aWaveWithTokens(undefined, { httpTokens: "required" }) }),
  ],
  "drs-subnet-disallow-internet": [violating(aWaveInDefaultSubnet())],
  "drs-subnet-require-source-address": [violating(aWaveInDefaultSubnet())],
  "drs-subnet-require-isolation": [
    violating(aWaveRoutedTo("tgw-0123456789abcdef0")),
    violating(aWaveInDefaultSubnet([{ destination: "10.0.0.0/8", target: "pcx-0123456789abcdef0" }])),
  ],
  "drs-snapshot-limit-age": [complying({ wave: aWaveOfFreshSnapshot() })],
  "drs-wave-require-cleanup": [violating(aWave({ retainOnDelete: true }))],
  "drs-wave-require-tags": [
    violating(aWave(), { required: ["CostCenter"] }),
    violating(aWave({ recoveryPlan: undefined }), { required: ["RecoveryPlan"] }),
    { ...complying({ wave: aWave() }), config: { required: ["RecoveryPlan", "Wave"] } },
  ],
  "drs-server-require-validation": [
    { ...complying({ wave: aWaveAmid({ launchActions: { [DB]: [A_CHECK] } }) }), config: { roles: ["database"] } },
  ],
  "drs-settings-disallow-drift": [
    // Nothing is planned: whether the drill launches with what the program says is what the wave has seen.
    {
      ...violating(aWaveOf({ launchConfiguration: aLaunchConfiguration({ copyTags: false }) })),
      settings: [managing()],
    },
    { ...violating(aWaveOf({ launchTemplate: aTemplate({ subnetId: STAGING }) })), settings: [managing(OF_TEMPLATE)] },
    { ...complying({ wave: aWave() }), settings: [managing()] },
    { ...complying({ wave: aWave() }), settings: [managing(OF_TEMPLATE)] },
  ],
  "drs-plan-limit-concurrency": [violating(aWave({ sourceServers: bothServers() }), { maximumServers: 1 })],
};

/** The template says nothing of public addresses, and its subnet gives one. */
function aWaveInPublicSubnet(): JudgedWave {
  const { [SUBNET]: launching, [STAGING]: staging } = theSurroundings().subnets;
  if (launching === undefined || staging === undefined) {
    throw new Error("there are both subnets");
  }
  const subnets = { [SUBNET]: { ...launching, mapPublicIpOnLaunch: true }, [STAGING]: staging };
  const silent = aSeenServer({ launchTemplate: aTemplate({ associatePublicIp: undefined }) });
  return aWave({ observed: observing([silent], theSurroundings({ subnets })) });
}

function aWaveWithTokens(httpTokens: string | undefined, metadataDefaults: ObservedMetadataDefaults): JudgedWave {
  const launchTemplate = aTemplate({ httpTokens });
  return aWave({ observed: observing([aSeenServer({ launchTemplate })], theSurroundings({ metadataDefaults })) });
}

/** The template says neither its subnet nor whether it gives public addresses. */
function aWaveInDefaultSubnet(
  routes: ObservedRoute[] = [{ destination: "0.0.0.0/0", target: "igw-0123456789abcdef0" }],
): JudgedWave {
  const subnet = { vpcId: "vpc-0000000000000000d", cidrBlock: "172.31.0.0/20", availableIpAddressCount: 4000 };
  const around = theSurroundings({
    defaultSubnets: { "us-west-2a": "subnet-0000000000000000d" },
    subnets: {
      ...theSurroundings().subnets,
      "subnet-0000000000000000d": { ...subnet, mapPublicIpOnLaunch: true, routes },
    },
  });
  const launchTemplate = aTemplate({ subnetId: undefined, associatePublicIp: undefined });
  return aWave({ observed: observing([aSeenServer({ launchTemplate })], around) });
}

function aWaveRoutedTo(target: string): JudgedWave {
  const { [SUBNET]: launching, ...others } = theSurroundings().subnets;
  if (launching === undefined) {
    throw new Error("there is a launch subnet");
  }
  const routes = [{ destination: "10.0.0.0/8", target }];
  return aWaveAmid({ subnets: { ...others, [SUBNET]: { ...launching, routes } } });
}

function aWaveOfFreshSnapshot(): JudgedWave {
  const recoverySnapshotId = "pit-00000000000000001";
  const snapshots = { [recoverySnapshotId]: ago({ hours: 1 }) };
  return aWaveAmid({ snapshots }, { sourceServers: [aServer({ recoverySnapshotId })] });
}

function bothServers(): WaveServer[] {
  return [aServer(), aServer({ sourceServerId: WEB })];
}

function subjectsOf(name: string): Subject[] {
  const example = VIOLATIONS[name];
  if (example === undefined) {
    throw new Error(`${name} has no example of what violates it`);
  }
  return [
    { ...example, kind: "a violation" },
    complying({ wave: aWave(), record: aRecord() }),
    ...(MORE_SUBJECTS[name] ?? []),
  ];
}

/** What a rule makes of a subject of which something is hidden. */
interface Cell {
  rule: string;
  subject: Subject["kind"];
  hidden: HiddenThing;
  judgements: readonly Judgement[];
}

function cellsOf<Entries extends ConfigEntries>(rule: Rule<Entries>): Cell[] {
  return subjectsOf(rule.name).flatMap(({ kind, waves, settings = [], config = {} }) => {
    const read = configure(rule, "recommended", {}).read(config).config;
    const planned = waves.map((shown) => ({ ...shown, isNew: shown.record === undefined, after: new Set<string>() }));
    return HIDDEN_THINGS.map((hidden) => {
      const answers = answersOf(rule, { waves: planned.map(hidden.hide), settings: toManaged(settings) }, read);
      return { rule: rule.name, subject: kind, hidden, judgements: answers.map(({ judgement }) => judgement) };
    });
  });
}

function answersOf<Entries extends ConfigEntries>(
  rule: Rule<Entries>,
  plan: JudgedPlan,
  config: Config<Entries>,
): Answer[] {
  if ("judgePlan" in rule) {
    return rule.judgePlan(plan, config);
  }
  return plan.waves.flatMap(({ wave }) => judgeWave(rule, wave, config));
}

const CELLS: readonly Cell[] = RULES.flatMap((rule) => cellsOf(rule));

/**
 * Where the rule takes what it cannot see for right or wrong: a violation that it no longer finds, or one that it finds
 * in what complies. `guess` stands in for what it says it cannot judge.
 */
function guessesOf(rule: string, guess?: Judgement["status"]): string[] {
  return CELLS.filter((cell) => cell.rule === rule).flatMap(({ subject, hidden, judgements }) => {
    const statuses = judgements.map(({ status }) => (status === "unknown" ? (guess ?? status) : status));
    const isFound = statuses.includes("violation");
    const isFree = rule in (hidden.frees ?? {}) && statuses.every((status) => status === "notApplicable");
    const isSound = subject === "a violation" ? isFound || isFree || statuses.includes("unknown") : !isFound;
    return isSound ? [] : [`${subject} without ${hidden.label}: ${statuses.join(", ")}`];
  });
}

/** What the rule says that it cannot see; empty when it can judge all the same. */
function unknownsOf(rule: string, hidden: HiddenThing): string[] {
  const judgements = CELLS.flatMap((cell) => (cell.rule === rule && cell.hidden === hidden ? cell.judgements : []));
  return judgements.flatMap((each) => (each.status === "unknown" ? [`${each.because}: ${each.what}`] : []));
}

describe("what a rule cannot see", () => {
  const names: string[] = RULES.map(({ name }) => name);

  it.each(names)("%s takes it neither for right nor for wrong", (rule) => {
    expect(guessesOf(rule)).toEqual([]);
  });

  it.each(names)("%s would be found out if it did", (rule) => {
    const guesses = ["compliant", "notApplicable", "violation"] as const;
    expect(guesses.filter((guess) => guessesOf(rule, guess).length > 0)).toEqual(guesses);
  });

  it.each(HIDDEN_THINGS.map((hidden) => [hidden.label, hidden] as const))(
    "without %s those rules cannot judge that need it, and no others",
    (_label, hidden) => {
      const { blinds, says } = hidden;
      const said = Object.fromEntries(names.map((rule) => [rule, unknownsOf(rule, hidden)]));
      const blind = names.filter((rule) => said[rule]?.length !== 0);
      const listed = "allBut" in blinds ? names.filter((rule) => !(rule in blinds.allBut)) : blinds;
      expect(blind.toSorted()).toEqual(listed.toSorted());
      if (says === undefined) {
        return;
      }
      const otherwise = Object.entries(said).filter(([, texts]) => texts.some((text) => !says.test(text)));
      expect(otherwise).toEqual([]);
    },
  );

  it("is listed for rules that there are", () => {
    const listed = HIDDEN_THINGS.flatMap(({ blinds, frees = {} }) => [
      ...("allBut" in blinds ? Object.keys(blinds.allBut) : blinds),
      ...Object.keys(frees),
    ]);
    expect([...listed, ...Object.keys(MORE_SUBJECTS)].filter((rule) => !names.includes(rule))).toEqual([]);
  });
});
