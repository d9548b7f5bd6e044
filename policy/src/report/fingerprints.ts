import { createHash } from "node:crypto";

/** What identifies a result across runs. Not its text: the numbers and names in it change from day to day. */
interface Identified {
  rule: string;
  resource: { urn: string };
  server?: string | undefined;
}

/**
 * A fingerprint for each result, the same in every run. It is made of the rule, the resource and the server where facts
 * tell it, so that a finding stays the same when one more server has it. Results that agree in all three are
 * numbered, as GitHub numbers equal lines: `<hash>:<n>`.
 */
export function fingerprints(results: readonly Identified[]): string[] {
  const counts = new Map<string, number>();
  return results.map(({ rule, resource, server = "" }) => {
    const hash = createHash("sha256")
      .update(JSON.stringify([rule, resource.urn, server]))
      .digest("hex")
      .slice(0, 32);
    const count = (counts.get(hash) ?? 0) + 1;
    counts.set(hash, count);
    return `${hash}:${count}`;
  });
}
