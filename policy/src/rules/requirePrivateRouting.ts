import { COMPLIANT, violationUnless } from "../judged/judgement";
import { reported } from "../judged/observed";
import { replicationOf } from "../judged/replication";
import { changeReplication } from "../judged/serverChange";
import { serverRule } from "../rule";

const CAVEAT =
  "first see that the sources reach the staging subnet by VPN, Direct Connect or peering, and that it reaches DRS, S3 and EC2 by NAT or VPC endpoints";

/** Replication stays off the internet. */
export const requirePrivateRouting = serverRule({
  name: "drs-replication-require-private-routing",
  displayName: "Replication is private",
  wants: "A server is replicated over private addresses, and DRS makes no public address for it.",
  why:
    "With dataPlaneRouting PUBLIC_IP the replicated data crosses the internet, encrypted in transit " +
    "(https://docs.aws.amazon.com/drs/latest/userguide/Replication-Related-FAQ.html), and replication servers that " +
    "createPublicIP gives a public address can be reached from there. Both settings are changed by one command: without " +
    "the public address, data that still go by PUBLIC_IP go nowhere. The staging subnet then needs a way to DRS, S3 and " +
    "EC2, by NAT or VPC endpoints (https://docs.aws.amazon.com/drs/latest/userguide/Network-Requirements.html), and the " +
    "sources one to it, by VPN, Direct Connect or peering " +
    "(https://docs.aws.amazon.com/drs/latest/userguide/data-routing.html). Neither is judged.",
  fix:
    "Make sure that the source server reaches the staging subnet privately, and that the subnet reaches DRS, S3 and EC2 " +
    "without a public address, then change both settings.",
  severity: "medium",
  levels: { recommended: "disabled", strict: "mandatory" },
  supports: ["SC-7", "SC-8"],
  config: {},
  judgeServer(server) {
    const { dataPlaneRouting: routing, createPublicIP } = replicationOf(server);
    const isPublic = routing !== undefined && routing !== "PRIVATE_IP";
    if (isPublic || createPublicIP === true) {
      const change = changeReplication(server, "--data-plane-routing PRIVATE_IP --no-create-public-ip");
      return violationUnless([
        {
          says: `would replicate ${sayHow(isPublic ? routing : undefined, createPublicIP === true)}`,
          why: "production's data does not stay in networks of your own",
          fix: { words: CAVEAT, change },
        },
      ]);
    }
    reported(routing, `the data routing of ${server.name}'s replication`);
    reported(createPublicIP, `whether ${server.name} is replicated over a public address`);
    return COMPLIANT;
  },
});

function sayHow(publicRouting: string | undefined, hasPublicAddress: boolean): string {
  const over = publicRouting === undefined ? [] : [`over the internet (dataPlaneRouting ${publicRouting})`];
  const through = hasPublicAddress ? ["through servers with public addresses (createPublicIP)"] : [];
  return [...over, ...through].join(", ");
}
