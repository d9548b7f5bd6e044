import { EC2_GONE } from "../../drs/status";
import type { RecoveryInstance } from "../../drs/types";
import type { Ec2Instance, InstanceStatus } from "../../ec2/types";
import type { SuccessLevel } from "../../vocabulary";
import type { WaveContext } from "../context";
import type { PlannedServer } from "../plan";
import { waitForState } from "../waiter";
import { type ServerFacts, type ServerStanding, standingOf } from "./serverStanding";
import type { EndedJob } from "./waitForJob";

/** A server with everything that was seen of it, once it is settled. */
export interface VerifiedServer {
  server: PlannedServer;
  facts: ServerFacts;
  standing: ServerStanding;
  ec2: Ec2Instance | undefined;
  /** The service's time of the look that settled it, epoch ms. */
  settledAt: number;
}

/**
 * Follows the servers of an ended job until each has reached `success` or cannot any more: its instance is there, runs,
 * passes EC2's status checks, and its post-launch actions succeeded.
 *
 * @throws {@link import("../../errors").WaitTimeoutError} at the deadline.
 */
export async function verifyServers(
  context: WaveContext,
  ended: EndedJob,
  servers: readonly PlannedServer[],
  success: SuccessLevel,
): Promise<VerifiedServer[]> {
  const settled = new Map<string, VerifiedServer>();
  let current: EndedJob | undefined;
  await waitForState({
    subject: `the servers of job ${ended.job.jobId} to reach ${success}`,
    observe: async () => {
      current = current === undefined ? ended : await refresh(context, current);
      const open = servers.filter((server) => !settled.has(server.sourceServerId));
      for (const look of await lookAt(context, current, open, success)) {
        if (look.standing.settled) settled.set(look.server.sourceServerId, look);
      }
      if (settled.size < servers.length) {
        context.status.show(`verifying to ${success}: ${settled.size} of ${servers.length} servers settled`);
      }
      return settled.size;
    },
    stateOf: (count) => (count === servers.length ? ALL_SETTLED : NOT_ALL_SETTLED),
    pending: [NOT_ALL_SETTLED],
    target: [ALL_SETTLED],
    notFoundTolerance: 0,
    deadline: context.deadline,
    pollMs: context.pollMs,
    clock: context.clock,
  });
  return withInstances(
    context,
    servers.flatMap((each) => settled.get(each.sourceServerId) ?? []),
  );
}

/** With each server's EC2 instance, which tells its type. */
async function withInstances({ ec2 }: WaveContext, verified: readonly VerifiedServer[]): Promise<VerifiedServer[]> {
  const ids = verified.flatMap(({ facts }) => facts.instance?.ec2InstanceId ?? []);
  const instances = ids.length === 0 ? [] : await ec2.listInstances(ids);
  return verified.map((each) => ({
    ...each,
    ec2: instances.find((instance) => instance.instanceId === each.facts.instance?.ec2InstanceId),
  }));
}

const ALL_SETTLED = "all settled";
const NOT_ALL_SETTLED = "not all settled";

/** The job again: post-launch actions may go on after it has ended. */
async function refresh({ drs }: WaveContext, { job, log }: EndedJob): Promise<EndedJob> {
  const running = job.servers.some((each) => each.postLaunchActions.some(({ status }) => status === "IN_PROGRESS"));
  if (!running) return { job, log };
  return { job: (await drs.listJobs([job.jobId]))[0] ?? job, log };
}

async function lookAt(
  context: WaveContext,
  { job, log }: EndedJob,
  servers: readonly PlannedServer[],
  success: SuccessLevel,
): Promise<VerifiedServer[]> {
  const { drs, ec2 } = context;
  const ids = servers.map((server) => server.sourceServerId);
  const instances = ids.length === 0 ? [] : await drs.listRecoveryInstances(ids);
  const ours = instances.filter((instance) => isOf(instance, job.jobId));
  const ec2Ids = ours.map((instance) => instance.ec2InstanceId);
  const statuses = ec2Ids.length === 0 || success === "launched" ? [] : await ec2.listInstanceStatuses(ec2Ids);
  return servers.map((server) => {
    const instance = ours.find((each) => each.sourceServerId === server.sourceServerId);
    const facts: ServerFacts = {
      participant: job.servers.find((each) => each.sourceServerId === server.sourceServerId),
      log: log.filter((item) => item.sourceServerId === server.sourceServerId),
      jobEndedAt: job.endedAt,
      instance,
      status: statusOf(statuses, instance),
      launchDisposition: server.launchConfiguration.launchDisposition ?? "STARTED",
      success,
      now: drs.now(),
    };
    const standing = standingOf(facts);
    return { server, facts, standing, ec2: undefined, settledAt: facts.now };
  });
}

function isOf(instance: RecoveryInstance, jobId: string): boolean {
  return instance.jobId === jobId && !EC2_GONE.includes(instance.ec2InstanceState);
}

function statusOf(statuses: readonly InstanceStatus[], instance: RecoveryInstance | undefined) {
  return statuses.find((status) => status.instanceId === instance?.ec2InstanceId);
}
