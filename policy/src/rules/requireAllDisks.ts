import { someOf } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import { compliantWhen } from "../judged/judgement";
import { observed, reported } from "../judged/observed";
import { ownMember } from "../judged/ownMember";
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
    "disk holds anything is not judged. It is advice in both sets: that a system names its disks alike after each start, " +
    "and that the agent leaves out scratch disks, is not proven.",
  fix:
    "Have the AWS Replication Agent replicate the disk, and set autoReplicateNewDisks so that the next one is. List scratch " +
    "disks by server (ignored); a disk that is missing beside them is still told.",
  severity: "high",
  levels: { recommended: "advisory", strict: "advisory" },
  supports: ["REL13-BP04", "REL13-BP03", "CP-4", "DORA-25"],
  config: {
    ignored: v.optional(
      v.pipe(
        v.record(v.string(), v.pipe(v.array(v.pipe(v.string(), v.minLength(1))), v.minLength(1))),
        v.description("Disks that need not be replicated, such as scratch space, by source server id or hostname."),
      ),
      {},
    ),
  },
  judgeServer(server, { ignored }) {
    const { source, replicatedDisks } = observed(server);
    // No server is without disks: an empty list is one that was not reported.
    const disks = reported(source?.disks?.length === 0 ? undefined : source?.disks, `which disks ${server.name} has`);
    const replicated = reported(replicatedDisks, `which disks of ${server.name} are replicated`);
    const { sourceServerId, hostname = "" } = observed(server);
    const left = [...(ownMember(ignored, sourceServerId) ?? []), ...(ownMember(ignored, hostname) ?? [])];
    const missing = disks.filter((disk) => ![...replicated, ...left].includes(disk));
    return compliantWhen(missing.length === 0, {
      says: "would start without disks that DRS does not replicate",
      detail: someOf(missing),
      why: "a server may boot and pass its checks without its data",
      fix: {
        words:
          "run the AWS Replication Agent's installer there again and choose them, or list scratch disks in this rule's `ignored`",
      },
    });
  },
});
