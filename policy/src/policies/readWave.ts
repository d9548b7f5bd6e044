import type { ResourceValidationArgs } from "@pulumi/policy";
import { type DrillWaveInputs, type Observation, parseUrn, toIso } from "pulumi-drillwave/vocabulary";
import { DAY_MS } from "../judged/age";
import { Unanswerable } from "../judged/judgement";
import { findObservation, type JudgedWave } from "../judged/wave";
import { plain, tryRead } from "./readKnown";

/** An older observation was not made in this run: a wave is shown to policies just after its check. */
const FRESH_MS = 60 * 60_000;

type Shown = Pick<ResourceValidationArgs, "urn" | "name" | "props">;

/**
 * The wave that the engine shows to a policy, as plain data. An input that is unknown at preview throws
 * {@link Unanswerable} when a rule reads it; if it were absent, it would look like its default.
 */
export function readWave({ urn, name, props }: Shown, now: Date): JudgedWave {
  const { inputs, unknownInputs } = readInputs(props);
  const wave = { ...identify({ urn, name }), inputs, unknownInputs };
  const seen = findObservation(wave);
  if (seen === undefined) {
    return wave;
  }
  // Unknown only in a preview, whose check left it open just now.
  if (seen.observedAt === undefined) {
    inputs.observed = { ...seen, observedAt: reckonTime(seen, now) };
    return { ...wave, isTimeReckoned: true };
  }
  if (isOfThisRun(seen, now)) {
    return wave;
  }
  delete inputs.observed;
  return { ...wave, unseen: lastSeen(seen.observedAt) };
}

/** The service's time by this machine's clock, which may be days off and is taken to be right otherwise. */
function reckonTime({ clockDaysAhead = 0 }: Observation, now: Date): string {
  return toIso(now.getTime() + clockDaysAhead * DAY_MS);
}

/** By the machine's clock on both sides: a wrong clock must not make every observation an old one. */
function isOfThisRun({ machineTime, observedAt }: Observation, now: Date): boolean {
  return now.getTime() - Date.parse(machineTime ?? observedAt) <= FRESH_MS;
}

/** Outside `--target` no check runs, and the engine shows a wave as it is in state. */
function lastSeen(at: string): Unanswerable {
  return new Unanswerable("not observed", `last looked at on ${at}, not in this run`, true);
}

/** What the engine shows of a wave, and which inputs are unknown. */
export interface ShownInputs {
  inputs: DrillWaveInputs;
  unknownInputs: readonly string[];
}

/** True of a wave outside `--target` that is not in state: every other one has servers. */
export function showsNothing({ inputs, unknownInputs }: ShownInputs): boolean {
  return !["sourceServers", "selector"].some((input) => input in inputs || unknownInputs.includes(input));
}

/** What check keeps for its own later looks, and leaves open in a preview. */
const NOT_JUDGED: readonly string[] = ["sourceTags"] satisfies (keyof DrillWaveInputs)[];

/** What the props say, and which of them are unknown. */
export function readInputs(props: Record<string, unknown>): ShownInputs {
  const inputs: DrillWaveInputs = {};
  const unknownInputs: string[] = [];
  for (const key of Object.keys(props).filter((name) => !NOT_JUDGED.includes(name))) {
    const read = known(props, key);
    if ("value" in read) {
      Object.assign(inputs, { [key]: read.value });
    } else {
      unknownInputs.push(key);
      Object.defineProperty(inputs, key, {
        get: () => {
          throw new Unanswerable("unknown during preview", key);
        },
        enumerable: false,
        configurable: true,
      });
    }
  }
  return { inputs, unknownInputs };
}

/** A wave of which this run shows no inputs: whatever a rule reads of it is unknown, for this reason. */
export function unseenWave({ urn, name }: Omit<Shown, "props">, reason: Unanswerable): JudgedWave {
  return {
    ...identify({ urn, name }),
    get inputs(): DrillWaveInputs {
      throw reason;
    },
    // Those that are also read outside a rule's judgement, where nothing may throw.
    unknownInputs: ["connection", "observed", "region", "triggers"],
    unseen: reason,
  };
}

function identify({ urn, name }: Omit<Shown, "props">) {
  const { stack = "", project = "" } = parseUrn(urn) ?? {};
  return { urn, name, stack, project };
}

/** The members of `observed` that check leaves open in a preview. */
const OPEN_MEMBERS: readonly string[] = ["observedAt", "machineTime"] satisfies (keyof Observation)[];

/**
 * The value without the SDK's proxies, which throw for whatever in it is unknown. Of what was observed, the members that
 * check leaves open in a preview are left out where they are unknown.
 */
function known(props: Record<string, unknown>, key: string): { value: unknown } | { unknown: true } {
  return tryRead(() => {
    const value = props[key];
    return key === "observed" && typeof value === "object" && value !== null
      ? Object.fromEntries(Object.keys(value).flatMap((member) => knownMember(value, member)))
      : plain(value);
  });
}

function knownMember(observed: object, member: string): [string, unknown][] {
  const read = OPEN_MEMBERS.includes(member)
    ? tryRead(() => plain(Reflect.get(observed, member)))
    : { value: plain(Reflect.get(observed, member)) };
  return "value" in read ? [[member, read.value]] : [];
}
