import { BUSY_ERRORS, hasEnded, isGone, JOB_COMPLETED, NOT_SAID, THROTTLED } from "../../drs/status";
import type { Job, JobLogItem, RecoveryInstance } from "../../drs/types";
import type { Ec2Instance } from "../../ec2/types";
import { CleanupIncompleteError, clauseOf, DrsRequestError, messageOf, NotFoundError, remedyFor } from "../../errors";
import { type CleanupRecord, count } from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import type { WaveContext } from "../context";
import { waitFor } from "../waiter";
import { type DrillNames, type SortedInstances, sortInstances } from "./drillInstances";
import type { DrillJobs } from "./drillJobs";
import { noteEarlierMachines } from "./earlierMachines";
import { reasonsIn, remedyIn } from "./terminationReasons";
import { isLasting, unlessRefused } from "./unlessRefused";

/** TERMINATE jobs that may end with instances still listed before that counts as a failure. */
const ROUNDS = 3;

/** Looks in a row at an instance that EC2 still shows alive after its TERMINATE job: EC2 is eventually consistent. */
const LOOKS_AT_ALIVE = 3;

/**
 * Looks in a row that may not show a job, before it counts as deleted from DRS
 * (docs/drs-facts.md#a-new-job-may-show-late).
 */
const MISSING_LOOKS = 6;

/**
 * Looks in a row at which DRS must list no instance of jobs that do not say what they launched, before they count as
 * having launched none: DescribeRecoveryInstances is eventually consistent too.
 */
const EMPTY_LOOKS = 6;

/**
 * Terminates what these jobs launched, and waits until it is gone. Waits for each job first, because DRS has no cancel
 * (docs/drs-facts.md#there-is-no-cancel) and shows no instance before its job has ended. Instances are found by their
 * job, whatever its list of servers says. Ends only what DRS lists as a drill's instance of these jobs; touches nothing
 * else, and no instance in failback.
 *
 * @throws {@link CleanupIncompleteError} when instances remain, or may.
 */
export async function cleanUp(context: WaveContext, drill: DrillJobs): Promise<CleanupRecord> {
  const launched = await waitForJobs(context, drill);
  const names: DrillNames = {
    jobIds: new Set(drill.jobs.map((job) => job.jobId)),
    instanceIds: new Set([...drill.instanceIds, ...launched.instanceIds]),
    earlier: new Map(drill.existingIds?.map((id) => [id, "the drill launched into it and did not make it"])),
    settled: new Set(drill.settledIds),
    known: new Set(),
    since: launched.since,
  };
  const { jobId, seen, notOurs } = await terminateListed(context, names, launched.isUnclear);
  const ids = new Set([...names.instanceIds, ...seen]);
  for (const { ec2InstanceId, why } of notOurs) {
    context.status.warn(`left running: ${ec2InstanceId}, because ${why}`);
    ids.delete(ec2InstanceId);
  }
  // One that DRS lists no longer, too.
  for (const id of [...ids].filter((each) => names.earlier.has(each))) {
    context.status.warn(`left running: ${id}, because ${names.earlier.get(id)}`);
    ids.delete(id);
  }
  await waitUntilGone(context, [...ids]);
  return withoutUndefined({ status: "COMPLETED" as const, jobId });
}

/** What ended jobs say of their instances. */
interface Launched {
  /** EC2 ids that the jobs' lists and logs name. */
  instanceIds: string[];
  /** True when a job does not say what it launched: that no instance is named is then no proof that there is none. */
  isUnclear: boolean;
  /** When the first job was created, epoch ms; undefined where that is not known. */
  since: number | undefined;
}

