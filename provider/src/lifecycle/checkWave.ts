import type { CheckResult } from "@pulumi/pulumi/dynamic";
import { DEFAULTS, type DrillWaveIntent } from "../vocabulary";
import { type LookContext, SILENT } from "../wave/context";
import { checkArgs } from "./checkArgs";
import { checkConnection, describeRegion } from "./checkConnection";
import { apartFromGuard, withoutGuard } from "./checkGuard";
import { UNKNOWN } from "./engineValues";
import { type Flaw, toCheckFailure } from "./flaws";
import { liveStatus } from "./liveStatus";
import { lookAtWave } from "./lookAtWave";
import { type Place, placeOf } from "./openContext";
import { plannedLaunch } from "./plannedDrill";
import { describeLaunch } from "./plannedWork";
import { planOfNewWave } from "./planOfNewWave";
import { Previews } from "./previews";
import { sayRegionTaken } from "./regionTaken";
import { describeFailedLook } from "./requestAdvice";

/** Opens a look; how long its requests may take in all is the opener's. */
type OpenLook = (place: Place) => Promise<LookContext>;

/** The args without which it is not known what to look at. */
const LOOKED_AT_BY = [
  "region",
  "connection",
  "sourceServers",
  "selector",
  "observe",
  "onUnreadableLaunchConfiguration",
] as const satisfies readonly (keyof DrillWaveIntent)[];

/**
 * Validates a wave's args, and looks at its servers and their surroundings as they are now. What was seen becomes the
 * input `observed` (docs/engine-facts.md#check-may-add-inputs), which policies judge before anything starts; a
 * selector's servers become `resolvedServers`. A drill that is new has no nonce yet at preview, nor has one that replaces
 * another: the engine checks that as a new one. Does not look while an arg that the look depends on is unknown, nor with
 * `observe: "off"`. Servers that cannot be read fail a new wave and only warn for an existing one. Surroundings that
 * cannot be read do neither.
 */
export async function checkWave(
  olds: Record<string, unknown>,
  given: Record<string, unknown>,
  open: OpenLook,
  previews = new Previews(),
): Promise<CheckResult> {
  const isInState = olds["drillNonce"] !== undefined;
  const { inputs, flaws } = await findFlaws(isInState, given, open, previews);
  // Whether its guard is there already or not: by this, policies tell a drill that is to be from one that has a record.
  const isNew = given["__isPreview"] === true && !isInState;
  return {
    inputs: isNew ? { ...inputs, drillNonce: UNKNOWN } : inputs,
    ...(flaws === undefined ? {} : { failures: flaws.map(toCheckFailure) }),
  };
}

/** The inputs with what was seen, and what is wrong with them; undefined where nothing was looked at. */
async function findFlaws(
  isInState: boolean,
  given: Record<string, unknown>,
  open: OpenLook,
  previews: Previews,
): Promise<{ inputs: Record<string, unknown>; flaws?: Flaw[] }> {
  const news = withoutHints(given, previews);
  // Of a guard that is left out nothing is known (docs/engine-facts.md#a-planned-resource-shows-its-inputs).
  if (news["drillNonce"] === undefined || (news["drillNonce"] === UNKNOWN && given["__guardUrn"] === UNKNOWN)) {
    return { inputs: news, flaws: [withoutGuard(news["__urn"])] };
  }
  const checked = checkArgs(news);
  if ("failures" in checked) {
    return { inputs: news, flaws: checked.failures };
  }
  const apart = apartFromGuard(news, given);
  if (apart !== undefined) {
    return { inputs: news, flaws: [apart] };
  }
  const { args, unknown } = checked;
  const place = placeOf({ ...args, ...(typeof news["__urn"] === "string" ? { __urn: news["__urn"] } : {}) });
  const refused = unknown.has("connection") || unknown.has("region") ? [] : await checkConnection(place);
  if (refused.length > 0) {
    return { inputs: news, flaws: refused };
  }
  // Settings that are about to change are not worth a look; which servers a selector matches does not depend on them.
  const isLive = (args.observe ?? DEFAULTS.observe) === "live" && !unknown.has("settings");
  // A wave that is replaced is checked as one in state, and again as a new one, of which all has been said then.
  const isSaid = previews.isCheckedAgain(place.urn) && !isInState;
  if (LOOKED_AT_BY.some((name) => unknown.has(name)) || !(isLive || args.selector)) {
    if (!isInState) {
      const text = describeLaunch(plannedLaunch(news), false);
      previews.say(place.urn, { text, isWarning: false });
    }
    return { inputs: news };
  }
  try {
    const otherRegion = await describeRegion(place);
    if (otherRegion !== undefined && !isSaid) {
      liveStatus(place.urn).warn(otherRegion);
    }
    const opened = await open(place);
    const context = isSaid ? { ...opened, status: SILENT } : opened;
    const isPreview = toFlag(given["__isPreview"]);
    const seen = await lookAtWave({ checked, isInState, isLive, isPreview }, context);
    const inputs = { ...news, ...seen.inputs };
    if (!isInState && seen.failures.length === 0 && previews.isOpen(place.urn)) {
      previews.say(place.urn, await planOfNewWave(context, inputs, seen));
    }
    return { inputs, flaws: isInState ? [] : seen.failures };
  } catch (error) {
    const reason = describeFailedLook(error);
    // A drill in state stays valid when AWS cannot be read now; policies then say that they cannot judge.
    if (!isInState) {
      return { inputs: news, flaws: [{ property: "", reason }] };
    }
    liveStatus(place.urn).warn(reason);
    return { inputs: news };
  }
}

function toFlag(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

/**
 * The inputs without what the resource class tells check alone. A guard that is updated in place has an unknown nonce at
 * preview and a known id, which is the nonce; only of a guard that is new or replaced is neither known
 * (docs/engine-facts.md#a-planned-resource-shows-its-inputs).
 */
function withoutHints(
  {
    __guardConnection,
    __guardId,
    __guardRegion,
    __guardUrn,
    __isPreview,
    __stackRegion,
    ...news
  }: Record<string, unknown>,
  previews: Previews,
): Record<string, unknown> {
  if (__isPreview === true && typeof news["__urn"] === "string") {
    previews.add(news["__urn"]);
  }
  if (typeof __stackRegion === "string" && news["region"] === __stackRegion) {
    sayRegionTaken(__stackRegion, liveStatus(typeof news["__urn"] === "string" ? news["__urn"] : undefined));
  }
  const isKnown = news["drillNonce"] !== UNKNOWN || typeof __guardId !== "string";
  return isKnown ? news : { ...news, drillNonce: __guardId };
}
