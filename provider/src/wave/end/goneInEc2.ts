/** The end of instances, as EC2 shows it. */
import type { Ec2Instance } from "../../ec2/types";
import { CleanupIncompleteError } from "../../errors";
import type { WaveContext } from "../context";
import { terminatedRow } from "../row";
import { waitFor } from "../waiter";

/** Looks in a row at an instance that EC2 still shows alive after its TERMINATE job: EC2 is eventually consistent. */
const LOOKS_AT_ALIVE = 3;

/** Returns once EC2 shows every instance terminated, or not at all: it forgets them after about an hour. */
export async function waitUntilGone(context: WaveContext, instanceIds: readonly string[]): Promise<void> {
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
      const row = terminatedRow({ done: instanceIds.length - there.length, of: instanceIds.length });
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
