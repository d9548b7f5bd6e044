import * as pulumi from "@pulumi/pulumi";
import { drillIn } from "./drill";
import { buildNetwork } from "./network";

const config = new pulumi.Config("drillwave");
const region = config.require("region");

/** Builds a network without a way out, drills in it, and takes all of it down at `pulumi destroy`. */
export = async () => {
  const network = buildNetwork(region, config.getObject<string[]>("zones") ?? [`${region}a`, `${region}b`]);
  return await drillIn({
    region,
    connection: {},
    ...network,
    // Another value is another drill: pulumi config set drillwave:drill 2027-05
    drill: config.get("drill") ?? "first",
    pollSeconds: config.getNumber("pollSeconds") ?? 10,
  });
};
