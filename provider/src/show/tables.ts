import { DEFAULTS } from "../vocabulary";
import { type Column, type Table, toTable } from "./columns";
import { amount, items, member, SECRET, text } from "./foreign";
import { durationOrDash, NOT_KNOWN, phaseTime, recoveryTime } from "./measures";
import type { WaveInState } from "./waves";

/** A line for each wave: its verdict, and what was measured beside what was allowed. */
export function waveTable(waves: readonly WaveInState[], width?: number): Table {
  return toTable(WAVE_COLUMNS, waves, width);
}

/** A server of a wave. */
interface ServerRow {
  readonly wave: string;
  readonly server: unknown;
}

/** A line for each server of each wave, in the order of the waves, and whether it did not recover. */
export function serverTable(waves: readonly WaveInState[], width?: number): Table & { failed: readonly boolean[] } {
  const rows = waves.flatMap(({ name, outputs }) => serversOf(outputs).map((server) => ({ wave: name, server })));
  const columns = [...SERVER_COLUMNS, ...phasesIn(rows).map(phaseColumn), ...FURTHER_COLUMNS];
  return { ...toTable(columns, rows, width), failed: rows.map(({ server }) => hasFailed(server)) };
}

/** The servers of a wave's outputs, as they are in state. */
export function serversOf(outputs: unknown): readonly unknown[] {
  return items(member(outputs, "servers"));
}

/** True of a server that did not recover. */
export function hasFailed(server: unknown): boolean {
  return member(server, "failure") !== undefined;
}

/** `PASSED`, `DEGRADED` or `FAILED`, as state has it; else what is known of the wave, in capitals too. */
export function verdictOf({ standing, outputs }: WaveInState): string {
  return standing === "recorded" ? (text(member(outputs, "verdict")) ?? "UNFINISHED") : standing.toUpperCase();
}

const WAVE_COLUMNS: readonly Column<WaveInState>[] = [
  { heading: "wave", cell: ({ name }) => name },
  { heading: "verdict", cell: verdictOf },
  { heading: "servers", cell: ({ outputs }) => serverCount(outputs), rank: 2 },
  {
    heading: "recovery / max",
    cell: ({ outputs }) => allowed(outputs, "recoveryTimeSeconds", recoveryTime(outputs)),
  },
  {
    heading: "data loss / max",
    cell: ({ outputs }) => allowed(outputs, "recoveryPointSeconds", durationIn(outputs, "recoveryPointSeconds")),
  },
  { heading: "attempts", cell: ({ outputs }) => attempts(outputs), rank: 1 },
  { heading: "instances", cell: ({ outputs }) => instances(outputs), rank: 3 },
  { heading: "started", cell: ({ outputs }) => start(outputs), rank: 4 },
  { heading: "first job", cell: ({ outputs }) => textIn(outputs, "jobId"), rank: 5 },
];

function serverCount(outputs: unknown): string {
  if (member(outputs, "servers") === SECRET) {
    return SECRET;
  }
  const servers = serversOf(outputs);
  const failed = servers.filter(hasFailed).length;
  return outputs === undefined
    ? NOT_KNOWN
    : failed === 0
      ? `${servers.length}`
      : `${failed} of ${servers.length} failed`;
}

/** What was measured, beside the objective that the program sets. */
function allowed(outputs: unknown, objective: string, measured: string): string {
  const objectives = member(outputs, "objectives");
  const limit = objectives === SECRET ? SECRET : durationIn(objectives, objective);
  return limit === NOT_KNOWN ? measured : `${measured} / ${limit}`;
}

/** Every attempt is a job; state keeps the args too. */
function attempts(outputs: unknown): string {
  if (outputs === undefined) {
    return NOT_KNOWN;
  }
  const [made, retries] = [member(outputs, "attempts"), member(outputs, "retries")];
  const most = amount(member(retries, "maximumAttempts")) ?? DEFAULTS.retries.maximumAttempts;
  const used = Array.isArray(made) ? made.length : made === SECRET ? SECRET : NOT_KNOWN;
  return `${used} of ${retries === SECRET ? SECRET : most}`;
}

const ENDED: Readonly<Record<string, string>> = { COMPLETED: "terminated", GONE: "gone" };

/** What became of the recovery instances. */
function instances(outputs: unknown): string {
  const cleanup = member(outputs, "cleanup");
  if (cleanup === SECRET) {
    return SECRET;
  }
  const known = serversOf(outputs).filter((server) => member(server, "recoveryInstanceId") !== undefined);
  return (
    ENDED[text(member(cleanup, "status")) ?? ""] ?? (known.length === 0 ? "none known" : `${known.length} launched`)
  );
}

/** To the minute, UTC. */
function start(outputs: unknown): string {
  const at = textIn(outputs, "startedAt");
  const [, day, minute] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(at) ?? [];
  return minute === undefined ? at : `${day} ${minute} UTC`;
}

const SERVER_COLUMNS: readonly Column<ServerRow>[] = [
  { heading: "server", cell: ({ server }) => text(member(server, "hostname")) ?? textIn(server, "sourceServerId") },
  { heading: "wave", cell: ({ wave }) => wave },
  { heading: "status", cell: ({ server }) => status(server), rank: 3 },
  { heading: "verified to", cell: ({ server }) => textIn(server, "verifiedTo") },
  { heading: "recovery", cell: ({ server }) => recoveryTime(server) },
  { heading: "data loss", cell: ({ server }) => durationIn(server, "recoveryPointSeconds") },
];

const FURTHER_COLUMNS: readonly Column<ServerRow>[] = [
  {
    heading: "sizing",
    cell: ({ server }) => textIn(member(server, "launchConfiguration"), "targetInstanceTypeRightSizingMethod"),
    rank: 5,
  },
  { heading: "instance type", cell: ({ server }) => textIn(server, "instanceType"), rank: 4 },
  { heading: "role", cell: ({ server }) => textIn(server, "role"), rank: 6 },
  { heading: "instance", cell: ({ server }) => textIn(server, "recoveryInstanceId"), rank: 7 },
];

function status(server: unknown): string {
  return hasFailed(server) ? textIn(member(server, "failure"), "event") : textIn(server, "launchStatus");
}

/** The phases that any server went through, in the order in which they first come. */
function phasesIn(rows: readonly ServerRow[]): string[] {
  return [...new Set(rows.flatMap(({ server }) => phasesOf(server).map((phase) => textIn(phase, "name"))))];
}

function phaseColumn(name: string): Column<ServerRow> {
  return {
    heading: name.toLowerCase(),
    cell: ({ server }) => phaseTime(phasesOf(server).find((phase) => textIn(phase, "name") === name)),
    rank: 2,
  };
}

function phasesOf(server: unknown): readonly unknown[] {
  return items(member(server, "phases"));
}

function textIn(value: unknown, name: string): string {
  return text(member(value, name)) ?? NOT_KNOWN;
}

function durationIn(value: unknown, name: string): string {
  return durationOrDash(member(value, name));
}
