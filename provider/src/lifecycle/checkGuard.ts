/** What is wrong with a wave for its guard's sake. Pure. */
import { DRILL_GUARD_TYPE, DRILL_WAVE_TYPE, guardUrnOf, parseUrn } from "../vocabulary";
import { canonical, hasUnknown } from "./engineValues";
import type { Flaw } from "./flaws";

/** Without a nonce the guard was left out: `--target` named the wave alone, and the guard is not in state. */
export function withoutGuard(urn: string | undefined): Flaw {
  const guardUrn = guardUrnOf(urn ?? "");
  const guard = nameOfGuard(urn);
  const fix =
    guardUrn === undefined ? "target the guard too" : `target it too, with --target '${guardUrn}', or use no target`;
  return {
    property: "",
    reason: `the guard ${guard} is not in the stack's state and would not be created, and without it this drill could be lost. Nothing was started. Fix: ${fix}.`,
  };
}

function nameOfGuard(urn: unknown): string {
  return parseUrn(guardUrnOf(typeof urn === "string" ? urn : "") ?? "")?.name ?? "of this wave";
}

/** What the wave's inputs say of its guard's. */
const GUARD_HINTS = { region: "__guardRegion", connection: "__guardConnection", network: "__guardNetwork" } as const;

/**
 * Where wave and guard would not call AWS in the same place, the guard could not find the wave's drill: a transform, or
 * `--target`, reached one of them. What is unknown, or what an earlier version's program does not say, is not compared.
 */
export function apartFromGuard(news: Record<string, unknown>, hints: Record<string, unknown>): Flaw | undefined {
  if (!("__guardUrn" in hints)) {
    return undefined;
  }
  const differing = (["region", "connection", "network"] as const).filter((name) => {
    const hint = GUARD_HINTS[name];
    const [own, guards] = [news[name], hints[hint]];
    // A program of an earlier version does not say.
    return hint in hints && !hasUnknown([own, guards]) && canonical(own) !== canonical(guards);
  });
  if (differing.length === 0) {
    return undefined;
  }
  const guard = nameOfGuard(news["__urn"]);
  return {
    property: "",
    reason:
      `the guard ${guard} has another ${differing.join(" and another ")} than this wave, and so could not find its drill to clean it up: ` +
      "a transform, or --target, has reached one of the two. Nothing was started. Fix: let the transform set it for the types " +
      `${DRILL_WAVE_TYPE} and ${DRILL_GUARD_TYPE}, or give it as an arg of the wave; with --target, target both.`,
  };
}
