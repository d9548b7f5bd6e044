import { createHash, randomBytes } from "node:crypto";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * A new access key for temporary credentials. As in AWS's newer keys, it holds the number of its account: in base 32, after the prefix, one bit
 * that is set, 40 bits of the account's number, and chance.
 */
export function freshAccessKey(account: string): string {
  const chance = BigInt(`0x${randomBytes(5).toString("hex")}`);
  // 80 bits make 16 letters: 1 + 40 + 39.
  const bits = (1n << 79n) | (BigInt(account) << 39n) | (chance & ((1n << 39n) - 1n));
  const letters = Array.from({ length: 16 }, (_, index) => LETTERS[Number((bits >> BigInt(75 - index * 5)) & 31n)]);
  return `ASIA${letters.join("")}`;
}

/** A new secret of this many random bytes, in base 64. Nothing verifies it. */
export function freshSecret(bytes: number): string {
  return randomBytes(bytes).toString("base64");
}

/** Who a session of a role is. The role's own id is always the same; the ARN leaves the role's path out, as STS does. */
export function freshRoleSession(
  roleArn: string,
  account: string,
  roleName: string,
  sessionName: string,
): { readonly roleId: string; readonly arn: string; readonly userId: string } {
  const digest = createHash("sha256").update(roleArn).digest();
  const roleId = `AROA${Array.from(digest.subarray(0, 17), (byte) => LETTERS[byte % 32]).join("")}`;
  const partition = roleArn.split(":")[1] ?? "aws";
  return {
    roleId,
    arn: `arn:${partition}:sts::${account}:assumed-role/${roleName}/${sessionName}`,
    userId: `${roleId}:${sessionName}`,
  };
}
