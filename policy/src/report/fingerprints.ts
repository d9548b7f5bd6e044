import { createHash } from "node:crypto";

/** What identifies a result across runs. Not its whole text: the numbers in it change from day to day. */
interface Identified {
  rule: string;
  resource: { urn: string };
  message: string;
}

/**
 * A fingerprint for each result, the same in every run. It is made of the rule, the resource and the first subject of
 * the message, so that a finding stays the same when one more server has it. Results that agree in all three are
 * numbered, as GitHub numbers equal lines: `<hash>:<n>`.
 */
export function fingerprints(results: readonly Identified[]): string[] {
  const counts = new Map<string, number>();
  return results.map(({ rule, resource, message }) => {
    const [subject = ""] = message.split(/[:,]/, 1);
    const hash = createHash("sha256")
      .update(JSON.stringify([rule, resource.urn, subject]))
      .digest("hex")
      .slice(0, 32);
    const count = (counts.get(hash) ?? 0) + 1;
    counts.set(hash, count);
    return `${hash}:${count}`;
  });
}
