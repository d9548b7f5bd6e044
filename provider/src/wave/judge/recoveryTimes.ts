/** The times of records, of earlier versions too. Pure. */
import type { ServerRecord } from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";

/** The times of one server, in seconds from the start of the first attempt. */
export type RecoveryTimes = Pick<
  ServerRecord,
  "launchTimeSeconds" | "recoveryTimeSeconds" | "recoveryTimeAtLeastSeconds"
>;

/** True for a record of an earlier version, whose `recoveryTimeSeconds` is the time to LAUNCH_END. */
export function isEarlierRecord(server: ServerRecord): boolean {
  return server.launchTimeSeconds === undefined && server.recoveryTimeAtLeastSeconds === undefined;
}

/**
 * The times as they are called now. Earlier versions kept the first look that saw the level as `verifiedSeconds`, and
 * not the last look before that: it came after the launch.
 */
export function timesOf(server: ServerRecord): RecoveryTimes {
  const { launchTimeSeconds, recoveryTimeSeconds, recoveryTimeAtLeastSeconds, verifiedSeconds } = server;
  if (!isEarlierRecord(server)) {
    return withoutUndefined({ launchTimeSeconds, recoveryTimeSeconds, recoveryTimeAtLeastSeconds });
  }
  return withoutUndefined({
    launchTimeSeconds: recoveryTimeSeconds,
    recoveryTimeSeconds: verifiedSeconds,
    recoveryTimeAtLeastSeconds: verifiedSeconds === undefined ? undefined : (recoveryTimeSeconds ?? 0),
  });
}
