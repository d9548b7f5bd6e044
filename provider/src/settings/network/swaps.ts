import { createHash } from "node:crypto";
import type { TemplateGateway } from "../../ec2/templateGateway";
import { type Ec2Members, interfacesOf } from "../../ec2/templateVersion";
import { messageOf } from "../../errors";
import type { ObservedSwap } from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import { type DrillPlace, swapObstacles, toDrillInterfaces } from "./interfaces";
import { openSwapOf, type PutBack, planPutBack, type SwapView } from "./putBack";
import { SWAP_TAG, swapOfDescription, swapOfTags, toSwapDescription, toSwapTag } from "./swapMark";

/** What a swap touches outside. */
export interface SwapContext {
  templates: TemplateGateway;
  clock: { sleep(ms: number): Promise<void> };
}

/** How often a template is looked at before what was written counts as not written. */
const LOOKS = 8;

/** Milliseconds between two looks for what a look does not show yet. */
const LATE_MS = 1000;

/** Which template to point where. */
export interface SwapWish {
  launchTemplateId: string;
  /** The nonce of the wave's guard. */
  nonce: string;
  place: DrillPlace;
  /** Now, in seconds of the epoch by the service's clock. */
  openedAt?: number;
}

/** A swap that may be opened. */
export interface PreparedSwap extends SwapWish {
  /** Number of the default version, from which the new one is made. */
  version: number;
  interfaces: Ec2Members[];
}

/** Reads what a swap needs. Changes nothing. `obstacles`: why it may not be opened, one clause each. */
export async function prepareSwap(
  { templates }: SwapContext,
  wish: SwapWish,
): Promise<{ prepared: PreparedSwap } | { obstacles: string[] }> {
  const view = await look(templates, wish.launchTemplateId);
  if (view?.current === undefined) {
    return { obstacles: ["EC2 shows no default version of it"] };
  }
  const open = openSwapOf(view);
  if (open !== undefined) {
    return { obstacles: [inTheWay(open)] };
  }
  const obstacles = swapObstacles(view.current, wish.place);
  const interfaces = toDrillInterfaces(interfacesOf(view.current), wish.place);
  return obstacles.length > 0 ? { obstacles } : { prepared: { ...wish, version: view.current.version, interfaces } };
}

function inTheWay(open: ObservedSwap | "unreadable"): string {
  if (open === "unreadable") {
    return `it has the tag ${SWAP_TAG} with a value that DrillWave does not write: remove it once the template is as it must be`;
  }
  const { nonce, version, subnetId } = open;
  return `the drill ${nonce} has it in its network ${subnetId}, in place of version ${version}: that drill's own \`pulumi up\` or \`pulumi destroy\` puts it back`;
}

/**
 * Points a template at the drill network, with every write told before it is made.
 *
 * @returns the number of the version that it launches from now; `moved` when somebody has made another version the default
 *   meanwhile: the swap is not open then, and its tag is to be taken away by {@link endSwap}.
 */
export async function openSwap(
  { templates, clock }: SwapContext,
  { launchTemplateId, nonce, version, interfaces, openedAt, place: { subnetId } }: PreparedSwap,
): Promise<{ drillVersion: number } | { moved: number | undefined }> {
  const swap = { nonce, version, subnetId };
  await templates.tagTemplate(launchTemplateId, {
    [SWAP_TAG]: toSwapTag({ ...swap, ...withoutUndefined({ openedAt }) }),
  });
  const { version: drillVersion } = await templates.createTemplateVersion({
    launchTemplateId,
    sourceVersion: version,
    data: { NetworkInterfaces: interfaces },
    description: toSwapDescription(swap),
    clientToken: tokenOf(["open", nonce, launchTemplateId, version, interfaces]),
  });
  const before = await defaultOf(templates, launchTemplateId);
  if (before !== version) {
    return { moved: before };
  }
  await templates.setDefaultTemplateVersion(launchTemplateId, drillVersion);
  let after = await defaultOf(templates, launchTemplateId);
  // What was written a moment ago may show late; what is neither is somebody else's.
  for (let looks = 1; after === version && looks < LOOKS; looks += 1) {
    await clock.sleep(LATE_MS);
    after = await defaultOf(templates, launchTemplateId);
  }
  return after === drillVersion ? { drillVersion } : { moved: after };
}

