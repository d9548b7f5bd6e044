/** The tag by which the example's program puts servers into waves. */
const TIER_TAG = "Tier";

/** Why the example's program makes no wave for these source servers; undefined when it makes one. */
export function nothingToDrill(
  servers: readonly { readonly tags: Readonly<Record<string, string>> }[],
): string | undefined {
  if (servers.length === 0) return "the world has no source servers";
  if (servers.some(({ tags }) => TIER_TAG in tags)) return undefined;
  const who =
    servers.length === 1 ? "the only source server does not have" : `none of the ${servers.length} source servers has`;
  return `${who} the tag ${TIER_TAG}`;
}
