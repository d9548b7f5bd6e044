import { type DrillWaveOutputs, formatDuration, nameServer, type ServerRecord } from "pulumi-drillwave/vocabulary";
import { inColumns } from "../process/columns";
import type { OperationError, PolicyFinding } from "./events";
import { durationOrDash } from "./progress";
import type { DrillRecord, WaveRecord } from "./record";
import type { Screen } from "./screen";

/** Prints the servers of a drill and everything that an operator has to read about it. */
export function showResults(record: DrillRecord, screen: Screen): void {
  const { red, yellow } = screen.colors;
  if (record.waves.some((wave) => wave.outputs.servers.length > 0)) {
    screen.line("");
    screen.line(serverTable(record.waves, red));
    screen.line("");
  }
  // A wave that failed has its servers' causes in the lines above; its error would say them again.
  const told = record.waves.filter((wave) => wave.outputs.verdict === "FAILED").map((wave) => wave.name);
  const untold = record.errors.filter(({ resource }) => resource === undefined || !told.includes(resource));
  for (const line of failedServerLines(record.waves)) {
    screen.line(`${red("failed")}   ${line}`);
  }
  for (const error of untold) {
    screen.line(`${red("error")}    ${errorLine(error)}`);
  }
  for (const finding of record.violations) {
    screen.line(`${red("policy")}   ${policyLine(finding)}`);
  }
  for (const finding of record.advice) {
    screen.line(`${yellow("advice")}   ${policyLine(finding)}`);
  }
  for (const line of warningLines(record.waves)) {
    screen.line(`${yellow("warning")}  ${line}`);
  }
}

const HEADINGS = [
  "hostname",
  "tier",
  "sizing",
  "instance type",
  "launch",
  "verified to",
  "launch time",
  "recovery",
  "data loss",
];

/** A line for every server of every wave, in the order of the waves; `mark` wraps the lines of servers that did not recover. */
export function serverTable(waves: readonly WaveRecord[], mark: (text: string) => string): string {
  const servers = waves.flatMap((wave) => wave.outputs.servers);
  const [heading = "", ...lines] = inColumns([HEADINGS, ...servers.map(serverCells)]);
  return [heading, ...lines.map((line, index) => (servers[index]?.failure ? mark(line) : line))].join("\n");
}

function serverCells(server: ServerRecord): string[] {
  return [
    server.hostname ?? server.sourceServerId,
    server.role ?? "-",
    server.launchConfiguration.targetInstanceTypeRightSizingMethod ?? "-",
    server.instanceType ?? "-",
    server.launchStatus,
    server.verifiedTo ?? "-",
    durationOrDash(server.launchTimeSeconds),
    recoveryTime(server),
    durationOrDash(server.recoveryPointSeconds),
  ];
}

/** Between two looks that lie further apart than this, the recovery time is a range. Seconds. */
const WIDE_GAP = 60;

function recoveryTime({ recoveryTimeSeconds: later, recoveryTimeAtLeastSeconds: earlier }: ServerRecord): string {
  const isWide = later !== undefined && earlier !== undefined && later - earlier > WIDE_GAP;
  return isWide ? `${formatDuration(earlier)} to ${formatDuration(later)}` : durationOrDash(later);
}

/** A line for every server that did not recover, with DRS's own words. */
export function failedServerLines(waves: readonly WaveRecord[]): string[] {
  return waves.flatMap((wave) =>
    wave.outputs.servers.flatMap(({ failure, hostname, sourceServerId }) => {
      if (failure === undefined) {
        return [];
      }
      return [
        `${wave.name}: ${nameServer({ hostname, sourceServerId })} did not recover: ${failure.event}: ${failure.message}`,
      ];
    }),
  );
}

/** A line for everything that a wave wants its operator to know, a missed objective first. */
export function warningLines(waves: readonly WaveRecord[]): string[] {
  return waves.flatMap(({ name, outputs }) =>
    [...missedObjectives(outputs), ...outputs.warnings].map((warning) => `${name}: ${warning}`),
  );
}

/** A rule's finding on one line. */
export function policyLine({ policy, resource, message }: PolicyFinding): string {
  return `${resource === undefined ? "" : `${resource}: `}${policy}: ${message}`;
}

/** An error on one line or several, as the engine tells it. */
export function errorLine({ resource, message }: OperationError): string {
  return `${resource === undefined ? "" : `${resource}: `}${message}`;
}

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
  if (wave.objectivesMet !== false || wave.verdict === "FAILED") {
    return [];
  }
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
  // A recovery time that lies between two looks has missed only when the earlier of them is past the objective.
  const least = name === "recovery time" ? (server.recoveryTimeAtLeastSeconds ?? seconds) : seconds;
  if (limit === undefined || (least !== undefined && least <= limit)) {
    return [];
  }
  const seen = seconds === undefined ? "is not known" : `was ${formatDuration(seconds)}`;
  return [`${nameServer(server)} missed an objective: its ${name} ${seen}, at most ${formatDuration(limit)} allowed`];
}
