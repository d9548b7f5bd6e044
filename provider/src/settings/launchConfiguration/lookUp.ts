import { UNKNOWN_VALUE } from "../../vocabulary";
import type { SettingsContext } from "../context";
import type { Conflict } from "./conflicts";
import { LAUNCH_INTO } from "./members";

/** DRS launches into an instance with this tag alone (docs/drs-facts.md#launching-into-an-existing-instance). */
const ALLOWS = { key: "AWSDRS", value: "AllowLaunchingIntoThisInstance" };

/** The instance that a program names for DRS to launch into. */
export interface NamedInstance {
  instanceId?: string;
  name?: string;
}

/**
 * The id of the named instance, or why DRS cannot launch into it. One read, and none where it is not known yet.
 */
export async function findLaunchTarget(
  { ec2 }: Pick<SettingsContext, "ec2">,
  { instanceId, name }: NamedInstance,
): Promise<{ instanceId: string } | { conflict: Conflict } | undefined> {
  if (instanceId === UNKNOWN_VALUE || name === UNKNOWN_VALUE) {
    return undefined;
  }
  const property = instanceId === undefined ? `${LAUNCH_INTO}.name` : `${LAUNCH_INTO}.instanceId`;
  const found =
    instanceId === undefined
      ? await ec2.listLiveInstancesByTag("Name", [name ?? ""])
      : await ec2.listTaggedInstances([instanceId]);
  const [target, ...others] = found;
  if (target === undefined) {
    const reason =
      instanceId === undefined
        ? `no instance that is not terminated has the tag Name=${name} in this Region`
        : `EC2 does not show an instance ${instanceId} in this Region`;
    return { conflict: { property, reason } };
  }
  if (others.length > 0) {
    const ids = found.map((each) => each.instanceId).join(", ");
    return {
      conflict: {
        property,
        reason: `${found.length} instances have the tag Name=${name}: ${ids}; give the instanceId`,
      },
    };
  }
  if (target.tags[ALLOWS.key] !== ALLOWS.value) {
    const reason = `${target.instanceId} lacks the tag ${ALLOWS.key}=${ALLOWS.value}, without which DRS does not launch into it`;
    return { conflict: { property, reason } };
  }
  return { instanceId: target.instanceId };
}
