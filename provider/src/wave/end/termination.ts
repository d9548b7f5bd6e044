/** TERMINATE jobs, until DRS lists nothing of a drill any more. */
import { BUSY_ERRORS, isGone, THROTTLED } from "../../drs/status";
import type { RecoveryInstance } from "../../drs/types";
import { CleanupIncompleteError, clauseOf, DrsRequestError, messageOf, remedyFor } from "../../errors";
import { count } from "../../vocabulary";
import type { WaveContext } from "../context";
import { emptyLooksRow, waitingRow } from "../row";
import { waitFor } from "../waiter";
import { type DrillNames, type SortedInstances, sortInstances } from "./drillInstances";
import { noteEarlierMachines } from "./earlierMachines";
import { waitUntilEnded } from "./endedJobs";
import { reasonsIn, remedyIn } from "./terminationReasons";
import { unlessRefused } from "./unlessRefused";

/** TERMINATE jobs that may end with instances still listed before that counts as a failure. */
const ROUNDS = 3;

/**
 * Looks in a row at which DRS must list no instance of jobs that do not say what they launched, before they count as
 * having launched none: DescribeRecoveryInstances is eventually consistent too.
 */
const EMPTY_LOOKS = 6;

/** What was terminated. */
export interface Terminated {
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
export async function terminateListed(
  context: WaveContext,
  names: DrillNames,
  isUnclear: boolean,
): Promise<Terminated> {
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
        const row = emptyLooksRow({ done: empty, of: emptyLooks + 1 }, "looking for what the drill launched");
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
    return { pending: messageOf(error), row: waitingRow(messageOf(error)) };
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
