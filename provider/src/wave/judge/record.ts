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
import type { ServerFacts } from "../follow/verification";
import type { VerifiedServer } from "../follow/verifyServers";
import { type PlannedServer, secondsBetween } from "../run";

/** The record of one server, and its warnings. Pure. */
export function recordServer(
  verified: VerifiedServer,
  ended: EndedJob,
  drill: { startedAt: number | undefined; attempt: number; unrecoveredSeconds?: number | undefined },
): { record: ServerRecord; warnings: string[] } {
  const { server, facts, verification } = verified;
  const launched = facts.participant?.launchStatus === "LAUNCHED" || verification.verifiedTo !== undefined;
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
    postLaunchActions: (facts.participant?.postLaunchActions ?? []).map(toActionRecord),
    launchTimeSeconds: launchTime.seconds,
    ...recoveryTimeOf(verified, launchTime, drill),
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
    launchTime.warning,
    recoveryPoint.warning,
    verification.leftStopped && facts.success !== "launched" ? stopped : undefined,
    usedPreviousSnapshot(facts.log) ? older : undefined,
  ];
  return { record, warnings: warnings.filter((warning) => warning !== undefined) };
}

function toActionRecord({
  name,
  status = "unknown",
  failureReason,
  output,
}: PostLaunchActionRun): PostLaunchActionRecord {
  return withoutUndefined({
    name: harmless(name),
    status,
    failureReason: failureReason === undefined ? undefined : harmless(failureReason),
    output: output === undefined ? undefined : harmless(output),
  });
}

function harmlessFailure(failure: ServerFailure | undefined): ServerFailure | undefined {
  return failure === undefined ? undefined : { event: harmless(failure.event), message: harmless(failure.message) };
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
  { server, facts, verification, unfinishedAt }: VerifiedServer,
  launch: Measure,
  { startedAt, unrecoveredSeconds = 0 }: { startedAt: number | undefined; unrecoveredSeconds?: number | undefined },
): Pick<ServerRecord, "recoveryTimeSeconds" | "recoveryTimeAtLeastSeconds"> {
  if (verification.failure !== undefined || verification.verifiedTo === undefined || startedAt === undefined) {
    return {};
  }
  const { seconds: launched = 0 } = launch;
  const isLogged = launch.warning === undefined && launch.seconds !== undefined;
  if (verification.verifiedTo === "launched" && isLogged && !hasActions(server, facts)) {
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

/** True when post-launch actions were waited for, or may have been: the launch's end is then not the recovery's. */
function hasActions({ expectedActions }: PlannedServer, { participant }: ServerFacts): boolean {
  const isNone = expectedActions === undefined || ("known" in expectedActions && expectedActions.known.length === 0);
  return !isNone || (participant?.postLaunchActions ?? []).length > 0;
}

function launchTimeOf({ server, facts }: VerifiedServer, { job }: EndedJob, startedAt: number | undefined): Measure {
  if (startedAt === undefined) {
    return {
      warning: `launch time of ${nameServer(server)} cannot be determined: DRS does not say when the job began`,
    };
  }
  const launchEnd = facts.log.find((item) => item.event === "LAUNCH_END");
  if (launchEnd?.at !== undefined) {
    return { seconds: secondsBetween(startedAt, launchEnd.at) };
  }
  const missing = launchEnd === undefined ? "LAUNCH_END" : "time of LAUNCH_END";
  if (job.endedAt === undefined) {
    return { warning: `launch time of ${nameServer(server)} cannot be determined: the log has no ${missing}` };
  }
  const warning = `launch time of ${nameServer(server)} is the job's end: the log has no ${missing}`;
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

function roundMs(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
