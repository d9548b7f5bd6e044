import { isNear } from "../vocabulary";

/**
 * Why a member must be a slip of the pen: it is spelled nearly as one of `known`, or is one of `others`, which DRS
 * answers beside settings. Undefined for a name of its own. Pure.
 */
export function slipOf(member: string, known: readonly string[], others: readonly string[]): string | undefined {
  if (others.includes(member)) {
    return "is not a setting";
  }
  const meant = known.find((name) => isNear(plain(member), plain(name)));
  return meant === undefined ? undefined : `is not a member of this object: did you mean ${meant}?`;
}

/** Without case and signs: `copy_private_ip` is `copyPrivateIp`. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}
