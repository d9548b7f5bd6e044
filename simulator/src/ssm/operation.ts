import type { OperationContext } from "../operation";
import type { SsmMembers } from "./request";

/** An operation of SSM. It may change the state, but only after every check that could refuse the request. */
export interface SsmOperation {
  /** Whether it changes the state. If so, the state is saved before the answer is sent. */
  readonly mutates: boolean;
  /** The answer's body. @throws AwsError when the request is refused */
  answer(members: SsmMembers, context: OperationContext): object;
}
