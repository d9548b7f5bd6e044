import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { DRILL_WAVE_TYPE } from "pulumi-drillwave/vocabulary";
import type { JudgedWave, Judgement } from "./rules/judgement";
import { requireDatabaseInstanceType } from "./rules/requireDatabaseInstanceType";

/** Database servers keep their instance type: right-sizing is NONE, declared and as stored. */
export const databaseInstanceTypePolicy = wavePolicy({
  name: "drs-database-require-instance-type",
  description: "Database servers are launched without right-sizing (NONE), as declared and as stored in DRS.",
  rule: requireDatabaseInstanceType,
});

/** A mandatory policy over every wave. What a rule cannot know is said, and never taken for compliant. */
function wavePolicy(spec: {
  name: string;
  description: string;
  rule: (wave: JudgedWave) => Judgement;
}): ResourceValidationPolicy {
  return {
    name: spec.name,
    description: spec.description,
    enforcementLevel: "mandatory",
    validateResource: (args: ResourceValidationArgs, report) => {
      if (args.type !== DRILL_WAVE_TYPE) return;
      // The engine hands a policy the inputs of any type as an open record; those of a wave passed check.
      const judgement = spec.rule(args.props as JudgedWave);
      if (judgement.status === "violation") for (const message of judgement.messages) report(message);
      if (judgement.status === "unknown") console.error(`${spec.name} cannot judge ${args.name}: ${judgement.reason}`);
    },
  };
}