/** Waits until every job has ended. */
async function waitForJobs(context: WaveContext, { jobs, instanceIds: known }: DrillJobs): Promise<Launched> {
  const launched = await Promise.all(
    jobs.map(async ({ jobId, ended, startedAt }) => {
      const job = await waitUntilEnded(context, jobId, ended === true);
      const log = await logOf(context, jobId);
      const listed = job?.servers ?? [];
      const instanceIds = [
        ...log.flatMap((item) => item.targetInstanceId ?? []),
        ...listed.flatMap((server) => server.recoveryInstanceId ?? []),
      ];
      const saysNothing = listed.length === 0 && log.every((item) => item.sourceServerId === undefined);
      const hasLaunched =
        listed.some((server) => server.launchStatus !== "FAILED") || log.some((item) => item.event === "LAUNCH_END");
      return {
        instanceIds,
        createdAt: earliest([job?.createdAt, startedAt]),
        isUnclear: instanceIds.length === 0 && (saysNothing || hasLaunched),
      };
    }),
  );
  return {
    instanceIds: launched.flatMap((each) => each.instanceIds),
    isUnclear: known.length === 0 && launched.some((each) => each.isUnclear),
    since: earliest(launched.map((each) => each.createdAt)),
  };
}

/** Empty where it cannot be read: what the job launched is then found by DRS's own list alone. */
async function logOf({ drs, status }: WaveContext, jobId: string): Promise<JobLogItem[]> {
  try {
    return await drs.listJobLogItems(jobId);
  } catch (error) {
    if (!isLasting(error)) {
      throw error;
    }
    status.warn(
      `the log of job ${jobId} could not be read, so its instances are those that DRS lists: ${messageOf(error)}`,
    );
    return [];
  }
}

function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.flatMap((time) => time ?? []);
  return known.length === 0 ? undefined : Math.min(...known);
}

/**
 * The job once it has ended; undefined when DRS no longer shows it: only an ended job can be deleted
 * (docs/drs-facts.md#there-is-no-cancel). One look that shows nothing is no proof. `isKnown`: state has seen its end, and no
 * status that DRS shows now stands against that.
 */
async function waitUntilEnded(context: WaveContext, jobId: string, isKnown = false): Promise<Job | undefined> {
  const watch = context.drs.watchJob(jobId);
  const wait = waitFor<Job>(context, {
    subject: `job ${jobId}`,
    expected: JOB_COMPLETED,
    missingLooks: MISSING_LOOKS,
    news: () => watch.news(),
    timeout: (lastSeen) =>
      new CleanupIncompleteError([`what job ${jobId} launches`], `job ${jobId} is ${lastSeen} at the deadline`),
    look: async () => {
      const job = await watch.look();
      if (job === undefined) {
        return { missing: "not shown by DRS" };
      }
      if (isKnown || hasEnded(job)) {
        return { done: job };
      }
      const row = `waiting: recovery job ${jobId} is in progress, and DRS cannot cancel it`;
      const pending = job.status === NOT_SAID ? "shown without a status" : job.status;
      return job.type === "LAUNCH" ? { pending, row } : { pending };
    },
  });
  return wait
    .catch((error: unknown) => {
      if (error instanceof NotFoundError) {
        return undefined;
      }
      throw error;
    })
    .finally(() => watch.close());
}

/** What was terminated. */
interface Terminated {
  /** The last TERMINATE job; absent when DRS listed nothing to terminate. */
  jobId: string | undefined;
  /** EC2 ids of all instances that DRS listed as the drill's. */
  seen: ReadonlySet<string>;
  /** What is left alone. */
  notOurs: SortedInstances["notOurs"];
}

/**
 * Terminates what DRS lists. Where it lists none of an instance that is known and alive in EC2, it is looked at more than
 * once: one list that lacks it is no proof that DRS has it no more.
 */
async function terminateListed(context: WaveContext, names: DrillNames, isUnclear: boolean): Promise<Terminated> {
  const first = await terminateAll(context, names, isUnclear);
  const listed = new Set([...first.seen, ...first.notOurs.map((each) => each.ec2InstanceId)]);
  const unlisted = [...names.instanceIds].filter((id) => !listed.has(id) && !names.earlier.has(id));
  if (isUnclear || unlisted.length === 0 || !(await isAnyAlive(context, unlisted))) {
    return first;
  }
  const again = await terminateAll(context, names, true);
  return {
    jobId: again.jobId ?? first.jobId,
    seen: new Set([...first.seen, ...again.seen]),
    notOurs: again.notOurs,
  };
}

