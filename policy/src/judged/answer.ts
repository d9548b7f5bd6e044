import type { Judgement } from "./judgement";
import type { JudgedServer, JudgedWave } from "./wave";

/** What a rule answers, and whom it is about. */
export interface Answer {
  judgement: Judgement;
  /** Absent: the program as a whole. */
  wave?: JudgedWave;
  server?: Pick<JudgedServer, "sourceServerId" | "name">;
}
