/** Which of the instances that DRS lists a cleanup ends. Pure. */
import { FAILBACK_INACTIVE, isGone } from "../../drs/status";
import type { RecoveryInstance } from "../../drs/types";
import type { EarlierMachines } from "./earlierMachines";

/** What a cleanup knows of its drill. */
export interface DrillNames {
  jobIds: ReadonlySet<string>;
  /** EC2 ids that state or the jobs' logs name. */
  instanceIds: ReadonlySet<string>;
  /** Machines that were there before the drill. */
  earlier: EarlierMachines;
  /** EC2 ids of the instances whose launch settings state knows. */
  settled: ReadonlySet<string>;
  /** EC2 ids of which it is known, as far as it can be, whether they were there before the drill. */
  known: Set<string>;
  /** When the first of its jobs was created, epoch ms; undefined where that is not known. */
  since: number | undefined;
}

/** The drill's instances that DRS lists. What DRS does not say is the drill's is in neither list of ids to terminate. */
export interface SortedInstances {
  /** Those that this drill made, by DRS's own word: to be terminated. */
  doomed: RecoveryInstance[];
  /** In words: those of this drill that are in failback. */
  inFailback: string[];
  /** In words: those that may be this drill's, with what DRS does not say or contradicts. */
  unproven: string[];
  /** Those that by DRS's own word are another job's, or were there before the drill: left alone. */
  notOurs: { ec2InstanceId: string; why: string }[];
}

/** Each instance of the drill by what is to become of it; strangers' are left out. Pure. */
export function sortInstances(listed: readonly RecoveryInstance[], names: DrillNames): SortedInstances {
  const sorted: SortedInstances = { doomed: [], inFailback: [], unproven: [], notOurs: [] };
  for (const instance of listed) {
    const { jobId, ec2InstanceId, recoveryInstanceId: id } = instance;
    const isNamed = names.instanceIds.has(ec2InstanceId) || names.instanceIds.has(id);
    const isOurs = jobId !== undefined && names.jobIds.has(jobId);
    const { failbackState } = instance;
    const isInFailback = failbackState !== undefined && !FAILBACK_INACTIVE.includes(failbackState);
    if (!isOurs && !isNamed) {
      continue;
    }
    const wasThere = names.earlier.get(ec2InstanceId) ?? names.earlier.get(id);
    if (wasThere !== undefined) {
      sorted.notOurs.push({ ec2InstanceId, why: wasThere });
    } else if (!isOurs && jobId !== undefined) {
      sorted.notOurs.push({ ec2InstanceId, why: `DRS lists it for job ${jobId}` });
    } else if (!isGone(instance.ec2InstanceState) || isInFailback) {
      const missing = whatIsMissing(instance);
      if (missing !== undefined) {
        sorted.unproven.push(`${id === "" ? `an instance of job ${jobId}` : id} (${missing})`);
      } else if (isInFailback) {
        sorted.inFailback.push(`${id} (${instance.failbackState})`);
      } else {
        sorted.doomed.push(instance);
      }
    }
  }
  return sorted;
}

/** What keeps an instance from being known to be this drill's; undefined for nothing. */
function whatIsMissing({ recoveryInstanceId, jobId, isDrill }: RecoveryInstance): string | undefined {
  if (recoveryInstanceId === "") {
    return "DRS lists it without an id";
  }
  if (jobId === undefined) {
    return "DRS does not say which job launched it";
  }
  if (isDrill === false) {
    return "DRS says that it is no drill's, although its job is";
  }
  return isDrill === true ? undefined : "DRS does not say that it is a drill's";
}
