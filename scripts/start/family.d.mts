import type { RunningProcess } from "./processTable.d.mts";

export class Family {
  readonly leader: number;
  constructor(leader: number);
  members(): RunningProcess[];
  end(): Promise<void>;
}
