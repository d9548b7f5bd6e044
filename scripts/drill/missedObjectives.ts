import type { DrillWaveOutputs, ServerRecord } from "pulumi-drillwave/vocabulary";
import { formatDuration } from "./duration";
import { nameServer } from "./nameServer";

type Measure = "recoveryTimeSeconds" | "recoveryPointSeconds";

const MEASURES: readonly (readonly [Measure, string])[] = [
  ["recoveryTimeSeconds", "recovery time"],
  ["recoveryPointSeconds", "recovery point"],
];

/** State keeps what a wave was asked for beside what came of it. */
type JudgedWave = DrillWaveOutputs & { readonly objectives?: Readonly<Partial<Record<Measure, number>>> };

/**
 * A line for every server that missed an objective. None for a failed wave: its servers' failures say more, and none when
 * nothing was missed.
 */
export function missedObjectives(wave: JudgedWave): string[] {
  if (wave.objectivesMet !== false || wave.verdict === "FAILED") return [];
  const missed = wave.servers.flatMap((server) =>
    MEASURES.flatMap(([measure, name]) =>
      missedBy(server, server[measure], { name, limit: wave.objectives?.[measure] }),
    ),
  );
  return missed.length === 0 ? ["an objective was missed"] : missed;
}

function missedBy(
  server: ServerRecord,
  seconds: number | undefined,
  { name, limit }: { readonly name: string; readonly limit: number | undefined },
): string[] {
  if (limit === undefined || (seconds !== undefined && seconds <= limit)) return [];
  const seen = seconds === undefined ? "is not known" : `was ${formatDuration(seconds)}`;
  return [`${nameServer(server)} missed an objective: its ${name} ${seen}, at most ${formatDuration(limit)} allowed`];
}
