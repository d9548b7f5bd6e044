import { nameServer, type ServerRecord } from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import type { EndedJob } from "../follow/followJob";
import { phasesOf, usedPreviousSnapshot } from "../follow/jobLog";
import type { VerifiedServer } from "../follow/verifyServers";

/** The record of one server, and its warnings. Pure. */
export function recordServer(
  verified: VerifiedServer,
  ended: EndedJob,
  drill: { startedAt: number; attempt: number },
): { record: ServerRecord; warnings: string[] } {
  const { server, facts, verification } = verified;
  const launched = facts.participant?.launchStatus === "LAUNCHED";
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
    postLaunchActions: facts.participant?.postLaunchActions ?? [],
    recoveryTimeSeconds: recoveryTime.seconds,
    verifiedSeconds: verification.failure === undefined ? secondsBetween(drill.startedAt, facts.now) : undefined,
    recoveryPointSeconds: recoveryPoint.seconds,
    phases: phasesOf(facts.log),
    attempt: drill.attempt,
    usedPreviousSnapshot: usedPreviousSnapshot(facts.log) ? (true as const) : undefined,
    failure: verification.failure,
  });
  const stopped = `${nameServer(server)} is left STOPPED by its launch configuration and was judged as launched only`;
  const older = `${nameServer(server)} was launched from an older snapshot: DRS could not take one`;
  const warnings = [
    recoveryTime.warning,
    recoveryPoint.warning,
    verification.leftStopped && facts.success !== "launched" ? stopped : undefined,
    usedPreviousSnapshot(facts.log) ? older : undefined,
  ];
  return { record, warnings: warnings.filter((warning) => warning !== undefined) };
}

interface Measure {
  seconds?: number;
  warning?: string;
}

function recoveryTimeOf({ server, facts }: VerifiedServer, { job }: EndedJob, startedAt: number): Measure {
  const launchEnd = facts.log.find((item) => item.event === "LAUNCH_END");
  if (launchEnd !== undefined) {
    return { seconds: secondsBetween(startedAt, launchEnd.at) };
  }
  if (job.endedAt === undefined) {
    return { warning: `recovery time of ${nameServer(server)} cannot be determined: the log has no LAUNCH_END` };
  }
  const warning = `recovery time of ${nameServer(server)} is the job's end: the log has no LAUNCH_END`;
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

function secondsBetween(from: number, to: number): number {
  return roundMs((to - from) / 1000);
}

function roundMs(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
