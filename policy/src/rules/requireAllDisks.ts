import { compliantWhen } from "../judged/judgement";
import { observed, reported } from "../judged/observed";
import { updateReplication } from "../judged/replication";
import { serverRule } from "../rule";

/** Every disk of a server is replicated. */
export const requireAllDisks = serverRule({
  name: "drs-server-require-all-disks",
  displayName: "All disks are replicated",
  wants: "DRS replicates every disk that the source server has.",
  why:
    "DRS replicates the disks that were chosen when the agent was installed, and later ones only where " +
    "autoReplicateNewDisks is set (https://docs.aws.amazon.com/drs/latest/APIReference/API_UpdateReplicationConfiguration.html). " +
    "A server that misses a disk may boot and pass EC2's status checks without its data. Compared are the device names " +
    "that the agent reports with those that DRS replicates, unless a disk has no name or none is reported; whether a " +
    "disk holds anything is not judged.",
  fix:
    "Have the AWS Replication Agent replicate the disk, and set autoReplicateNewDisks so that the next one is. " +
    "Waive the server when the disk is scratch space.",
  severity: "critical",
  levels: { recommended: "mandatory", strict: "mandatory" },
  supports: ["REL13-BP04", "REL13-BP03", "CP-4", "DORA-25"],
  config: {},
  judgeServer(server) {
    const { source, replicatedDisks } = observed(server);
    // No server is without disks: an empty list is one that was not reported.
    const disks = reported(source?.disks?.length === 0 ? undefined : source?.disks, `which disks ${server.name} has`);
    const replicated = reported(replicatedDisks, `which disks of ${server.name} are replicated`);
    const missing = disks.filter((disk) => !replicated.includes(disk)).join(", ");
    return compliantWhen(missing === "", {
      seen: `DRS does not replicate ${missing}`,
      wanted: "must replicate every disk of the source server",
      fix:
        `run the AWS Replication Agent's installer on the source server again and choose ${missing}; for disks that ` +
        `come later, ${updateReplication(server, "--auto-replicate-new-disks")}`,
    });
  },
});
