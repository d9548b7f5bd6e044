import { roleAmong } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import { judgeWhereCritical } from "../judged/criticalServers";
import type { Advice } from "../judged/judgement";
import type { JudgedWave } from "../judged/wave";
import { waveRule } from "../rule";

const OBJECTIVES = ["recoveryTimeSeconds", "recoveryPointSeconds"] as const;

/** Waves that others depend on declare what a recovery may take and lose. */
export const requireObjectives = waveRule({
  name: "drs-wave-require-objectives",
  displayName: "Objectives are declared",
  wants:
    "A wave with a critical server of a named role declares how long its recovery may take and how much it may lose.",
  why:
    "A recovery without objectives is neither fast nor slow: the drill measures both times, and only an objective makes " +
    "them pass or fail. Recovery objectives are what a contingency plan is tested against (NIST SP 800-53, CP-2 and " +
    "CP-4). Whether the objectives are what the business needs is not judged.",
  fix: "Declare objectives.recoveryTimeSeconds and objectives.recoveryPointSeconds.",
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP01", "CP-4", "DORA-25", "A1.3"],
  config: {
    roles: v.optional(
      v.pipe(
        v.array(v.pipe(v.string(), v.minLength(1))),
        v.minLength(1),
        v.description("Roles of servers whose waves must declare objectives."),
      ),
      ["directory", "database"],
    ),
  },
  rolesIn: ({ roles }) => roles,
  judgeWave(wave, { roles }) {
    const isMeant = ({ role }: { role?: string }) => roleAmong(role, roles) !== undefined;
    return judgeWhereCritical(wave, isMeant, () => missingAdvice(wave, roles));
  },
});

function missingAdvice({ inputs }: JudgedWave, roles: readonly string[]): Advice[] {
  const { objectives = {} } = inputs;
  const missing = OBJECTIVES.filter((objective) => objectives[objective] === undefined);
  if (missing.length === 0) {
    return [];
  }
  const code = OBJECTIVES.map((objective) => `${objective}: ${objectives[objective] ?? "<seconds>"}`);
  const names = missing.map((objective) => `objectives.${objective}`).join(" and ");
  return [
    {
      seen: `${names} ${missing.length === 1 ? "is" : "are"} not declared`,
      wanted: `must be declared where a critical server has the role ${roles.join(" or ")}`,
      fix: `objectives: { ${code.join(", ")} }`,
    },
  ];
}
