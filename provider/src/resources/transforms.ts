import * as pulumi from "@pulumi/pulumi";
import { DRILL_GUARD_TYPE, DRILL_WAVE_TYPE, LAUNCH_ACTION_TYPE, LAUNCH_CONFIGURATION_TYPE } from "../vocabulary";

/** The programs whose waves are followed, each with when that has begun; a process may run several. */
const followed = new WeakMap<object, Promise<void>>();

/**
 * Lets the deadlines of every wave and guard of this program be those that transforms set. The engine does not enforce
 * `customTimeouts` for a dynamic resource and shows its provider only the inputs, which are made before transforms run. So
 * the first wave registers a transform of the stack, which runs after the resource's own, its parents' and those of the
 * stack before it (docs/engine-facts.md#transforms-run-from-the-inside-out). Without an engine that has transforms, as
 * under mocks, it does nothing.
 * @returns the value, once that has begun: an input that waits for it keeps its resource until then.
 */
export async function onceFollowed<T>(value: Promise<T>): Promise<T> {
  const program = pulumi.runtime.getMonitor();
  if (program !== undefined) {
    const begun = followed.get(program) ?? follow();
    followed.set(program, begun);
    await begun;
  }
  return value;
}

async function follow(): Promise<void> {
  // The engine takes what is registered at the same time in any order.
  await pulumi.runtime.awaitStackRegistrations();
  try {
    pulumi.runtime.registerResourceTransform(toInputs);
  } catch {
    // The options that the constructor was given are inputs already.
  }
}

/** Resources whose deadlines are inputs. */
const TYPES: readonly string[] = [DRILL_WAVE_TYPE, DRILL_GUARD_TYPE, LAUNCH_CONFIGURATION_TYPE, LAUNCH_ACTION_TYPE];

/** Copies the options that the provider keeps where they are not among the inputs. Pure. */
export function toInputs({
  type,
  props,
  opts,
}: pulumi.ResourceTransformArgs): pulumi.ResourceTransformResult | undefined {
  if (!TYPES.includes(type)) {
    return undefined;
  }
  const customTimeouts = toTimeoutInputs(opts.customTimeouts);
  const isRetained = opts.retainOnDelete === true && type === DRILL_WAVE_TYPE;
  const isSame = JSON.stringify(customTimeouts) === JSON.stringify(toTimeoutInputs(props["customTimeouts"]));
  if (isSame && (!isRetained || props["retainOnDelete"] === true)) {
    return undefined;
  }
  return { props: { ...props, customTimeouts, ...(isRetained ? { retainOnDelete: true } : {}) }, opts };
}

/** In one order, without what is not set: the engine gives an empty text for that. Undefined where nothing is. */
export function toTimeoutInputs({
  create,
  update,
  delete: remove,
}: pulumi.CustomTimeouts = {}): pulumi.CustomTimeouts | undefined {
  const set = Object.entries({ create, update, delete: remove }).filter(
    ([, text]) => text !== undefined && text !== "",
  );
  return set.length === 0 ? undefined : Object.fromEntries(set);
}
