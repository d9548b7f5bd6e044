import type { interfacesOf, TemplateVersion } from "../../ec2/templateVersion";
import type { ObservedSwap } from "../../vocabulary";
import { openSwapOf, planPutBack, type SwapView } from "./putBack";

/** A template's version that counts while no drill is in the way, and the swap that hides it. */
export interface OutsideSwap {
  /** As it is once the swap has ended; the default version itself where none is open. */
  version: TemplateVersion | undefined;
  /** The open swap; absent where there is none. Nobody but its wave may write the template meanwhile. */
  swap?: ObservedSwap;
}

/**
 * What a template says outside of an open swap: drift, comparisons and policies are of that. Of a version that somebody
 * wrote on top of the swap everything counts but the drill network. `before` is undefined where the version before is
 * gone: then so is `version`. Pure.
 */
export function outsideSwap(view: SwapView): OutsideSwap {
  const { current, before } = view;
  const swap = openSwapOf(view);
  if (swap === undefined || swap === "unreadable") {
    return { version: current };
  }
  const step = planPutBack(view, swap);
  switch (step.kind) {
    case "none":
      return { version: current };
    case "untag":
      return { version: current, swap };
    case "restore":
      return { version: before, swap };
    case "stuck":
      return { version: undefined, swap };
    case "carry":
      return { version: current && { ...current, data: withInterfaces(current, step.interfaces) }, swap };
  }
}

function withInterfaces({ data }: TemplateVersion, interfaces: ReturnType<typeof interfacesOf>) {
  return { ...data, NetworkInterfaces: interfaces };
}
