import type { Fact } from "./fact";
import { COMPLIANT, type Judgement, judgeOrUnknown, NOT_APPLICABLE, violationUnless } from "./judgement";
import { judgedServersOf } from "./servers";
import type { JudgedServer, JudgedWave } from "./wave";

/**
 * Judges a wave that has a critical server for which `isMeant` holds; any other wave is not applicable. While the
 * servers are unknown, what would be a violation is unknown; what complies, complies.
 */
export function judgeWhereCritical(
  wave: JudgedWave,
  isMeant: (server: JudgedServer) => boolean,
  check: () => readonly Fact[],
): Judgement {
  const applies = judgeOrUnknown(() => {
    const holds = judgedServersOf(wave).some((server) => server.critical && isMeant(server));
    return holds ? COMPLIANT : NOT_APPLICABLE;
  });
  if (applies.status === "notApplicable") {
    return applies;
  }
  const judgement = violationUnless(check());
  return judgement.status === "violation" && applies.status === "unknown" ? applies : judgement;
}
