import { compliantWhen, type Judgement, judgeAll } from "../judged/judgement";
import { reported } from "../judged/observed";
import { replicationOf, updateReplication } from "../judged/replication";
import type { JudgedServer } from "../judged/wave";
import { serverRule } from "../rule";

const CAVEAT = "# without a private path to the staging subnet replication stalls";

/** Replication stays off the internet. */
export const requirePrivateRouting = serverRule({
  name: "drs-replication-require-private-routing",
  displayName: "Replication is private",
  wants: "A server is replicated over private addresses, and DRS makes no public address for it.",
  why:
    "With dataPlaneRouting PUBLIC_IP the replicated data crosses the internet, encrypted in transit " +
    "(https://docs.aws.amazon.com/drs/latest/userguide/Replication-Related-FAQ.html), and replication servers that " +
    "createPublicIP gives a public address can be reached from there. Changing data routing does not disturb the " +
    "replication (https://docs.aws.amazon.com/drs/latest/userguide/individual-replication-settings.html), provided that " +
    "a private path exists. The path itself, such as a VPN, Direct Connect or peering, is not judged.",
  fix: "Make sure that the source server reaches the staging subnet privately, then change the replication settings.",
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP04"],
  config: {},
  judgeServer(server) {
    return judgeAll([() => judgeRouting(server), () => judgePublicIp(server)]);
  },
});

function judgeRouting(server: JudgedServer): Judgement {
  const routing = reported(replicationOf(server).dataPlaneRouting, `the data routing of ${server.name}'s replication`);
  return compliantWhen(routing === "PRIVATE_IP", {
    seen: `dataPlaneRouting in its replication configuration is ${routing}`,
    wanted: "must be PRIVATE_IP",
    fix: `${updateReplication(server, "--data-plane-routing PRIVATE_IP")} ${CAVEAT}`,
  });
}

function judgePublicIp(server: JudgedServer): Judgement {
  const { createPublicIP } = replicationOf(server);
  const isPublic = reported(createPublicIP, `whether ${server.name} is replicated over a public address`);
  return compliantWhen(!isPublic, {
    seen: "createPublicIP in its replication configuration is true",
    wanted: "must be false",
    fix: `${updateReplication(server, "--no-create-public-ip")} ${CAVEAT}`,
  });
}
