import Table from "cli-table3";
import type { ServerRecord } from "pulumi-drillwave/vocabulary";
import { formatDuration } from "./duration";
import type { WaveRecord } from "./waveRecords";

const HEADINGS = [
  "hostname",
  "tier",
  "right-sizing",
  "instance type",
  "launch",
  "verified to",
  "recovery time",
  "recovery point",
];

/** Columns stand apart by blanks alone: lines survive copying into a ticket. */
const NO_LINES = Object.fromEntries(
  ["top", "bottom", "left", "right", "mid", "middle"].flatMap((side) =>
    ["", "-mid", "-left", "-right"].map((part) => [`${side}${part}`, ""]),
  ),
);

/** A line for every server of every wave, in the order of the waves; `mark` wraps the lines of servers that did not recover. */
export function serverTable(waves: readonly WaveRecord[], mark: (text: string) => string): string {
  const servers = waves.flatMap((wave) => wave.outputs.servers);
  const table = new Table({
    head: HEADINGS,
    chars: NO_LINES,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
  });
  table.push(...servers.map(serverCells));
  const [heading = "", ...lines] = table.toString().split("\n");
  return [heading, ...lines.map((line, index) => (servers[index]?.failure ? mark(line) : line))]
    .map((line) => line.trimEnd())
    .join("\n");
}

function serverCells(server: ServerRecord): string[] {
  return [
    server.hostname ?? server.sourceServerId,
    server.role ?? "-",
    server.launchConfiguration.targetInstanceTypeRightSizingMethod ?? "-",
    server.instanceType ?? "-",
    server.launchStatus,
    server.verifiedTo ?? "-",
    formatDuration(server.recoveryTimeSeconds),
    formatDuration(server.recoveryPointSeconds),
  ];
}
