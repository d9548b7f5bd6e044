/** Answers that several looks share (docs/decisions/0013-shared-looks.md). What is here asks at most once for each thing. */
import type { Clock } from "../clock";

/** How long a failure answers whoever asks for the same, in milliseconds: a chain of waves must not try it again for each. */
export const FAILURE_KEPT_MS = 60_000;

/** What a read has failed with, for a while. */
class KeptFailure {
  #failure: { error: unknown; at: number } | undefined;

  constructor(readonly clock: Pick<Clock, "monotonicMs">) {}

  /** @throws what the latest read failed with, where that is not long ago */
  rethrow(): void {
    if (this.#failure !== undefined && this.clock.monotonicMs() - this.#failure.at < FAILURE_KEPT_MS) {
      throw this.#failure.error;
    }
    this.#failure = undefined;
  }

  keep(error: unknown): void {
    this.#failure = { error, at: this.clock.monotonicMs() };
  }
}

/** One answer. Who asks while it is under way waits for it. */
export class KeptAnswer<T> {
  readonly #failure: KeptFailure;
  #answer: Promise<T> | undefined;
  #value: T | undefined;

  constructor(clock: Pick<Clock, "monotonicMs">) {
    this.#failure = new KeptFailure(clock);
  }

  /** The answer where it is there already. */
  get value(): T | undefined {
    return this.#value;
  }

  /** @throws what the read fails with, or has failed with not long ago */
  async get(read: () => Promise<T>): Promise<T> {
    this.#failure.rethrow();
    this.#answer ??= this.#ask(read);
    return this.#answer;
  }

  async #ask(read: () => Promise<T>): Promise<T> {
    try {
      this.#value = await read();
      return this.#value;
    } catch (error) {
      this.#answer = undefined;
      this.#failure.keep(error);
      throw error;
    }
  }
}

/** How things of one kind are asked for. */
export interface Kind<T> {
  /** Ids that one request takes. */
  idsPerRequest: number;
  /** The id by which an answered thing was asked for; undefined where it does not say. */
  idOf(item: T): string | undefined;
}

/** How the ids that nobody has asked for yet are read. */
export interface Ask<T> {
  read(ids: readonly string[]): Promise<T[]>;
  /** Ids that a later look may ask for; those for which the request has room are read with it. */
  alike(): Iterable<string>;
}

/** Things by the ids for which they were asked. */
type Answers<T> = Promise<ReadonlyMap<string, readonly T[]>>;

/** Things by their ids, each id asked for once. What an answer left out is not there. */
export class KeptById<T> {
  readonly #failure: KeptFailure;
  readonly #reads = new Map<string, Answers<T>>();
  #takesAlong = true;
  /** True once something did not say which id it answers: it would be taken for an answer to others that were asked for. */
  #isNameless = false;

  constructor(
    clock: Pick<Clock, "monotonicMs">,
    readonly kind: Kind<T>,
  ) {
    this.#failure = new KeptFailure(clock);
  }

  /**
   * The things with these ids, as a read of these ids alone finds them, but in the order of the ids.
   *
   * @throws what the read fails with, or has failed with not long ago
   */
  async list(ids: readonly string[], ask: Ask<T>): Promise<T[]> {
    const answers = await Promise.all(ids.map((id) => this.#answerTo(id, ids, ask)));
    const known = answers.filter((answer) => answer !== undefined);
    return known.length === answers.length ? known.flat() : this.#noting(() => ask.read(ids));
  }

  /** Undefined where these ids have to be read by themselves. */
  async #answerTo(id: string, ids: readonly string[], ask: Ask<T>): Promise<readonly T[] | undefined> {
    while (!this.#isNameless) {
      const answer = (await (this.#reads.get(id) ?? this.#begin(ids, ask))).get(id);
      // Where it was taken along and could not be read so, it is asked for alone.
      if (answer !== undefined) {
        return answer;
      }
    }
    return undefined;
  }

  /** Reads all of these that are not known. */
  #begin(ids: readonly string[], ask: Ask<T>): Answers<T> {
    const missing = [...new Set(ids)].filter((id) => !this.#reads.has(id));
    const asked = this.#takesAlong ? this.#withAlike(missing, ask.alike()) : missing;
    const read = this.#noting(() => this.#read(missing, asked, ask));
    for (const id of asked) {
      this.#reads.set(id, read);
    }
    read.catch(() => this.#forget(asked.filter((id) => this.#reads.get(id) === read)));
    return read;
  }

  /** As many more as the request has room for: what a later look asks for then costs no request of its own. */
  #withAlike(missing: readonly string[], alike: Iterable<string>): string[] {
    const { idsPerRequest } = this.kind;
    const room = Math.ceil(missing.length / idsPerRequest) * idsPerRequest;
    const asked = new Set(missing);
    for (const id of alike) {
      if (asked.size >= room) {
        break;
      }
      if (id !== "" && !this.#reads.has(id)) {
        asked.add(id);
      }
    }
    return [...asked];
  }

  async #read(missing: readonly string[], asked: readonly string[], { read }: Ask<T>): Answers<T> {
    if (asked.length > missing.length) {
      try {
        return this.#byId(asked, await read(asked));
      } catch {
        // It may be for what was taken along: the ids are asked for alone.
        this.#takesAlong = false;
        this.#forget(asked.filter((id) => !missing.includes(id)));
      }
    }
    return this.#byId(missing, await read(missing));
  }

  #byId(ids: readonly string[], items: readonly T[]): Map<string, T[]> {
    const byId = new Map(ids.map((id) => [id, [] as T[]]));
    for (const item of items) {
      const id = this.kind.idOf(item);
      this.#isNameless ||= id === undefined;
      byId.get(id ?? "")?.push(item);
    }
    return this.#isNameless ? new Map() : byId;
  }

  async #noting<R>(read: () => Promise<R>): Promise<R> {
    this.#failure.rethrow();
    try {
      return await read();
    } catch (error) {
      this.#failure.keep(error);
      throw error;
    }
  }

  #forget(ids: readonly string[]): void {
    for (const id of ids) {
      this.#reads.delete(id);
    }
  }
}
