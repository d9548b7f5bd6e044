import { isGone } from "../../drs/status";
import type { JobLogItem, RecoveryInstance } from "../../drs/types";
import type { Ec2Instance, InstanceStatus } from "../../ec2/types";
import { nameServer, type SuccessLevel } from "../../vocabulary";
import type { WaveContext } from "../context";
import { verifyingRow } from "../row";
import type { PlannedServer } from "../run";
import { waitFor } from "../waiter";
import { withActionOutputs } from "./actionOutput";
import type { EndedJob } from "./followJob";
import { logOf } from "./jobLog";
import { type FinalVerification, openIn, type ServerFacts, type Verification, verificationOf } from "./verification";

/** A server with everything that was seen of it, once no other look will show more. */
export interface VerifiedServer {
  server: PlannedServer;
  facts: ServerFacts;
  verification: FinalVerification;
  /** The last look that did not see it done, the service's time; undefined when the first look did. */
  unfinishedAt: number | undefined;
  /** Its EC2 instance, if there is one. */
  ec2: Ec2Instance | undefined;
}

/**
 * Follows the servers of an ended job until each has reached `success` or cannot any more: its instance is there, runs,
 * passes EC2's status checks, and its post-launch actions succeeded. Tells after each look when the servers that are
 * not done were last seen so.
 *
 * @throws {@link import("../../errors").WaitTimeoutError} at the deadline, with what was last seen of each server that
 *   is not done.
 */
export async function verifyServers(
  context: WaveContext,
  ended: EndedJob,
  servers: readonly PlannedServer[],
  success: SuccessLevel,
  sawUnfinished: (at: ReadonlyMap<string, number>) => void = () => {},
): Promise<VerifiedServer[]> {
  const unfinishedAt = new Map<string, number>();
  const verified = new Map<string, VerifiedServer>();
  let current = ended;
  let open: ServerFacts[] = [];
  let firstLookAt: number | undefined;
  await waitFor<true>(context, {
    subject: `the servers of job ${ended.job.jobId} to reach ${success}`,
    expected: "all of them done",
    look: async () => {
      current = await readAgain(context, current, open);
      const undone = servers.filter((server) => !verified.has(server.sourceServerId));
      const unfinished: string[] = [];
      const seen = await lookAt(context, current, undone, { success, firstLookAt });
      open = [];
      for (const { server, facts, verification } of seen) {
        firstLookAt ??= facts.now;
        if (verification.isFinal) {
          const at = unfinishedAt.get(server.sourceServerId);
          verified.set(server.sourceServerId, { server, facts, verification, unfinishedAt: at, ec2: undefined });
        } else {
          open.push(facts);
          unfinishedAt.set(server.sourceServerId, facts.now);
          unfinished.push(`${nameServer(server)}: ${verification.seen}`);
        }
      }
      if (unfinished.length === 0) {
        return { done: true };
      }
      sawUnfinished(unfinishedAt);
      const row = verifyingRow({ done: verified.size, of: servers.length }, success);
      return { pending: unfinished.join("; "), row };
    },
  });
  const followed = servers.flatMap((each) => verified.get(each.sourceServerId) ?? []);
  return withInstances(context, await withActionOutputs(context, followed));
}

/** Adds each server's EC2 instance, for its instance type. */
async function withInstances({ ec2 }: WaveContext, verified: readonly VerifiedServer[]): Promise<VerifiedServer[]> {
  const ids = verified.flatMap(({ facts }) => facts.instance?.ec2InstanceId ?? []);
  const instances = ids.length === 0 ? [] : await ec2.listInstances(ids);
  const byId = new Map(instances.map((instance) => [instance.instanceId, instance]));
  return verified.map((each) => ({ ...each, ec2: byId.get(each.facts.instance?.ec2InstanceId ?? "") }));
}

/**
 * The job again, as far as it may say more of these servers than before: DRS is eventually consistent, and post-launch
 * actions go on after the job's end (docs/drs-facts.md#post-launch-actions).
 */
async function readAgain({ drs }: WaveContext, known: EndedJob, open: readonly ServerFacts[]): Promise<EndedJob> {
  const parts = new Set(open.map(openIn));
  const [jobs, log] = await Promise.all([
    parts.has("launch") || parts.has("actions") ? drs.listJobs([known.job.jobId]) : [],
    parts.has("launch") ? drs.listJobLogItems(known.job.jobId) : known.log,
  ]);
  // A job that is not shown now, or whose log is, says no less than before.
  return {
    job: jobs.find((job) => job.jobId === known.job.jobId) ?? known.job,
    log: log.length === 0 ? known.log : log,
  };
}

/** One look at servers of an ended job. */
async function lookAt(
  context: WaveContext,
  { job, log }: EndedJob,
  servers: readonly PlannedServer[],
  { success, firstLookAt }: { success: SuccessLevel; firstLookAt: number | undefined },
): Promise<{ server: PlannedServer; facts: ServerFacts; verification: Verification }[]> {
  const { drs, ec2 } = context;
  const instances = await drs.listRecoveryInstances(servers.map((server) => server.sourceServerId));
  const ours = instances.filter((instance) => isOf(instance, job.jobId, log));
  const ec2Ids = ours.map((instance) => instance.ec2InstanceId);
  const statuses = ec2Ids.length === 0 || success === "launched" ? [] : await ec2.listInstanceStatuses(ec2Ids);
  return servers.map((server) => {
    const instance = ours.find((each) => serverIdOf(each, log) === server.sourceServerId);
    const facts: ServerFacts = {
      participant: job.servers.find((each) => each.sourceServerId === server.sourceServerId),
      log: logOf(server.sourceServerId, log),
      jobEndedAt: job.endedAt,
      firstLookAt: firstLookAt ?? drs.now(),
      instance,
      status: statusOf(statuses, instance),
      launchDisposition: server.launchConfiguration.launchDisposition ?? "STARTED",
      expectedActions: server.expectedActions,
      success,
      now: drs.now(),
    };
    return { server, facts, verification: verificationOf(facts) };
  });
}

/** True for a live instance that the job launched: as DRS says it, or as the job's log does where DRS does not say. */
function isOf(instance: RecoveryInstance, jobId: string, log: readonly JobLogItem[]): boolean {
  const ours = instance.jobId === undefined ? launchEndOf(instance, log) !== undefined : instance.jobId === jobId;
  return ours && !isGone(instance.ec2InstanceState);
}

/** The server of an instance: as DRS says it, or as the job's log does where DRS does not say. */
function serverIdOf(instance: RecoveryInstance, log: readonly JobLogItem[]): string | undefined {
  return instance.sourceServerId ?? launchEndOf(instance, log)?.sourceServerId;
}

function launchEndOf({ ec2InstanceId }: RecoveryInstance, log: readonly JobLogItem[]): JobLogItem | undefined {
  return log.find((item) => ec2InstanceId !== "" && item.targetInstanceId === ec2InstanceId);
}

function statusOf(statuses: readonly InstanceStatus[], instance: RecoveryInstance | undefined) {
  return statuses.find((status) => status.instanceId === instance?.ec2InstanceId);
}
