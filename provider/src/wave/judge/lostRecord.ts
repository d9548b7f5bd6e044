import { SERVER_OPEN } from "../../drs/status";
import type { ServerRecord } from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import type { EndedJob } from "../follow/followJob";
import { endOfServer, logOf, phasesOf } from "../follow/jobLog";
import type { PlannedServer } from "../run";
import type { Wave } from "../wave";

/** A drill that was judged, and whose record never reached state. */
export interface LostRecord {
  wave: Wave;
  /** From the job's tag `Judged`. */
  verdict: string;
  attempt: number;
}

/**
 * What an ended job still shows of a server whose record was lost. The server counts as verified to `success` only when
 * the whole drill had PASSED. Pure.
 */
export function recordFromJob(
  server: PlannedServer,
  { job, log }: EndedJob,
  { wave, verdict, attempt }: LostRecord,
): ServerRecord {
  const id = server.sourceServerId;
  const reported = job.servers.find((each) => each.sourceServerId === id)?.launchStatus;
  const launchStatus = reported ?? "unknown";
  const items = logOf(id, log);
  const end = endOfServer(items);
  const isSilent = reported === undefined || SERVER_OPEN.includes(reported);
  const launched = reported === "LAUNCHED" || (isSilent && end?.event === "LAUNCH_END");
  const failedAt = end?.event === "LAUNCH_END" ? undefined : end;
  const failed = {
    event: failedAt?.event ?? "NOT_LAUNCHED",
    message: failedAt?.message ?? `its launch status is ${launchStatus}`,
  };
  const verified = verdict === "PASSED" ? wave.success : ("launched" as const);
  return withoutUndefined({
    sourceServerId: id,
    hostname: server.hostname,
    role: server.role,
    impactLevel: server.impactLevel,
    launchStatus,
    launchConfiguration: server.launchConfiguration,
    verifiedTo: launched ? verified : undefined,
    postLaunchActions: [],
    phases: phasesOf(items),
    attempt,
    failure: launched ? undefined : failed,
  });
}
