import type { Ec2Gateway } from "../../ec2/gateway";
import type { LaunchTemplateVersion, VersionsPage } from "../../ec2/types";

/** Templates that are asked for before another page of the account's is read; the first page is for two. */
const TEMPLATES_PER_PAGE = 10;

/**
 * Default versions of launch templates, each read once for several looks: by pages of the whole account, which may have
 * thousands of templates that are not DRS's, or one by one where that is cheaper. Never more than a tenth more requests,
 * and one, than one by one.
 */
export class KeptVersions {
  readonly #found = new Map<string, LaunchTemplateVersion>();
  readonly #reads = new Map<string, Promise<LaunchTemplateVersion | undefined>>();
  readonly #wanted = new Set<string>();
  #pages = 0;
  #next: string | undefined;
  #isAtEnd = false;
  /** The page that is under way. Never rejects. */
  #paging: Promise<void> | undefined;

  /** Those that are known by now: also of templates that nobody has asked for. */
  known(): LaunchTemplateVersion[] {
    return [...this.#found.values()];
  }

  /** As {@link Ec2Gateway.findDefaultLaunchTemplateVersion}. */
  async find(id: string, ec2: Ec2Gateway): Promise<LaunchTemplateVersion | undefined> {
    this.#wanted.add(id);
    while (!this.#found.has(id) && (this.#paging !== undefined || this.#isPageWorthIt())) {
      this.#paging ??= this.#readPage(ec2);
      await this.#paging;
    }
    return this.#found.get(id) ?? this.#readAlone(id, ec2);
  }

  #isPageWorthIt(): boolean {
    return !this.#isAtEnd && this.#wanted.size > 1 && this.#pages <= this.#wanted.size / TEMPLATES_PER_PAGE;
  }

  async #readPage(ec2: Ec2Gateway): Promise<void> {
    this.#pages += 1;
    try {
      this.#take(await ec2.pageDefaultLaunchTemplateVersions(this.#next));
    } catch {
      // A role may be allowed less than all templates: then each is asked for, and says why it cannot be read.
      this.#isAtEnd = true;
    }
    this.#paging = undefined;
  }

  #take({ versions, next }: VersionsPage): void {
    for (const version of versions) {
      this.#found.set(version.launchTemplateId, version);
    }
    this.#isAtEnd = next === undefined || next === this.#next;
    this.#next = next;
  }

  /** What was found by its id is kept; a failure, and that there is none, is not. */
  async #readAlone(id: string, ec2: Ec2Gateway): Promise<LaunchTemplateVersion | undefined> {
    const known = this.#reads.get(id) ?? ec2.findDefaultLaunchTemplateVersion(id);
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
