import * as pulumi from "@pulumi/pulumi";
import { type Connection, DrillWave, getSourceServers } from "pulumi-drillwave";

// Tiers recover in this order; servers belong to the tier that their tag `Tier` names.
const ORDER = ["database", "app", "web"];

const config = new pulumi.Config("drillwave");
const region = config.require("region");
const endpoint = config.get("endpoint");
const connection: Connection = endpoint === undefined ? {} : { endpoint };
// Another value is another drill: pulumi config set drillwave:drill 2027-05
const drill = config.get("drill") ?? "first";
const intervalSeconds = config.getNumber("pollSeconds") ?? 10;

/** One wave for each tier that has servers, each after the one before. */
export = async () => {
  const servers = await getSourceServers({ region, connection });
  const present = new Set(servers.flatMap((server) => server.tags["Tier"] ?? []));
  const tiers = [...ORDER.filter((tier) => present.has(tier)), ...[...present].filter((tier) => !ORDER.includes(tier))];

  const waves: Record<string, DrillWave> = {};
  let previous: DrillWave | undefined;
  for (const tier of tiers) {
    previous = new DrillWave(
      tier,
      {
        region,
        selector: { tags: { Tier: tier }, role: tier },
        triggers: [drill],
        recoveryPlan: "three-tier",
        wave: tier,
        objectives: { recoveryTimeSeconds: 1800, recoveryPointSeconds: 900 },
        polling: { intervalSeconds },
        connection,
      },
      previous === undefined ? {} : { dependsOn: previous },
    );
    waves[tier] = previous;
  }

  return Object.fromEntries(
    Object.entries(waves).map(([tier, { verdict, recoveryTimeSeconds, recoveryPointSeconds }]) => [
      tier,
      { verdict, recoveryTimeSeconds, recoveryPointSeconds },
    ]),
  );
};
