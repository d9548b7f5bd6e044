import * as v from "valibot";
import { compliantWhen } from "../judged/judgement";
import { reported } from "../judged/observed";
import { ownMember } from "../judged/ownMember";
import { replicationOf } from "../judged/replication";
import { changeReplication } from "../judged/serverChange";
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
      says: `would start from disks that ${keptIn(encryption)} (ebsEncryption ${encryption})`,
      why: encryption === "NONE" ? "they hold a full copy of production" : `this rule accepts ${accepted.join(" or ")}`,
      fix: {
        words: "change the setting, after which DRS may replicate the whole server anew",
        change: changeReplication(server, `--ebs-encryption ${accepted[0]}${key}`),
      },
    });
  },
});

/** How the volumes and snapshots lie in AWS. */
const KEPT: Record<string, string> = {
  NONE: "lie unencrypted in AWS",
  DEFAULT: "lie in AWS under the account's default key",
  CUSTOM: "lie in AWS under a key of their owner's",
};

function keptIn(encryption: string): string {
  return ownMember(KEPT, encryption) ?? "lie in AWS under another key";
}
