import { type DrillWaveInputs, JOB_TAG, TAGS_PER_WAVE } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import { type Advice, compliantWhen, judgeAll } from "../judged/judgement";
import { ownMember } from "../judged/ownMember";
import type { JudgedWave } from "../judged/wave";
import { waveRule } from "../rule";

/** A tag's key or value (https://docs.aws.amazon.com/drs/latest/APIReference/API_TagResource.html). */
const tagText = v.pipe(v.string(), v.minLength(1), v.maxLength(256));

/** Not one of AWS's own, which begin with `aws:` in any case. The engine reads it as RE2: no flags and no lookahead. */
const tagKey = v.pipe(
  tagText,
  v.regex(
    /^([^aA]|[aA]([^wW]|$)|[aA][wW]([^sS]|$)|[aA][wW][sS]([^:]|$))/,
    "expected a key that does not begin with aws:",
  ),
);

/** Tags that a program cannot declare, as DrillWave sets them itself. */
const OWN_TAGS = Object.values(JOB_TAG).filter((key) => key !== JOB_TAG.recoveryPlan && key !== JOB_TAG.wave);

/** Recovery jobs carry the tags by which they are found and accounted for. */
export const requireJobTags = waveRule({
  name: "drs-wave-require-tags",
  displayName: "Recovery jobs are tagged",
  wants: "A wave gives its recovery job every required tag, with a value.",
  why:
    "A recovery job has no name of its own: months later its tags alone tell which recovery plan and which wave it " +
    "was, for an auditor as for the bill. StartRecovery takes the job's tags " +
    "(https://docs.aws.amazon.com/drs/latest/APIReference/API_StartRecovery.html). Whether a value is the right one " +
    "is not judged.",
  fix: "Declare recoveryPlan, wave and tags, or let this rule remediate them.",
  severity: "low",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["A1.3", "CP-4", "DORA-25"],
  config: {
    required: v.optional(
      v.pipe(
        v.array(v.pipe(tagKey, v.notValues(OWN_TAGS))),
        v.minLength(1),
        v.description("Keys of the tags that a recovery job must have; those that DrillWave sets itself need no rule."),
      ),
      [JOB_TAG.recoveryPlan, JOB_TAG.wave],
    ),
    values: v.optional(
      v.pipe(
        v.record(tagKey, tagText),
        v.description(
          "What remediation writes where a tag is missing and fits; default: the project's and the resource's name.",
        ),
      ),
      {},
    ),
  },
  judgeWave(wave, { required, values }) {
    return judgeAll(required.map((key) => () => compliantWhen(hasTag(wave, key), adviceOf(wave, key, values))));
  },
  remedy(wave, { required, values }) {
    const change: Partial<DrillWaveInputs> = {};
    for (const key of required) {
      const value = valueFor(wave, key, values);
      if (value === undefined || wave.unknownInputs.includes(propertyOf(key)) || hasTag(wave, key)) {
        continue;
      }
      const property = propertyOf(key);
      if (property !== "tags") {
        change[property] = value;
      } else {
        const tags = { ...(change.tags ?? wave.inputs.tags), [key]: value };
        if (Object.keys(tags).length <= TAGS_PER_WAVE) {
          change.tags = tags;
        }
      }
    }
    return Object.keys(change).length === 0 ? undefined : change;
  },
});

/** The input that the tag is declared by. */
function propertyOf(key: string): "recoveryPlan" | "wave" | "tags" {
  return key === JOB_TAG.recoveryPlan ? "recoveryPlan" : key === JOB_TAG.wave ? "wave" : "tags";
}

function tagOf({ inputs }: JudgedWave, key: string): string | undefined {
  const property = propertyOf(key);
  return property === "tags" ? ownMember(inputs.tags ?? {}, key) : inputs[property];
}

function hasTag(wave: JudgedWave, key: string): boolean {
  return (tagOf(wave, key) ?? "") !== "";
}

function valueFor({ name, project }: JudgedWave, key: string, values: Record<string, string>): string | undefined {
  const own = { recoveryPlan: project, wave: name, tags: undefined };
  return ownMember(values, key) ?? own[propertyOf(key)];
}

function adviceOf(wave: JudgedWave, key: string, values: Record<string, string>): Advice {
  const property = propertyOf(key);
  const code = JSON.stringify(valueFor(wave, key, values) ?? "<value>");
  const declared = property === "tags" ? `tags[${JSON.stringify(key)}]` : property;
  return {
    seen: `the recovery job's tag ${key} (${declared}) is ${tagOf(wave, key) === undefined ? "missing" : "empty"}`,
    wanted: "must have a value",
    fix: property === "tags" ? `tags: { ${JSON.stringify(key)}: ${code} }` : `${property}: ${code}`,
  };
}
