/** A process that has not ended. */
export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** Absent where the system does not tell. */
  readonly session?: number;
  /** Only good for comparing. */
  readonly startedAt: string;
}

export function processTable(): RunningProcess[];
export function parseStat(text: string): RunningProcess[];
export function parsePs(text: string): RunningProcess[];
export function identityOf(process: Pick<RunningProcess, "pid" | "startedAt">): string;
export function familyOf(
  table: readonly RunningProcess[],
  leader: number,
  known: ReadonlySet<string>,
): RunningProcess[];
