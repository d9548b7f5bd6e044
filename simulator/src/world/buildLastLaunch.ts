import { awsDateTime } from "../clock";
import { momentOf } from "./dateTime";
import { derivedId } from "./ids";
import type { SourceServerFile } from "./schema";
import { lastLaunchResultOf, type SourceServerState } from "./sourceServer";

const DAY = 24 * 3600 * 1000;

/** What DRS says about a server's last launch when the world begins: a successful drill a day ago where the world gives no more. */
export function buildLastLaunch(
  { sourceServerID, lastLaunch: given }: SourceServerFile,
  now: number,
): Pick<SourceServerState, "lastLaunch" | "lastLaunchResult"> {
  if (given === undefined) {
    return { lastLaunchResult: "NOT_STARTED" };
  }
  const status = given.status ?? "LAUNCHED";
  return {
    lastLaunch: {
      apiCallDateTime: awsDateTime(momentOf(given.apiCallDateTime, given.ageSeconds, now) ?? now - DAY),
      jobID: given.jobID ?? derivedId("drsjob-", `${sourceServerID}/lastLaunch`),
      type: given.type ?? "DRILL",
      status,
    },
    lastLaunchResult: lastLaunchResultOf(status),
  };
}
