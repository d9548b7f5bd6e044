import type { PlannedEvent } from "../world/state/worldState";

// EC2 shows a terminated instance for about an hour (Amazon EC2 user guide, "Terminate Amazon EC2 instances").
const VISIBLE_AFTER_TERMINATION_MS = 3600 * 1000;

/**
 * What happens to one instance that is terminated between two moments (simulated milliseconds since the epoch): EC2 shuts it down, DRS stops
 * listing it, EC2 forgets it an hour later.
 */
export function planTermination(ec2InstanceID: string, from: number, to: number): PlannedEvent[] {
  return [
    { at: from, kind: "instanceState", ec2InstanceID, state: "SHUTTING-DOWN" },
    { at: to, kind: "instanceState", ec2InstanceID, state: "TERMINATED" },
    { at: to, kind: "instanceUnlisted", ec2InstanceID },
    { at: to + VISIBLE_AFTER_TERMINATION_MS, kind: "instanceForgotten", ec2InstanceID },
  ];
}
