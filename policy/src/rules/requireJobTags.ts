import { type DrillWaveInputs, JOB_TAG, listed, TAGS_PER_WAVE } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import type { Fact } from "../judged/fact";
import { compliantWhen, type Judgement, NOT_APPLICABLE } from "../judged/judgement";
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
  wants: "A wave gives its recovery job each tag that this rule's configuration requires, with a value.",
  why:
    "A recovery job has no name of its own. Months later, its tags alone tell an auditor or a bill what it was. " +
    "DrillWave tags each job with what it needs itself (ManagedBy, ExecutionId, ExecutionType and others), so nothing is " +
    "required until you list it: RecoveryPlan and Wave, which the args recoveryPlan and wave set, or keys of your own. " +
    "StartRecovery takes the job's tags (https://docs.aws.amazon.com/drs/latest/APIReference/API_StartRecovery.html). " +
    "Whether a value is the right one is not judged.",
  fix: "Declare recoveryPlan, wave and tags, or let this rule write them (remediate).",
  severity: "low",
  levels: { recommended: "disabled", strict: "mandatory" },
  supports: ["A1.3", "CP-4", "DORA-25"],
  config: {
    required: v.optional(
      v.pipe(
        v.array(v.pipe(tagKey, v.notValues(OWN_TAGS))),
        v.description(
          "Keys of the tags that a recovery job must have, such as RecoveryPlan, Wave or CostCenter; those that DrillWave sets itself need no rule.",
        ),
      ),
      [],
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
    if (required.length === 0) {
      return NOT_APPLICABLE;
    }
    return judgeTags(wave, required, values);
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

/** Tags that can be read are judged, whatever else is unknown at preview. */
function judgeTags(wave: JudgedWave, required: readonly string[], values: Record<string, string>): Judgement {
  const known = required.filter((key) => !wave.unknownInputs.includes(propertyOf(key)));
  const missing = known.filter((key) => !hasTag(wave, key));
  const [unknown] = required.filter((key) => !known.includes(key));
  if (missing.length === 0 && unknown !== undefined) {
    // Throws what is said of an unknown input.
    hasTag(wave, unknown);
  }
  return compliantWhen(missing.length === 0, missingTags(missing, values));
}

function missingTags(missing: readonly string[], values: Record<string, string>): Fact {
  return {
    says: `would start a recovery job without a value for the ${missing.length === 1 ? "tag" : "tags"} ${listed(missing)}`,
    why: "later, tags alone tell an auditor or a bill which drill a job was",
    fix: { words: codeFor(missing, values) },
  };
}

/** The args that declare the tags, the same for every wave. */
function codeFor(missing: readonly string[], values: Record<string, string>): string {
  const valueOfTag = (key: string, otherwise: string) => JSON.stringify(ownMember(values, key) ?? otherwise);
  const tags = missing.filter((key) => propertyOf(key) === "tags");
  const own = missing.flatMap((key) => {
    const property = propertyOf(key);
    return property === "tags" ? [] : [`${property}: ${valueOfTag(key, "<name>")}`];
  });
  const others = tags.map((key) => `${JSON.stringify(key)}: ${valueOfTag(key, "<value>")}`).join(", ");
  return [...own, ...(tags.length === 0 ? [] : [`tags: { ${others} }`])].join(", ");
}
