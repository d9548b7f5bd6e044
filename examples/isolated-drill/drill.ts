import type { Input, Output } from "@pulumi/pulumi";
import { type Connection, DrillNetwork, DrillWave, getSourceServers, LaunchConfiguration } from "pulumi-drillwave";

// Tiers recover in this order; servers belong to the tier that their tag `Tier` names.
const ORDER = ["database", "app", "web"];

/** Where the drill runs, and in what. */
export interface DrillPlace {
  region: string;
  connection: Connection;
  subnetIds: Input<string>[];
  securityGroupId: Input<string>;
  instanceProfile: Input<string>;
  /** Another value is another drill. */
  drill: string;
  pollSeconds: number;
}

/** Drills the tiers one after another in a network of their own. */
export async function drillIn(place: DrillPlace): Promise<Record<string, Output<string | undefined>>> {
  const { region, connection, subnetIds, securityGroupId, instanceProfile, drill, pollSeconds } = place;
  const servers = await getSourceServers({ region, connection });
  const network = new DrillNetwork("isolated", {
    region,
    connection,
    subnets: subnetIds,
    securityGroups: [securityGroupId],
    sourceServers: servers.map(({ sourceServerId }) => sourceServerId),
  });
  const verdicts: Record<string, Output<string | undefined>> = {};
  let previous: DrillWave | undefined;
  for (const tier of ORDER) {
    const own = servers.filter(({ tags }) => tags["Tier"] === tier);
    // In a drill and in a recovery: SSM's agent needs it in both.
    const settings = own.map(
      ({ sourceServerId }) =>
        new LaunchConfiguration(sourceServerId, {
          region,
          connection,
          sourceServerId,
          // The address of the source is none of the drill's network.
          copyPrivateIp: false,
          launchTemplate: { iamInstanceProfile: instanceProfile },
          onDelete: "restore",
        }),
    );
    previous = new DrillWave(
      tier,
      {
        region,
        connection,
        sourceServers: own.map(({ sourceServerId }) => ({ sourceServerId, role: tier })),
        settings,
        network,
        triggers: [drill],
        recoveryPlan: "isolated",
        wave: tier,
        polling: { intervalSeconds: pollSeconds },
      },
      previous === undefined ? {} : { dependsOn: previous },
    );
    verdicts[tier] = previous.verdict;
  }
  return verdicts;
}
