import type { SettingsContext } from "../../settings/context";
import { lookAtMany, lookAtSettings } from "../../settings/launchConfiguration/look";
import type { LiveSettings } from "../../settings/launchConfiguration/members";

/**
 * What was read for resources that are yet to be checked: the engine checks one after the other
 * (docs/engine-facts.md#checks-run-one-after-another), so the first check of a program's resources reads for all. Each
 * look is used once: whoever looks again sees what is there then.
 */
export class SettingsAhead {
  readonly #looks = new Map<string, Promise<LiveSettings>>();
  /** Servers for which it was read together: each check of them brings the same list. */
  readonly #read = new Set<string>();

  /** The settings of a server; what is read for the servers `ahead` waits for its look. */
  look(context: SettingsContext, sourceServerId: string, ahead: readonly string[] = []): Promise<LiveSettings> {
    const nameIn = (id: string) => JSON.stringify([context.drs.region, id]);
    const all = nameIn(ahead.join());
    const others = new Set(this.#read.has(all) ? [] : ahead.filter((id) => !this.#looks.has(nameIn(id))));
    if (others.size > 1) {
      this.#read.add(all);
      for (const [id, look] of lookAtMany(context, [...others])) {
        // Whoever takes it hears of it.
        look.catch(() => {});
        this.#looks.set(nameIn(id), look);
      }
    }
    const known = this.#looks.get(nameIn(sourceServerId));
    this.#looks.delete(nameIn(sourceServerId));
    return known ?? lookAtSettings(context, sourceServerId);
  }
}