async function isAnyAlive({ ec2 }: WaveContext, ids: readonly string[]): Promise<boolean> {
  const instances = (await unlessRefused(ec2.listInstances(ids))) ?? [];
  return instances.some(({ state }) => !isGone(state));
}

/** A TERMINATE job, and what it was for. */
interface Round {
  jobId: string;
  instances: readonly RecoveryInstance[];
}

/**
 * Terminates until DRS lists nothing of the drill any more.
 *
 * @throws {@link CleanupIncompleteError} once all others are gone, when some must be left alone.
 */
async function terminateAll(context: WaveContext, names: DrillNames, isUnclear: boolean): Promise<Terminated> {
  const seen = new Set<string>();
  let last: Round | undefined;
  for (let round = 0; ; round += 1) {
    const emptyLooks = isUnclear && round === 0 ? EMPTY_LOOKS : 0;
    const sight = await startTermination(context, { names, round, last, emptyLooks });
    if (!("jobId" in sight)) {
      return { jobId: last?.jobId, seen, notOurs: sight.notOurs };
    }
    last = sight;
    for (const instance of last.instances) {
      seen.add(instance.ec2InstanceId);
    }
    await waitUntilEnded(context, last.jobId);
  }
}

/** What a round starts from. */
interface RoundRequest {
  names: DrillNames;
  round: number;
  last: Round | undefined;
  /** Looks in a row that must list nothing before that is believed, beyond the first. */
  emptyLooks: number;
}

/** The TERMINATE job, once DRS takes it; without one when nothing of the drill is left to terminate. */
async function startTermination(
  context: WaveContext,
  { names, round, last, emptyLooks }: RoundRequest,
): Promise<Round | Pick<SortedInstances, "notOurs">> {
  let remaining = [...names.jobIds].map((jobId) => `what job ${jobId} launched`);
  let empty = 0;
  return waitFor<Round | Pick<SortedInstances, "notOurs">>(context, {
    subject: "a TERMINATE job",
    expected: "started",
    timeout: (lastSeen) => new CleanupIncompleteError(remaining, lastSeen),
    look: async () => {
      const sorted = await ownInstances(context, names);
      const { doomed } = sorted;
      if (doomed.length === 0) {
        refuseWhatIsLeft(sorted);
        empty += 1;
        const row = "looking for what the drill launched: DRS may list it late";
        return empty > emptyLooks ? { done: { notOurs: sorted.notOurs } } : { pending: "no instance listed", row };
      }
      remaining = doomed.map((instance) => instance.recoveryInstanceId);
      if (round === ROUNDS) {
        throw new CleanupIncompleteError(remaining, await whyListed(context, doomed, last));
      }
      const sight = await terminate(context, remaining);
      return "done" in sight ? { done: { jobId: sight.done, instances: doomed } } : sight;
    },
  });
}

/** @throws {@link CleanupIncompleteError} for instances that are never terminated from here. */
function refuseWhatIsLeft({ inFailback, unproven }: SortedInstances): void {
  if (unproven.length > 0) {
    const why =
      "nothing is terminated that DRS does not list as a drill's instance of these jobs. Fix: look at them; what is the drill's ends with aws drs terminate-recovery-instances --recovery-instance-ids <id>";
    throw new CleanupIncompleteError([...unproven, ...inFailback], why);
  }
  if (inFailback.length > 0) {
    throw new CleanupIncompleteError(inFailback, "they are in failback, and instances in failback are left alone");
  }
}

/** Why instances are listed after all rounds, by the last TERMINATE job's own log. */
async function whyListed({ drs }: WaveContext, left: readonly RecoveryInstance[], last: Round | undefined) {
  const text = `DRS still lists them after ${ROUNDS} TERMINATE jobs`;
  if (last === undefined) {
    return text;
  }
  try {
    const log = await drs.listJobLogItems(last.jobId);
    const reasons = reasonsIn(log);
    const remedy = remedyIn(log, left);
    const said = reasons.length === 0 ? text : `${text}; job ${last.jobId} says ${reasons.join("; ")}`;
    return remedy === undefined ? said : `${said}. Fix: ${remedy}`;
  } catch (error) {
    return `${text}; the log of job ${last.jobId} could not be read: ${clauseOf(error)}`;
  }
}

