import { holdsItsAddress, type InstanceState } from "../world/state/instance";

/** Whether EC2 refuses to terminate the instance, because its termination protection is on. */
export function isProtected(instance: InstanceState): boolean {
  return instance.disableApiTermination === true && holdsItsAddress(instance);
}

/** EC2's own words for that refusal, as a job's log hands them on. */
export function terminationRefused({ ec2InstanceID }: InstanceState): string {
  return `An error occurred (OperationNotPermitted) when calling the TerminateInstances operation: The instance '${ec2InstanceID}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`;
}
