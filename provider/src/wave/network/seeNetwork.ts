import { type SeenNetwork, seeNetwork } from "../../settings/network/seenNetwork";
import type { ObservedServer, WaveNetwork } from "../../vocabulary";
import type { LookContext } from "../context";

/** What EC2 shows of the network and of the servers' own subnets. Changes nothing. */
export function seeNetworkOf(
  context: Pick<LookContext, "ec2">,
  network: WaveNetwork,
  servers: readonly ObservedServer[],
): Promise<SeenNetwork> {
  return seeNetwork(
    context,
    network,
    servers.flatMap(({ launchTemplate }) => launchTemplate?.subnetId ?? []),
  );
}