/** Asks DRS to terminate these; another look is needed where the servers are busy, or no answer came. */
async function terminate({ drs, status }: WaveContext, ids: readonly string[]) {
  try {
    const { jobId } = await drs.startTermination(ids);
    status.keep(`terminating ${count(ids.length, "recovery instance")} (job ${jobId}): ${ids.join(", ")}`);
    return { done: jobId };
  } catch (error) {
    const mayPass = error instanceof DrsRequestError && (!error.refused || PASSING_REFUSALS.includes(error.awsError));
    if (!mayPass) {
      const fix = error instanceof DrsRequestError ? `. Fix: ${remedyFor(error)}` : "";
      throw new CleanupIncompleteError(ids, `${clauseOf(error)}${fix}`);
    }
    return { pending: messageOf(error), row: `waiting to terminate: ${messageOf(error)}` };
  }
}

/** Refusals that pass when another job ends, or at a slower pace. */
const PASSING_REFUSALS = [...BUSY_ERRORS, ...THROTTLED];

/** The drill's instances that DRS lists: all of the Region's are asked for, because a job's list of servers may be short. */
async function ownInstances(context: WaveContext, names: DrillNames): Promise<SortedInstances> {
  const listed = names.jobIds.size === 0 ? [] : await context.drs.listRecoveryInstances();
  const instances = sortInstances(listed, names).doomed.filter((each) => !names.known.has(each.ec2InstanceId));
  await noteEarlierMachines(context, names.earlier, { instances, since: names.since, settled: names.settled });
  for (const { ec2InstanceId } of instances) {
    names.known.add(ec2InstanceId);
  }
  return sortInstances(listed, names);
}

/** Returns once EC2 shows every instance terminated, or not at all: it forgets them after about an hour. */
async function waitUntilGone(context: WaveContext, instanceIds: readonly string[]): Promise<void> {
  if (instanceIds.length === 0) {
    return;
  }
  let looks = 0;
  let alive: string[] = [];
  let remaining = [...instanceIds];
  const stillAlive = () => {
    const command = `aws ec2 terminate-instances --instance-ids ${alive.join(" ")}`;
    return new CleanupIncompleteError(alive, `DRS no longer lists them, but they are alive in EC2: ${command}`);
  };
  await waitFor<undefined>(context, {
    subject: "the recovery instances",
    expected: "terminated",
    timeout: (lastSeen) =>
      alive.length > 0 ? stillAlive() : new CleanupIncompleteError(remaining, `last seen ${lastSeen} at the deadline`),
    look: async () => {
      const instances = await context.ec2.listInstances(instanceIds);
      const there = instances.filter((instance) => instance.state !== "terminated");
      remaining = namesOf(there, instances, instanceIds);
      alive = namesOf(
        there.filter((instance) => instance.state !== "shutting-down"),
        instances,
        instanceIds,
      );
      looks += 1;
      if (there.length === 0) {
        return { done: undefined };
      }
      if (alive.length > 0 && looks > LOOKS_AT_ALIVE) {
        throw stillAlive();
      }
      const row = `waiting: ${count(there.length, "instance")} not terminated yet`;
      return { pending: "shutting down", row };
    },
  });
}

/** The ids of these instances; where EC2 leaves one out, every id that was asked for and is not shown as terminated. */
function namesOf(instances: readonly Ec2Instance[], shown: readonly Ec2Instance[], asked: readonly string[]): string[] {
  const gone = new Set(shown.filter(({ state }) => state === "terminated").map(({ instanceId }) => instanceId));
  const isNamed = instances.every(({ instanceId }) => instanceId !== "");
  return isNamed ? instances.map(({ instanceId }) => instanceId) : asked.filter((id) => !gone.has(id));
}
