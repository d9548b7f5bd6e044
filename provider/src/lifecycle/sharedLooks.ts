import { LOOK_TIMEOUT_SECONDS, type WaveContext } from "../wave/context";
import { SharedReads } from "../wave/look/sharedReads";
import type { Place } from "./openContext";

/** How old what is shared may be when a look begins, in milliseconds. */
const KEPT_MS = LOOK_TIMEOUT_SECONDS * 1000;

/**
 * What the looks of one preview share (docs/decisions/0013-shared-looks.md). A process serves one phase, and what anything
 * else than a preview does may change what was seen: then all of it is forgotten.
 */
export class SharedLooks {
  readonly #reads = new Map<string, { reads: SharedReads; since: number }>();

  /** The context of a preview's look, which shares what other looks at the same place have read. */
  over({ region, connection }: Place, context: WaveContext): WaveContext {
    const place = JSON.stringify([region, connection]);
    const now = context.clock.monotonicMs();
    const known = this.#reads.get(place);
    const current =
      known !== undefined && now - known.since < KEPT_MS
        ? known
        : { reads: new SharedReads(context.clock), since: now };
    this.#reads.set(place, current);
    return current.reads.over(context);
  }

  /** Nothing that was read so far answers a later look. */
  forget(): void {
    this.#reads.clear();
  }
}
