/** A version of a launch template, whatever is known of it. */
interface Version {
  launchTemplateId: string;
}

/** How default versions are read. */
export interface VersionReads<V extends Version> {
  /** The template's; undefined when there is no such template. */
  find(launchTemplateId: string): Promise<V | undefined>;
  /** A page of all templates of the account; what cannot be read is left out. */
  page(next?: string): Promise<{ versions: V[]; next?: string }>;
}

/** Templates that are asked for before another page of the account's is read; the first page is for two. */
const TEMPLATES_PER_PAGE = 10;

/**
 * Default versions of launch templates, each read once for several looks: by pages of the whole account, which may have
 * thousands of templates that are not DRS's, or one by one where that is cheaper. Never more than a tenth more requests,
 * and one, than one by one.
 */
export class KeptVersions<V extends Version> {
  readonly #found = new Map<string, V>();
  readonly #reads = new Map<string, Promise<V | undefined>>();
  readonly #wanted = new Set<string>();
  #pages = 0;
  #next: string | undefined;
  #isAtEnd = false;
  /** The page that is under way. Never rejects. */
  #paging: Promise<void> | undefined;

  /** Those that are known by now: also of templates that nobody has asked for. */
  known(): V[] {
    return [...this.#found.values()];
  }

  /** The template's default version; undefined when there is no such template. */
  async find(id: string, reads: VersionReads<V>): Promise<V | undefined> {
    this.#wanted.add(id);
    while (!this.#found.has(id) && (this.#paging !== undefined || this.#isPageWorthIt())) {
      this.#paging ??= this.#readPage(reads);
      await this.#paging;
    }
    return this.#found.get(id) ?? this.#readAlone(id, reads);
  }

  #isPageWorthIt(): boolean {
    return !this.#isAtEnd && this.#wanted.size > 1 && this.#pages <= this.#wanted.size / TEMPLATES_PER_PAGE;
  }

  async #readPage(reads: VersionReads<V>): Promise<void> {
    this.#pages += 1;
    try {
      this.#take(await reads.page(this.#next));
    } catch {
      // A role may be allowed less than all templates: then each is asked for, and says why it cannot be read.
      this.#isAtEnd = true;
    }
    this.#paging = undefined;
  }

  #take({ versions, next }: { versions: V[]; next?: string }): void {
    for (const version of versions) {
      this.#found.set(version.launchTemplateId, version);
    }
    this.#isAtEnd = next === undefined || next === this.#next;
    this.#next = next;
  }

  /** What was found by its id is kept; a failure, and that there is none, is not. */
  async #readAlone(id: string, reads: VersionReads<V>): Promise<V | undefined> {
    const known = this.#reads.get(id) ?? reads.find(id);
    this.#reads.set(id, known);
    try {
      const version = await known;
      if (version !== undefined) {
        this.#found.set(id, version);
      }
      return version;
    } finally {
      this.#reads.delete(id);
    }
  }
}
