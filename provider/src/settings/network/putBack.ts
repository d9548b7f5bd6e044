/** What ends a swap, from what a look at the template shows. Pure. */
import type { LaunchTemplate } from "../../ec2/templateGateway";
import { type Ec2Members, interfacesOf, type TemplateVersion } from "../../ec2/templateVersion";
import type { ObservedSwap } from "../../vocabulary";
import { fromDrillInterfaces, isInside } from "./interfaces";
import { swapOfDescription, swapOfTags } from "./swapMark";

/** A launch template as it is now. */
export interface SwapView {
  /** Its tags and the numbers of its versions. */
  template: Pick<LaunchTemplate, "launchTemplateId" | "tags"> & Partial<Pick<LaunchTemplate, "latestVersion">>;
  /** The default version; undefined where EC2 shows none. */
  current: TemplateVersion | undefined;
  /** The version that was the default before the swap; undefined where it is gone, and where there is no swap. */
  before?: TemplateVersion | undefined;
}

/** The swap that is open on a template, by its tag or by its default version; `unreadable` for a tag that is not as we write it. */
export function openSwapOf({ template, current }: SwapView): ObservedSwap | "unreadable" | undefined {
  const marked = swapOfDescription(current?.description);
  const tagged = swapOfTags(template.tags);
  // The version says what is in force; a tag may be of a swap that ended, or has not begun.
  return marked ?? tagged;
}

/** What to do next. */
export type PutBack =
  /** No swap is open. */
  | { kind: "none" }
  /** The template is out of the drill network: only the tag is left. `moved`: somebody has made this version the default. */
  | { kind: "untag"; moved?: number }
  /** The version before is to be the default again. */
  | { kind: "restore"; version: number }
  /** Somebody has written on top of the swap: a version made from theirs, with these interfaces, is to be the default. */
  | { kind: "carry"; from: number; interfaces: Ec2Members[] }
  /** It cannot be put back. */
  | { kind: "stuck"; why: string };

/**
 * The next step that ends a swap. Done and looked at again until it is `none`, it leaves the template out of the drill
 * network, with what others wrote meanwhile.
 */
export function planPutBack(view: SwapView, swap: ObservedSwap): PutBack {
  const { template, current, before } = view;
  const hasTag = swapOfTags(template.tags) !== undefined;
  if (current === undefined) {
    return hasTag ? { kind: "stuck", why: "EC2 shows no default version of it" } : { kind: "none" };
  }
  const isOurs = swapOfDescription(current.description) !== undefined;
  const interfaces = interfacesOf(current);
  if (!isOurs && !isInside(interfaces, swap.subnetId)) {
    const moved = current.version === swap.version ? {} : { moved: current.version };
    return hasTag ? { kind: "untag", ...moved } : { kind: "none" };
  }
  if (current.version === swap.version) {
    // The template was there before the swap.
    return hasTag ? { kind: "untag" } : { kind: "none" };
  }
  if (before === undefined) {
    return { kind: "stuck", why: `its version ${swap.version}, which was the default before, is gone` };
  }
  if (isOurs) {
    return { kind: "restore", version: swap.version };
  }
  if (current.incomplete.includes("NetworkInterfaces")) {
    const why = `its version ${current.version} has network interfaces that this version of the AWS SDK cannot repeat`;
    return { kind: "stuck", why };
  }
  const own = interfacesOf(before);
  return { kind: "carry", from: current.version, interfaces: fromDrillInterfaces(interfaces, own, swap.subnetId) };
}
