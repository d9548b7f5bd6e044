import { roleAmong } from "pulumi-drillwave/vocabulary";
import { judgeWhereCritical } from "../judged/criticalServers";
import type { Fact } from "../judged/fact";
import type { JudgedWave } from "../judged/wave";
import { someNames } from "../names";
import { waveRule } from "../rule";

const OBJECTIVES = ["recoveryTimeSeconds", "recoveryPointSeconds"] as const;

/** Waves that others depend on declare what a recovery may take and lose. */
export const requireObjectives = waveRule({
  name: "drs-wave-require-objectives",
  displayName: "Objectives are declared",
  wants:
    "A wave with a critical server of a named role declares how long its recovery may take and how much it may lose.",
  why:
    "A drill measures how long the recovery took and how much it lost. Without objectives, no result is too slow or too " +
    "old, and the drill passes. Recovery objectives are what a contingency plan is tested against (NIST SP 800-53, CP-2 and " +
    "CP-4). Whether the objectives are what the business needs is not judged.",
  fix: "Declare objectives.recoveryTimeSeconds and objectives.recoveryPointSeconds.",
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP01", "CP-4", "DORA-25", "A1.3"],
  config: {
    roles: someNames("Roles of servers whose waves must declare objectives.", ["directory", "database"]),
  },
  rolesIn: ({ roles }) => roles,
  judgeWave(wave, { roles }) {
    const isMeant = ({ role }: { role?: string }) => roleAmong(role, roles) !== undefined;
    return judgeWhereCritical(wave, isMeant, () => missingFacts(wave));
  },
});

/** What a recovery could do, and the drill would pass all the same. */
const EFFECTS = { recoveryTimeSeconds: "take any time", recoveryPointSeconds: "lose any amount of data" } as const;

function missingFacts({ inputs }: JudgedWave): Fact[] {
  const missing = OBJECTIVES.filter((objective) => inputs.objectives?.[objective] === undefined);
  if (missing.length === 0) {
    return [];
  }
  const names = missing.map((objective) => `objectives.${objective}`).join(" and ");
  return [
    {
      says: `could ${missing.map((objective) => EFFECTS[objective]).join(" and ")}, and the drill would still pass`,
      why: "nothing says what the business accepts",
      fix: { words: `declare ${names}` },
    },
  ];
}
