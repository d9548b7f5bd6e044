import type { Change } from "./change";

/**
 * Something that is wrong, said so that those which share it share one sentence: `<servers> <says> <at>: <why>. Fix: …`.
 * What differs from one to the next is in `detail`, `at` and the change.
 */
export interface Fact {
  /**
   * What would happen at the launch, or what is so: a predicate that reads after one name and after several, such as
   * `would start with a public IP address` or `cannot start`. No id of a server or template is in it.
   */
  says: string;
  /** What of it differs from server to server, such as `20m behind`: shown behind a server's name. */
  detail?: string;
  /** Where, such as a subnet: all of them are listed behind the sentence. */
  at?: { how: "from" | "in" | "to" | "of" | "with" | "by"; what: string };
  /** Why it matters, as a clause: `anyone can try to reach a copy of production`. */
  why?: string;
  fix: Fix;
  /** What this and other facts of the server come from: they are told as one sentence. */
  cause?: Cause;
  /** A drill changes this itself, so that a wave which has not started is no longer to be blocked by it. */
  changedByDrill?: true;
}

/** How a fact is put right: in words, by changes for which commands are printed, or both. */
export type Fix = { words: string; change?: Changes } | { words?: undefined; change: Changes };

type Changes = Change | readonly Change[];

/**
 * What several facts come from. A fact with a cause says what follows from it, as a phrase behind the cause's sentence:
 * `would start in a default subnet, because the launch templates name none` and `with a public IP address`.
 */
export interface Cause {
  says: string;
}
