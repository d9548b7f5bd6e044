import type { OpenSource } from "../ec2/gateway";
import type { TaggedInstance } from "../ec2/types";
import type { SourceTags } from "../vocabulary";
import type { Clock } from "../wave/clock";
import { LOOK_TIMEOUT_SECONDS, type LookContext } from "../wave/context";
import { KeptById } from "../wave/look/kept";
import type { Place } from "./openContext";

/** Ids in one request of ours. */
const IDS_PER_REQUEST = 100;

/** How old what is shared may be when a look begins, in milliseconds. */
const KEPT_MS = LOOK_TIMEOUT_SECONDS * 1000;

/** The instances that were read at one place, and since when they are kept. */
interface Reads {
  instances: KeptById<TaggedInstance>;
  since: number;
}

/**
 * What the waves of a process share of their looks at source instances: the reads, in `up` as well, because a drill changes
 * no source; what earlier runs have kept; and what has been said of them
 * (docs/decisions/0014-tags-of-source-instances.md).
 */
export class SourceLooks {
  readonly #reads = new Map<string, Reads>();
  readonly #known = new Map<string, SourceTags>();
  readonly #said = new Set<string>();

  /** The context of a look at this place, which shares what other looks have read of source instances. */
  over<C extends Pick<LookContext, "openSource"> & { clock: Clock }>({ region, connection }: Place, context: C): C {
    const { openSource, clock } = context;
    if (openSource === undefined) {
      return context;
    }
    const shared: OpenSource = (source) => {
      const ec2 = openSource(source);
      const { instances } = this.#readsOf(JSON.stringify([region, connection, source]), clock);
      const ask = { read: (ids: readonly string[]) => ec2.listTaggedInstances(ids), alike: () => [] };
      return { ...ec2, listTaggedInstances: (ids) => instances.list(ids, ask) };
    };
    return { ...context, openSource: shared };
  }

  #readsOf(key: string, clock: Clock): Reads {
    const now = clock.monotonicMs();
    const known = this.#reads.get(key);
    if (known !== undefined && now - known.since < KEPT_MS) {
      return known;
    }
    const kind = { idsPerRequest: IDS_PER_REQUEST, idOf: ({ instanceId }: TaggedInstance) => instanceId };
    const reads = { instances: new KeptById<TaggedInstance>(clock, kind), since: now };
    this.#reads.set(key, reads);
    return reads;
  }

  /**
   * Takes what state has kept for one wave, for all of them: a wave that is new, or replaced, has nothing of its own.
   *
   * @param kept - the old input `sourceTags`, whatever it is
   */
  remember(kept: unknown): void {
    for (const tags of Array.isArray(kept) ? kept.filter(isSourceTags) : []) {
      this.#known.set(JSON.stringify(tags), tags);
    }
  }

  known(): SourceTags[] {
    return [...this.#known.values()];
  }

  /** Those of the lines that this process has not said yet; from now on it has. */
  unsaid(lines: readonly string[]): string[] {
    const fresh = lines.filter((line) => !this.#said.has(line));
    for (const line of fresh) {
      this.#said.add(line);
    }
    return fresh;
  }
}

function isSourceTags(value: unknown): value is SourceTags {
  const { region, readAt, keys, tags } = Object(value);
  const hasTags = typeof tags === "object" && tags !== null;
  return typeof region === "string" && !Number.isNaN(Date.parse(readAt)) && Array.isArray(keys) && hasTags;
}
