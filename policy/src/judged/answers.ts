import { attempt, type Judgement, judgeOrUnknown } from "./judgement";
import type { JudgedPlan, PlannedWave } from "./plan";
import { judgedServersOf } from "./servers";
import type { JudgedServer, JudgedWave } from "./wave";

/** What a rule answers, and what it is about. */
export interface Answer {
  judgement: Judgement;
  /** Absent: the program as a whole. */
  wave?: JudgedWave;
  server?: AnsweredServer;
}

/** A server that an answer is about; it may be in no wave. */
export interface AnsweredServer extends Pick<JudgedServer, "sourceServerId" | "name" | "role" | "declared" | "seen"> {
  /** Where it was seen in another way than as a server of a wave. */
  hostname?: string;
}

/** The server's hostname, wherever it was seen. */
export function hostnameOf({ seen, hostname }: AnsweredServer): string | undefined {
  return seen?.hostname ?? hostname;
}

/** One answer for each wave. A wave that cannot be judged is unknown; the others are judged all the same. */
export function judgeEachWave(plan: JudgedPlan, judge: (planned: PlannedWave) => Judgement): Answer[] {
  return answerEachWave(plan, (planned) => [{ wave: planned.wave, judgement: judge(planned) }]);
}

/** Any number of answers for each wave; a single unknown for a wave that cannot be judged at all. */
export function answerEachWave({ waves }: JudgedPlan, judge: (planned: PlannedWave) => Answer[]): Answer[] {
  return waves.flatMap((planned) => answersAbout(planned.wave, () => judge(planned)));
}

/** What `judge` answers about the wave, or a single unknown. */
export function answersAbout(wave: JudgedWave, judge: () => Answer[]): Answer[] {
  return attempt(judge, (judgement) => [{ wave, judgement }]);
}

/** One answer for each server. A server that cannot be judged is unknown. @throws when the servers are unknown. */
export function judgeEachServer(wave: JudgedWave, judge: (server: JudgedServer) => Judgement): Answer[] {
  return judgedServersOf(wave).map((server) => ({ wave, server, judgement: judgeOrUnknown(() => judge(server)) }));
}

/** The answers that could not be given. */
export function unknownOf(answers: readonly Answer[]): Answer[] {
  return answers.filter(({ judgement }) => judgement.status === "unknown");
}
