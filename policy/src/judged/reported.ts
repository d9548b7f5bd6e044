import { Unanswerable } from "./judgement";

/** What AWS may leave out of an answer. @throws {@link Unanswerable} when it did; `what` is its name for people. */
export function reported<Value>(value: Value | undefined, what: string): Value {
  if (value !== undefined) return value;
  throw new Unanswerable("not observed", `${what} is not reported`);
}
