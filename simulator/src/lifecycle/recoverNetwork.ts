import { defaultVersion, launchTemplateOf } from "../world/state/lookup";
import type { SourceServerState } from "../world/state/sourceServer";
import type { WorldState } from "../world/state/worldState";
import { remakeTemplate, withPrimary, writeTemplate } from "./templateWork";

/** Where a recovered source network puts servers. */
export interface RecoveredNetwork {
  readonly subnetId: string;
  readonly securityGroupIds?: readonly string[] | undefined;
}

/**
 * What the recovery of a source network does to launch templates: each gets a version, from its default, whose primary interface is in the
 * recovered subnet, and that becomes the default.
 *
 * @param now simulated milliseconds since the epoch
 */
export function recoverNetwork(
  state: WorldState,
  servers: readonly SourceServerState[],
  { subnetId, securityGroupIds }: RecoveredNetwork,
  now: number,
): void {
  for (const server of servers) {
    remakeTemplate(state, server, now);
    const { data } = defaultVersion(launchTemplateOf(state, server));
    const moved = withPrimary(data, ({ groups, networkInterfaceId: _existing, ...given }) => ({
      ...given,
      subnetId,
      ...((securityGroupIds ?? groups) === undefined ? {} : { groups: securityGroupIds ?? groups }),
    }));
    writeTemplate(state, server, moved, now);
  }
}
