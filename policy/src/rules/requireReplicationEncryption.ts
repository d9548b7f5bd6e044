import * as v from "valibot";
import { compliantWhen } from "../judged/judgement";
import { reported } from "../judged/observed";
import { replicationOf, updateReplication } from "../judged/replication";
import { serverRule } from "../rule";

/** Replicated data is encrypted where it lies. */
export const requireReplicationEncryption = serverRule({
  name: "drs-replication-require-encryption",
  displayName: "Replicated data is encrypted",
  wants: "The EBS volumes and snapshots that a server is replicated to are encrypted.",
  why:
    "The staging area holds a full copy of the server. DRS encrypts it with the account's default key (DEFAULT), with a " +
    "key of its owner's (CUSTOM) or not at all (NONE), by the source server's replication settings " +
    "(https://docs.aws.amazon.com/drs/latest/userguide/individual-replication-settings.html). A server with the default " +
    "key cannot be extended to another account. Whether the key's policy is right, and how the source's own disks are " +
    "encrypted, is not judged.",
  fix: "Change ebsEncryption in the replication settings; DRS may then replicate the whole server anew.",
  severity: "high",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["SC-28", "REL09-BP02"],
  config: {
    accepted: v.optional(
      v.pipe(
        v.array(v.picklist(["DEFAULT", "CUSTOM", "NONE"])),
        v.minLength(1),
        v.description("Accepted values of ebsEncryption."),
      ),
      ["DEFAULT", "CUSTOM"],
    ),
  },
  judgeServer(server, { accepted }) {
    const encryption = reported(
      replicationOf(server).ebsEncryption,
      `the EBS encryption of ${server.name}'s replication`,
    );
    const values: readonly string[] = accepted;
    const key = accepted[0] === "CUSTOM" ? " --ebs-encryption-key-arn <key ARN>" : "";
    return compliantWhen(values.includes(encryption), {
      seen: `ebsEncryption in its replication configuration is ${encryption}`,
      wanted: `must be ${accepted.join(" or ")}`,
      fix: `${updateReplication(server, `--ebs-encryption ${accepted[0]}${key}`)} # DRS may replicate the whole server anew`,
    });
  },
});
