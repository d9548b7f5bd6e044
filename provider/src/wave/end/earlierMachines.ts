import type { RecoveryInstance } from "../../drs/types";
import { toIso } from "../../vocabulary";
import type { WaveContext } from "../context";
import { existingInstanceOf } from "../existingInstance";
import { unlessRefused } from "./unlessRefused";

/** Machines that were there before a drill, by EC2 id, with how that is known. They are never ended. */
export type EarlierMachines = Map<string, string>;

/**
 * Notes which of these instances, each of which is to be ended, were there before the drill. By their age in EC2; and, where
 * that is not known or state has no settings of theirs, by what is stored for their servers now.
 */
export async function noteEarlierMachines(
  context: Pick<WaveContext, "drs" | "ec2">,
  machines: EarlierMachines,
  {
    instances,
    since,
    settled,
  }: { instances: readonly RecoveryInstance[]; since: number | undefined; settled: ReadonlySet<string> },
): Promise<void> {
  const aged = await noteOlder(context, machines, { ids: instances.map((each) => each.ec2InstanceId), since });
  const unknown = instances.filter(({ ec2InstanceId: id }) => !(aged.has(id) && settled.has(id)));
  await noteLaunchedInto(context, machines, unknown);
}

/**
 * Adds those of the given instances that EC2 shows to be older than the drill: DRS may have launched into a machine that
 * nobody made for it (docs/drs-facts.md#a-launch-into-an-instance). Where EC2 refuses to say, what state names still
 * protects.
 *
 * @returns those of which EC2 says the age.
 */
async function noteOlder(
  { ec2 }: Pick<WaveContext, "ec2">,
  machines: EarlierMachines,
  { ids, since }: { ids: readonly string[]; since: number | undefined },
): Promise<Set<string>> {
  const aged = new Set<string>();
  const unknown = [...new Set(ids)].filter((id) => id !== "" && !machines.has(id));
  if (since === undefined || unknown.length === 0) {
    return aged;
  }
  const seen = (await unlessRefused(ec2.listInstances(unknown))) ?? [];
  for (const { instanceId, existsSince } of seen) {
    if (existsSince !== undefined) {
      aged.add(instanceId);
    }
    if (existsSince !== undefined && existsSince < since) {
      machines.set(instanceId, `it was there before the drill, since ${toIso(existsSince)}`);
    }
  }
  return aged;
}

/**
 * Adds those that their servers' stored settings name as launched into. For instances of which state has no settings:
 * EC2 may show a machine that was started anew as no older than the drill.
 */
async function noteLaunchedInto(
  { drs }: Pick<WaveContext, "drs">,
  machines: EarlierMachines,
  instances: readonly RecoveryInstance[],
): Promise<void> {
  await Promise.all(
    instances.map(async ({ ec2InstanceId, sourceServerId }) => {
      const stored =
        sourceServerId === undefined ? undefined : await unlessRefused(drs.getLaunchConfiguration(sourceServerId));
      if (stored !== undefined && existingInstanceOf(stored.settings) === ec2InstanceId) {
        machines.set(ec2InstanceId, `the launch configuration of ${sourceServerId} launches into it`);
      }
    }),
  );
}
