import { formatDuration, nameServer } from "../vocabulary";
import { amount, member, text, texts } from "./foreign";
import { hasFailed, serversOf } from "./tables";
import type { WaveInState } from "./waves";

/** A line below the tables. */
export interface Note {
  /** What it is, in one word of at most seven letters. */
  readonly kind: string;
  readonly text: string;
}

/** A line for every server that did not recover, with DRS's own words. */
export function failureNotes(waves: readonly WaveInState[]): Note[] {
  return waves.flatMap(({ name, outputs }) =>
    serversOf(outputs)
      .filter(hasFailed)
      .map((server) => {
        const failure = member(server, "failure");
        const cause = [...new Set(["event", "message"].flatMap((part) => text(member(failure, part)) ?? []))].join(
          ": ",
        );
        return { kind: "failed", text: `${name}: ${nameOf(server)} did not recover: ${cause || "not known why"}` };
      }),
  );
}

/** A line for every wave that is not done: what is open, why, and what goes on with it. */
export function openNotes(waves: readonly WaveInState[]): Note[] {
  return waves.flatMap((wave) => openTexts(wave).map((each) => ({ kind: "open", text: `${wave.name}: ${each}` })));
}

function openTexts({ standing, outputs, errors }: WaveInState): string[] {
  if (standing === "cut off") {
    return [
      "its first `pulumi up` was cut off, and a recovery job may run: `pulumi up` goes on, `pulumi destroy` ends it",
    ];
  }
  if (standing === "no record") {
    const what = "not started, cut off before its job was recorded, or destroyed while its guard was not";
    return [`no drill of it is in state: ${what}. \`pulumi up\` goes on, \`pulumi destroy\` ends what runs`, ...errors];
  }
  const pending = texts(member(outputs, "pending"));
  // What a failed wave's error says, its servers' failures say as well.
  const said = pending.length === 0 && serversOf(outputs).some(hasFailed) ? [] : errors;
  const open = `to be done: ${pending.join(", ")}`;
  if (pending.length === 0) {
    return [...said];
  }
  return said.length === 0 ? [`${open}; \`pulumi up\` goes on with it`] : said.map((error) => `${open}: ${error}`);
}

/** A line for everything that a wave wants its operator to know, a missed objective first. */
export function warningNotes(waves: readonly WaveInState[]): Note[] {
  return waves.flatMap(({ name, outputs }) =>
    warningsOf(outputs).map((each) => ({ kind: "warning", text: `${name}: ${each}` })),
  );
}

function warningsOf(outputs: unknown): string[] {
  const warnings = texts(member(outputs, "warnings"));
  const unsaid = serversOf(outputs)
    .flatMap((server) => doubtsOf(server))
    .filter(({ doubt }) => !warnings.some((warning) => warning.includes(doubt)));
  return [...missedObjectives(outputs), ...unsaid.map(({ named }) => named), ...warnings];
}

/** What keeps a server that recovered from passing; a warning mostly says it as well. */
function doubtsOf(server: unknown): { doubt: string; named: string }[] {
  const doubts = texts(member(server, "notKnown"));
  return doubts.map((doubt) => ({ doubt, named: `${nameOf(server)}: ${doubt}` }));
}

const MEASURES = [
  ["recoveryTimeSeconds", "recovery time"],
  ["recoveryPointSeconds", "recovery point"],
] as const;

/**
 * A sentence for every server that missed an objective. None for a server or wave that failed: the failures say more, and
 * none when nothing was missed.
 */
export function missedObjectives(outputs: unknown): string[] {
  if (member(outputs, "objectivesMet") !== false || member(outputs, "verdict") === "FAILED") {
    return [];
  }
  const objectives = member(outputs, "objectives");
  const recovered = serversOf(outputs).filter((server) => !hasFailed(server));
  const missed = recovered.flatMap((server) =>
    MEASURES.flatMap(([measure, name]) =>
      missedBy(server, measure, { name, limit: amount(member(objectives, measure)) }),
    ),
  );
  return missed.length === 0 && recovered.length === serversOf(outputs).length ? ["an objective was missed"] : missed;
}

function missedBy(
  server: unknown,
  measure: string,
  { name, limit }: { readonly name: string; readonly limit: number | undefined },
): string[] {
  const measured = amount(member(server, measure));
  // A recovery time that lies between two looks has missed only when the earlier of them is past the objective.
  const earlier = measure === "recoveryTimeSeconds" ? amount(member(server, "recoveryTimeAtLeastSeconds")) : undefined;
  const least = earlier ?? measured;
  if (limit === undefined || (least !== undefined && least <= limit)) {
    return [];
  }
  const seen = measured === undefined ? "is not known" : `was ${formatDuration(measured)}`;
  return [`${nameOf(server)} missed an objective: its ${name} ${seen}, at most ${formatDuration(limit)} allowed`];
}

function nameOf(server: unknown): string {
  const [sourceServerId, hostname] = [text(member(server, "sourceServerId")), text(member(server, "hostname"))];
  return nameServer({ sourceServerId: sourceServerId ?? "id not known", hostname });
}
