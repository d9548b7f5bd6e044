import { partitionOf } from "./world/state/resource";
import type { SessionState, WorldState } from "./world/state/worldState";

/** Who sent a request, as STS's GetCallerIdentity says it. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
  /** What STS issued the credentials for; absent for the keys of a user. */
  readonly session?: SessionState;
}

/** Who has this access key: a session that STS issued, or else a user. Signatures are not verified, so any other key will do. */
export function callerOf(state: WorldState, accessKeyId: string | undefined): Caller {
  const session = state.sessions.find((candidate) => candidate.accessKeyId === accessKeyId);
  if (session !== undefined) {
    const { account, arn, userId } = session;
    return { account, arn, userId, session };
  }
  const { callerAccount: account, callerArn } = state.sts;
  if (callerArn !== undefined) {
    return { account, arn: callerArn, userId: "AIDASIMULATEDCALLER00" };
  }
  return {
    account,
    arn: `arn:${partitionOf(state.region)}:iam::${account}:user/simulated`,
    userId: "AIDASIMULATEDUSER0000",
  };
}
