import { COMPLIANT, compliantWhen } from "../judged/judgement";
import { names } from "../names";
import { waveRule } from "../rule";

/** Waves are drills, except in the stacks that recover for real. */
export const disallowRecovery = waveRule({
  name: "drs-wave-disallow-recovery",
  displayName: "Drills only",
  wants: "A wave starts a recovery that is not a drill only in a stack that is listed for it.",
  why:
    "isDrill is false for a real recovery. To DRS the two launch alike, by the same launch settings; what differs is " +
    "what they are taken for: DRS reports the launch as a recovery, and DrillWave never terminates what it launched. " +
    "Started by mistake, a second production comes up and stays. The program's own allowRecovery is a line in the same " +
    "change. This rule's list is for somebody else to edit.",
  fix: "Leave out isDrill, or have the stack listed in this rule's configuration.",
  severity: "critical",
  levels: { recommended: "mandatory", strict: "mandatory" },
  supports: ["REL13-BP03", "CP-4"],
  config: {
    stacks: names("Stacks that may recover for real: `prod`, or `project/prod`."),
  },
  judgeWave(wave, { stacks }) {
    const stack = `${wave.project}/${wave.stack}`;
    const names = [wave.stack, stack];
    if (stacks.some((each) => names.includes(each))) {
      return COMPLIANT;
    }
    const listed = [...stacks, stack].map((each) => JSON.stringify(each)).join(", ");
    return compliantWhen(wave.inputs.isDrill !== false, {
      says: "would start a real recovery (isDrill is false)",
      why: "a second production would come up and stay",
      fix: { words: `leave out isDrill, or let this rule allow it in this stack (stacks: [${listed}])` },
    });
  },
});
