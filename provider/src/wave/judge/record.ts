import type { PostLaunchActionRun } from "../../drs/types";
import {
  harmless,
  nameServer,
  type PostLaunchActionRecord,
  type ServerFailure,
  type ServerRecord,
} from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import type { EndedJob } from "../follow/followJob";
import { phasesOf, usedPreviousSnapshot } from "../follow/jobLog";
import type { VerifiedServer } from "../follow/verifyServers";

/** The record of one server, and its warnings. Pure. */
export function recordServer(
  verified: VerifiedServer,
  ended: EndedJob,
  drill: { startedAt: number | undefined; attempt: number },
): { record: ServerRecord; warnings: string[] } {
  const { server, facts, verification } = verified;
  const launched = facts.participant?.launchStatus === "LAUNCHED" || verification.verifiedTo !== undefined;
  const recoveryPoint = launched ? recoveryPointOf(verified, ended) : {};
  const recoveryTime = launched ? recoveryTimeOf(verified, ended, drill.startedAt) : {};
  const record: ServerRecord = withoutUndefined({
    sourceServerId: server.sourceServerId,
    hostname: server.hostname,
    role: server.role,
    impactLevel: server.impactLevel,
    launchStatus: facts.participant?.launchStatus ?? "unknown",
    recoveryInstanceId: facts.instance?.recoveryInstanceId,
    launchConfiguration: server.launchConfiguration,
    instanceType: verified.ec2?.instanceType,
    verifiedTo: verification.verifiedTo,
    postLaunchActions: (facts.participant?.postLaunchActions ?? []).map(toActionRecord),
    recoveryTimeSeconds: recoveryTime.seconds,
    verifiedSeconds: verification.failure === undefined ? secondsBetween(drill.startedAt, facts.now) : undefined,
    recoveryPointSeconds: recoveryPoint.seconds,
    phases: phasesOf(facts.log),
    attempt: drill.attempt,
    usedPreviousSnapshot: usedPreviousSnapshot(facts.log) ? (true as const) : undefined,
    notKnown: verification.notKnown?.map(harmless),
    failure: harmlessFailure(verification.failure),
  });
  const stopped = `${nameServer(server)} is left STOPPED by its launch configuration and was judged as launched only`;
  const older = `${nameServer(server)} was launched from an older snapshot: DRS could not take one`;
  const said = [...(verification.notes ?? []), ...(verification.notKnown ?? [])];
  const warnings = [
    ...said.map((text) => `${nameServer(server)}: ${harmless(text)}`),
    recoveryTime.warning,
    recoveryPoint.warning,
    verification.leftStopped && facts.success !== "launched" ? stopped : undefined,
    usedPreviousSnapshot(facts.log) ? older : undefined,
  ];
  return { record, warnings: warnings.filter((warning) => warning !== undefined) };
}

function toActionRecord({ name, status = "unknown", failureReason }: PostLaunchActionRun): PostLaunchActionRecord {
  return withoutUndefined({
    name: harmless(name),
    status,
    failureReason: failureReason === undefined ? undefined : harmless(failureReason),
  });
}

function harmlessFailure(failure: ServerFailure | undefined): ServerFailure | undefined {
  return failure === undefined ? undefined : { event: harmless(failure.event), message: harmless(failure.message) };
}

interface Measure {
  seconds?: number;
  warning?: string;
}

function recoveryTimeOf({ server, facts }: VerifiedServer, { job }: EndedJob, startedAt: number | undefined): Measure {
  if (startedAt === undefined) {
    return {
      warning: `recovery time of ${nameServer(server)} cannot be determined: DRS does not say when the job began`,
    };
  }
  const launchEnd = facts.log.find((item) => item.event === "LAUNCH_END");
  if (launchEnd?.at !== undefined) {
    return { seconds: secondsBetween(startedAt, launchEnd.at) };
  }
  const missing = launchEnd === undefined ? "LAUNCH_END" : "time of LAUNCH_END";
  if (job.endedAt === undefined) {
    return {
      warning: `recovery time of ${nameServer(server)} cannot be determined: the log has no ${missing}`,
    };
  }
  const warning = `recovery time of ${nameServer(server)} is the job's end: the log has no ${missing}`;
  return { seconds: secondsBetween(startedAt, job.endedAt), warning };
}

function recoveryPointOf({ server, facts }: VerifiedServer, { job }: EndedJob): Measure {
  const takenAt = facts.instance?.pointInTimeAt;
  const unknown = (why: string) => ({
    warning: `recovery point of ${nameServer(server)} cannot be determined: ${why}`,
  });
  if (takenAt === undefined) {
    return unknown("DRS does not say which snapshot was used");
  }
  if (job.createdAt === undefined) {
    return unknown("DRS does not say when the job began");
  }
  // An on-demand snapshot is taken seconds after the job's creation, so its age is 0 and not negative.
  const age = Math.max(0, secondsBetween(takenAt, job.createdAt));
  if (server.recoverySnapshotId !== undefined || usedPreviousSnapshot(facts.log)) {
    return { seconds: age };
  }
  if (server.lagSeconds === undefined) {
    return unknown("the replication lag before the launch is not known");
  }
  return { seconds: roundMs(age + server.lagSeconds) };
}

function secondsBetween(from: number, to: number): number;
function secondsBetween(from: number | undefined, to: number): number | undefined;
function secondsBetween(from: number | undefined, to: number): number | undefined {
  return from === undefined ? undefined : roundMs((to - from) / 1000);
}

function roundMs(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
