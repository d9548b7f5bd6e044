import type { CheckResult } from "@pulumi/pulumi/dynamic";
import { DEFAULTS, UNKNOWN_VALUE } from "../vocabulary";
import { type LookContext, SILENT } from "../wave/context";
import { checkArgs, type KnownArgs } from "./checkArgs";
import { checkConnection, describeRegion } from "./checkConnection";
import { apartFromGuard, withoutGuard } from "./checkGuard";
import { toPlain } from "./engineValues";
import { type Flaw, toCheckFailure } from "./flaws";
import { liveStatus } from "./liveStatus";
import { lookAtWave } from "./lookAtWave";
import { describeNewWave } from "./newWave";
import { type Place, placeOf } from "./openContext";
import { LOOKED_AT_BY, plannedLaunch } from "./plannedDrill";
import { describeLaunch } from "./plannedWork";

import { Previews } from "./previews";
import { sayRegionTaken } from "./regionTaken";
import { describeFailedLook } from "./requestAdvice";
import { SourceLooks } from "./sourceLooks";

/** Opens a look; how long its requests may take in all is the opener's. The looks of a preview share what they read. */
type OpenLook = (place: Place, isPreview: boolean) => Promise<LookContext>;

/** The args without which it is not known what to look at. */
const NEEDED_TO_LOOK = [...LOOKED_AT_BY, "onUnreadableLaunchConfiguration"] as const;

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
  sources = new SourceLooks(),
): Promise<CheckResult> {
  sources.remember(olds["sourceTags"]);
  const isInState = olds["drillNonce"] !== undefined;
  const isPreview = toFlag(given["__isPreview"]);
  const urn = typeof given["__urn"] === "string" ? given["__urn"] : undefined;
  if (isPreview === true) {
    previews.add(urn);
  }
  const news = withoutHints(given);
  const stackRegion = given["__stackRegion"];
  if (typeof stackRegion === "string" && news["region"] === stackRegion) {
    sayRegionTaken(stackRegion, liveStatus(urn));
  }
  const { inputs, flaws } = await findFlaws({ news, given, urn, isInState, isPreview, sources }, open, previews);
  // Whether its guard is there already or not: by this, policies tell a drill that is to be from one that has a record.
  const isNew = isPreview === true && !isInState;
  return {
    inputs: {
      ...inputs,
      ...keptSourceTags(olds, inputs, isPreview),
      ...(isNew ? { drillNonce: UNKNOWN_VALUE } : {}),
    },
    ...(flaws === undefined ? {} : { failures: flaws.map(toCheckFailure) }),
  };
}

/** A wave that is checked. */
interface CheckedWave {
  /** Its inputs. */
  news: Record<string, unknown>;
  /** The same, and what the resource class tells check alone. */
  given: Record<string, unknown>;
  urn: string | undefined;
  isInState: boolean;
  /** Undefined where the program does not say: it is of an earlier version. */
  isPreview: boolean | undefined;
  sources: SourceLooks;
}

/** The inputs with what was seen, and what is wrong with them; undefined where nothing was looked at. */
interface CheckedInputs {
  inputs: Record<string, unknown>;
  flaws?: Flaw[];
}

async function findFlaws(wave: CheckedWave, open: OpenLook, previews: Previews): Promise<CheckedInputs> {
  const { news, given, urn } = wave;
  const { drillNonce } = news;
  // Of a guard that is left out nothing is known (docs/engine-facts.md#a-planned-resource-shows-its-inputs).
  if (drillNonce === undefined || (drillNonce === UNKNOWN_VALUE && given["__guardUrn"] === UNKNOWN_VALUE)) {
    return { inputs: news, flaws: [withoutGuard(urn)] };
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
  const place = { ...placeOf(args), urn };
  const refused = unknown.has("connection") || unknown.has("region") ? [] : await checkConnection(place);
  return refused.length > 0 ? { inputs: news, flaws: refused } : seeServers(wave, { checked, place }, open, previews);
}

/** Looks, where it is known at what, and says what a preview plans for a wave that is new. */
async function seeServers(
  { news, given, isInState, isPreview, sources }: CheckedWave,
  { checked, place }: { checked: KnownArgs; place: Place },
  open: OpenLook,
  previews: Previews,
): Promise<CheckedInputs> {
  const { args, unknown } = checked;
  // Settings that are about to change are not worth a look; which servers a selector matches does not depend on them.
  const isLive = (args.observe ?? DEFAULTS.observe) === "live" && !unknown.has("settings");
  // A wave that is replaced is checked as one in state, and again as a new one, of which all has been said then.
  const isSaid = previews.isCheckedAgain(place.urn) && !isInState;
  if (NEEDED_TO_LOOK.some((name) => unknown.has(name)) || !(isLive || args.selector)) {
    if (!isInState) {
      previews.say(place.urn, { text: describeLaunch(plannedLaunch(news), false), isWarning: false });
    }
    return { inputs: news };
  }
  try {
    const otherRegion = await describeRegion(place);
    if (otherRegion !== undefined && !isSaid) {
      liveStatus(place.urn).warn(otherRegion);
    }
    const opened = await open(place, isPreview === true);
    const context = isSaid ? { ...opened, status: SILENT } : opened;
    // A program of an earlier version does not say.
    const listsRegion = toFlag(given["__listsRegion"]) ?? true;
    const seen = await lookAtWave({ checked, isInState, isLive, isPreview, listsRegion, sources }, context);
    const inputs = { ...news, ...seen.inputs };
    if (!isInState && seen.failures.length === 0 && previews.isOpen(place.urn)) {
      previews.say(place.urn, { text: await describeNewWave(context, inputs, seen), isWarning: false });
    }
    const kept = seen.sourceTags === undefined ? {} : { sourceTags: toPlain(seen.sourceTags) };
    return { inputs: { ...inputs, ...kept }, flaws: isInState ? [] : seen.failures };
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

/**
 * What an `up` keeps of the source instances' tags: what was read, and where nobody looked what was kept before. A preview
 * keeps nothing, and the time is another one in `up`: left open, an update plan holds
 * (docs/engine-facts.md#update-plans-leave-unknown-values-open).
 */
function keptSourceTags(
  olds: Record<string, unknown>,
  { selector, sourceTags = olds["sourceTags"] }: Record<string, unknown>,
  isPreview: boolean | undefined,
): Record<string, unknown> {
  const { tagsOf } = Object(selector);
  if (
    sourceTags === undefined ||
    (selector !== UNKNOWN_VALUE && tagsOf !== "sourceInstance" && tagsOf !== UNKNOWN_VALUE)
  ) {
    return {};
  }
  return { sourceTags: isPreview === true ? UNKNOWN_VALUE : sourceTags };
}

function toFlag(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

/**
 * The inputs without what the resource class tells check alone. A guard that is updated in place has an unknown nonce at
 * preview and a known id, which is the nonce; only of a guard that is new or replaced is neither known
 * (docs/engine-facts.md#a-planned-resource-shows-its-inputs). Pure.
 */
function withoutHints({
  __guardConnection,
  __guardId,
  __guardNetwork,
  __guardRegion,
  __guardUrn,
  __isPreview,
  __listsRegion,
  __stackRegion,
  ...news
}: Record<string, unknown>): Record<string, unknown> {
  const isKnown = news["drillNonce"] !== UNKNOWN_VALUE || typeof __guardId !== "string";
  return isKnown ? news : { ...news, drillNonce: __guardId };
}
