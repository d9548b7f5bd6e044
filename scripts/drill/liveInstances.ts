import type { Simulator } from "drs-simulator";

const ENDED_STATES: readonly string[] = ["SHUTTING-DOWN", "TERMINATED", "NOT_FOUND"];

/** Ids of the EC2 instances that exist in the simulator's world at this moment, whatever DRS says about them. */
export function liveInstances(simulator: Pick<Simulator, "world">): string[] {
  const { instances } = simulator.world();
  return instances.filter(({ ec2State }) => !ENDED_STATES.includes(ec2State)).map((one) => one.ec2InstanceID);
}
