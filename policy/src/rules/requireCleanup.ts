import { DEFAULTS } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import { compliantWhen, type Judgement, judgeAll, NOT_APPLICABLE } from "../judged/judgement";
import type { JudgedWave } from "../judged/wave";
import { waveRule } from "../rule";

type Cleanup = NonNullable<JudgedWave["inputs"]["cleanup"]>;

/** A drill's recovery instances end with the drill. */
export const requireCleanup = waveRule({
  name: "drs-wave-require-cleanup",
  displayName: "Drills clean up",
  wants: "A drill's recovery instances are terminated after the drill or when it is destroyed.",
  why:
    "DRS terminates a drill's recovery instances only when it is asked to, or when the same source server is launched " +
    "again (https://docs.aws.amazon.com/drs/latest/userguide/failback-preparing-failover.html): until then they run, " +
    "cost, and may take production's place. With the resource option retainOnDelete destroy only forgets the drill and " +
    "never reaches AWS; retainOnDelete that a wave inherits from a parent component is not seen. What another tool left " +
    "behind is not judged here, nor is a wave with isDrill false, which DrillWave never cleans up.",
  fix: 'Set cleanup to "onDestroy" or "afterDrill", and leave out retainOnDelete.',
  severity: "high",
  levels: { recommended: "mandatory", strict: "mandatory" },
  supports: ["REL13-BP03", "CP-4"],
  config: {
    accepted: v.optional(
      v.pipe(
        v.array(v.picklist(["onDestroy", "afterDrill", "never"])),
        v.minLength(1),
        v.description(
          'Accepted values of cleanup; remediation writes "onDestroy" in place of "never", if onDestroy is accepted.',
        ),
      ),
      ["onDestroy", "afterDrill"],
    ),
  },
  judgeWave(wave, { accepted }) {
    const judgement = judgeAll([() => judgeCleanup(wave, accepted), () => judgeRetain(wave)]);
    return judgement.status !== "compliant" && wave.inputs.isDrill === false ? NOT_APPLICABLE : judgement;
  },
  // The guard sweeps what a lost wave left behind, unless cleanup is "never" for it too.
  remediesGuard: true,
  remedy(wave, { accepted }) {
    // No other value: afterDrill would terminate what a program keeps for later.
    const isWrong = cleanupOf(wave) === "never" && !accepted.includes("never") && wave.inputs.isDrill !== false;
    return isWrong && accepted.includes("onDestroy") ? { cleanup: "onDestroy" } : undefined;
  },
});

function cleanupOf({ inputs }: JudgedWave): Cleanup {
  return inputs.cleanup ?? DEFAULTS.cleanup;
}

function judgeCleanup(wave: JudgedWave, accepted: readonly Cleanup[]): Judgement {
  const cleanup = cleanupOf(wave);
  return compliantWhen(accepted.includes(cleanup), {
    says: `would ${EFFECTS[cleanup]} (cleanup is ${cleanup})`,
    why: cleanup === "never" ? COST : `this rule accepts ${accepted.join(" or ")}`,
    fix: { words: `cleanup: "${accepted[0]}"` },
  });
}

const COST = "such instances cost, and can take production's place";

/** What becomes of the instances of a drill. */
const EFFECTS: Record<Cleanup, string> = {
  never: "leave recovery instances running, also after a destroy",
  onDestroy: "leave recovery instances running until the stack is destroyed",
  afterDrill: "terminate the recovery instances as soon as the drill has ended",
};

function judgeRetain({ inputs }: JudgedWave): Judgement {
  return compliantWhen(inputs.retainOnDelete !== true, {
    says: "would leave recovery instances running after a destroy, which never reaches AWS (retainOnDelete)",
    why: COST,
    fix: { words: "leave out retainOnDelete" },
  });
}