async function defaultOf(templates: TemplateGateway, id: string): Promise<number | undefined> {
  return (await templates.findTemplateVersion(id, "$Default"))?.version;
}

/** How a swap has ended. */
export interface SwapEnd {
  launchTemplateId: string;
  swap: ObservedSwap;
  /**
   * `restored`: the version before is the default again; `carried`: what somebody wrote meanwhile, with the network of
   * before; `moved`: somebody had made another version the default, which stays; `unused`: it was not in the drill network;
   * `gone`: there is no such template any more.
   */
  outcome: "restored" | "carried" | "moved" | "unused" | "gone";
  /** Number of the default version now. */
  version?: number;
  /** Numbers of versions that somebody made at the moment of our writes, and that are not the default. */
  beside: readonly number[];
}

/**
 * Ends the drill's swap of a template: looks, does what the look says, and looks again until nothing is left. Undefined where
 * the drill has no swap of it open. May be repeated at any time, by anybody who knows the nonce.
 *
 * @throws Error when it cannot be put back, with what is true now.
 */
export async function endSwap(
  context: SwapContext,
  launchTemplateId: string,
  nonce: string,
): Promise<SwapEnd | undefined> {
  let story: Story = { nonce, launchTemplateId, beside: new Set(), latest: undefined };
  let last: PutBack | undefined;
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const view = await look(context.templates, launchTemplateId);
    story = withLook(story, view);
    const { swap } = story;
    const step = swap === undefined || view === undefined ? undefined : nextStep(view, swap);
    if (swap === undefined || step === undefined) {
      return toEnd(story, view);
    }
    if (isSame(step, last)) {
      await context.clock.sleep(LATE_MS);
    }
    last = step;
    const made = await take(context.templates, { launchTemplateId, swap, step });
    story = withWrite({ ...story, ...outcomeOf(step, story) }, view?.template.latestVersion ?? 0, made);
    if (step.kind === "untag") {
      return toEnd(story, view);
    }
  }
  throw new Error(`it is still not out of the drill network after ${LOOKS} looks`);
}

/** What has been seen and done of one swap. */
interface Story {
  launchTemplateId: string;
  nonce: string;
  swap?: ObservedSwap;
  outcome?: SwapEnd["outcome"];
  /** Number of the newest version when we wrote last, ours included. */
  latest: number | undefined;
  beside: ReadonlySet<number>;
}

function withLook(story: Story, view: SwapView | undefined): Story {
  const open = view === undefined ? undefined : openSwapOf(view);
  // What is newer than the swap's own version was made while it was open.
  const own = swapOfDescription(view?.current?.description) === undefined ? undefined : view?.current?.version;
  const latest = story.latest ?? own;
  const newest = view?.template.latestVersion ?? 0;
  const made =
    latest === undefined ? [] : Array.from({ length: Math.max(0, newest - latest) }, (_, n) => latest + n + 1);
  const seen = { ...story, beside: new Set([...story.beside, ...made]) };
  return open === undefined || open === "unreadable" || open.nonce !== story.nonce ? seen : { ...seen, swap: open };
}

/** Numbers of versions that a look has not shown, and that came before ours, are somebody else's. */
function withWrite(story: Story, shown: number, made: number): Story {
  return { ...story, latest: Math.max(shown, made), beside: new Set([...story.beside, ...between(shown, made)]) };
}

/** The whole numbers between the two. */
function between(lower: number, upper: number): number[] {
  return Array.from({ length: Math.max(0, upper - lower - 1) }, (_, index) => lower + index + 1);
}

/** Undefined where nothing of this drill is left. */
function nextStep(view: SwapView, swap: ObservedSwap): PutBack | undefined {
  const open = openSwapOf(view);
  const isOther = open === "unreadable" || (open !== undefined && open.nonce !== swap.nonce);
  const step = isOther ? undefined : planPutBack(view, swap);
  return step?.kind === "none" ? undefined : step;
}

