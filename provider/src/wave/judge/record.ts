import { nameServer, type ServerRecord } from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import type { EndedJob } from "../follow/followJob";
import { phasesOf, usedPreviousSnapshot } from "../follow/jobLog";
import type { VerifiedServer } from "../follow/verifyServers";
import { secondsBetween } from "../run";

/** The record of one server, and its warnings. Pure. */
export function recordServer(
  verified: VerifiedServer,
  ended: EndedJob,
  drill: { startedAt: number; attempt: number; unrecoveredSeconds?: number | undefined },
): { record: ServerRecord; warnings: string[] } {
  const { server, facts, verification } = verified;
  const launched = facts.participant?.launchStatus === "LAUNCHED";
  const recoveryPoint = launched ? recoveryPointOf(verified, ended) : {};
  const launchTime = launched ? launchTimeOf(verified, ended, drill.startedAt) : {};
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
    launchTimeSeconds: launchTime.seconds,
    ...recoveryTimeOf(verified, launchTime, drill),
    recoveryPointSeconds: recoveryPoint.seconds,
    phases: phasesOf(facts.log),
    attempt: drill.attempt,
    usedPreviousSnapshot: usedPreviousSnapshot(facts.log) ? (true as const) : undefined,
    failure: verification.failure,
  });
  const stopped = `${nameServer(server)} is left STOPPED by its launch configuration and was judged as launched only`;
  const older = `${nameServer(server)} was launched from an older snapshot: DRS could not take one`;
  const warnings = [
    launchTime.warning,
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

/**
 * When the server recovered: between the last look that did not see it and the first that did, because EC2 does not say
 * when a check passed (docs/drs-facts.md#when-a-status-check-passed). Its launch is logged. Nothing for a server that
 * did not recover.
 */
function recoveryTimeOf(
  { facts, verification, unfinishedAt }: VerifiedServer,
  launch: Measure,
  { startedAt, unrecoveredSeconds = 0 }: { startedAt: number; unrecoveredSeconds?: number | undefined },
): Pick<ServerRecord, "recoveryTimeSeconds" | "recoveryTimeAtLeastSeconds"> {
  if (verification.failure !== undefined || verification.verifiedTo === undefined) {
    return {};
  }
  const { seconds: launched = 0 } = launch;
  const isLogged = launch.warning === undefined && launch.seconds !== undefined;
  if (verification.verifiedTo === "launched" && isLogged && (facts.participant?.postLaunchActions ?? []).length === 0) {
    return { recoveryTimeSeconds: launched, recoveryTimeAtLeastSeconds: launched };
  }
  const unfinished = unfinishedAt === undefined ? 0 : secondsBetween(startedAt, unfinishedAt);
  const seen = secondsBetween(startedAt, facts.now);
  // Times of whole seconds, as the service's are, may put a look before what was logged before it.
  const earliest = isLogged
    ? Math.max(launched, unfinished, unrecoveredSeconds)
    : Math.max(unfinished, unrecoveredSeconds);
  return { recoveryTimeSeconds: Math.max(seen, earliest), recoveryTimeAtLeastSeconds: earliest };
}

function launchTimeOf({ server, facts }: VerifiedServer, { job }: EndedJob, startedAt: number): Measure {
  const launchEnd = facts.log.find((item) => item.event === "LAUNCH_END");
  if (launchEnd !== undefined) {
    return { seconds: secondsBetween(startedAt, launchEnd.at) };
  }
  if (job.endedAt === undefined) {
    return { warning: `launch time of ${nameServer(server)} cannot be determined: the log has no LAUNCH_END` };
  }
  const warning = `launch time of ${nameServer(server)} is the job's end: the log has no LAUNCH_END`;
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

function roundMs(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
