import { createHash } from "node:crypto";

/** What tells a result from others in every run: not its text, whose numbers change from day to day. */
interface Identified {
  rule: string;
  resource: { urn: string };
  message: string;
}

/**
 * A fingerprint for each, the same in every run: of the rule, the resource, and the first subject that the message begins
 * with, as one more server that has the same finding makes it no other finding.
 * Results that have all three in common are counted, as GitHub counts equal lines: `<hash>:<n>`.
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
