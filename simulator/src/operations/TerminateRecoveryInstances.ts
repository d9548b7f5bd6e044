import { toStartedJob } from "../answers/toJob";
import { conflict, validationError } from "../errors";
import { checkJobLimits } from "../lifecycle/jobLimits";
import { startTerminateJob } from "../lifecycle/startTerminateJob";
import { writeOperation } from "../operation";
import { findRecoveryInstance } from "../world/state/lookup";

const IN_FAILBACK = [
  "FAILBACK_IN_PROGRESS",
  "FAILBACK_READY_FOR_LAUNCH",
  "FAILBACK_NOT_READY_FOR_LAUNCH",
  "FAILBACK_ERROR",
];

/**
 * Starts a job that terminates the EC2 instances and then removes them from DRS.
 *
 * The service's exception for an id that DRS does not list is not documented (the operation declares none); here it is
 * ResourceNotFoundException.
 */
export const terminateRecoveryInstances = writeOperation<{ readonly recoveryInstanceIDs: readonly string[] }>(
  "TerminateRecoveryInstances",
  ({ recoveryInstanceIDs: ids }, { state, now }) => {
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    if (twice !== undefined) {
      throw validationError(`Recovery Instance ${twice} is included in the API call more than once`);
    }
    const instances = ids.map((id) => findRecoveryInstance(state, id));
    const failingBack = instances.find((instance) => IN_FAILBACK.includes(instance.failbackState));
    if (failingBack !== undefined) {
      throw conflict(
        "Recovery instances cannot be terminated during failback",
        failingBack.ec2InstanceID,
        "RecoveryInstance",
      );
    }
    checkJobLimits(state, [...new Set(instances.map((instance) => instance.sourceServerID))]);
    return { job: toStartedJob(state, startTerminateJob(state, instances, now), now) };
  },
);