function isSame(one: PutBack, other: PutBack | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function toEnd({ launchTemplateId, swap, outcome, beside }: Story, view: SwapView | undefined): SwapEnd | undefined {
  if (swap === undefined) {
    return undefined;
  }
  const version = view?.current?.version;
  const others = [...beside].filter((each) => each !== version);
  return withoutUndefined({
    launchTemplateId,
    swap,
    outcome: view === undefined ? "gone" : (outcome ?? "unused"),
    version,
    beside: others,
  });
}

function outcomeOf(step: PutBack, { outcome }: Story): Pick<Story, "outcome"> {
  switch (step.kind) {
    case "restore":
      return { outcome: outcome ?? "restored" };
    case "carry":
      return { outcome: "carried" };
    case "untag":
      return { outcome: outcome ?? (step.moved === undefined ? "unused" : "moved") };
    default:
      return withoutUndefined({ outcome });
  }
}

/** Makes one step. @returns the number of a version that it made, else 0 */
async function take(
  templates: TemplateGateway,
  { launchTemplateId, swap, step }: { launchTemplateId: string; swap: ObservedSwap; step: PutBack },
): Promise<number> {
  switch (step.kind) {
    case "restore":
      await templates.setDefaultTemplateVersion(launchTemplateId, step.version);
      return 0;
    case "untag":
      await templates.untagTemplate(launchTemplateId, [SWAP_TAG]);
      return 0;
    case "carry": {
      const { version } = await templates.createTemplateVersion({
        launchTemplateId,
        sourceVersion: step.from,
        data: { NetworkInterfaces: step.interfaces },
        description: `DrillWave: version ${step.from} out of the drill network, with the network of version ${swap.version}`,
        clientToken: tokenOf(["carry", swap.nonce, launchTemplateId, step.from, step.interfaces]),
      });
      await templates.setDefaultTemplateVersion(launchTemplateId, version);
      return version;
    }
    case "stuck":
      throw new Error(step.why);
    case "none":
      return 0;
  }
}

/** Equal for equal requests. */
function tokenOf(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 64);
}

/** The template as it is now; undefined where there is none. */
async function look(templates: TemplateGateway, id: string): Promise<SwapView | undefined> {
  const [[template], current] = await Promise.all([
    templates.listLaunchTemplates([id]),
    templates.findTemplateVersion(id, "$Default"),
  ]);
  if (template === undefined) {
    return undefined;
  }
  const view = { template, current };
  const open = openSwapOf(view);
  if (open === undefined || open === "unreadable") {
    return view;
  }
  return { ...view, before: await templates.findTemplateVersion(id, open.version) };
}

/** The templates of the Region that have the tag of this drill's swap. */
export async function listOpenSwaps(
  { templates }: SwapContext,
  nonce: string,
): Promise<{ launchTemplateId: string; swap: ObservedSwap }[]> {
  const tagged = await templates.listTaggedTemplates(SWAP_TAG);
  return tagged.flatMap(({ launchTemplateId, tags }) => {
    const swap = swapOfTags(tags);
    return swap === undefined || swap === "unreadable" || swap.nonce !== nonce ? [] : [{ launchTemplateId, swap }];
  });
}

/** What has become of several swaps. */
export interface SwapEnds {
  ended: SwapEnd[];
  /** Those that could not be ended, and why. */
  left: { launchTemplateId: string; why: string }[];
}

/** Ends the drill's swaps of these templates, all at the same time. Never throws. */
export async function endSwaps(context: SwapContext, ids: readonly string[], nonce: string): Promise<SwapEnds> {
  const ends: SwapEnds = { ended: [], left: [] };
  await Promise.all(
    [...new Set(ids)].map(async (launchTemplateId) => {
      try {
        const end = await endSwap(context, launchTemplateId, nonce);
        ends.ended.push(...(end === undefined ? [] : [end]));
      } catch (error) {
        ends.left.push({ launchTemplateId, why: messageOf(error) });
      }
    }),
  );
  return ends;
}
