import { nearestName } from "../vocabulary";

/**
 * Why a member must be a slip of the pen: it is spelled nearly as one of `known`, or is one of `others`, which DRS
 * answers beside settings. Undefined for a name of its own. Pure.
 */
export function slipOf(member: string, known: readonly string[], others: readonly string[]): string | undefined {
  if (others.includes(member)) {
    return "is not a setting";
  }
  const meant = nearestName(member, known);
  return meant === undefined ? undefined : `is not a member of this object: did you mean ${meant}?`;
}
