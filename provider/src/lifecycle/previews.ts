import type { StatusLine } from "../wave/context";
import { liveStatus } from "./liveStatus";
import type { PlannedLine } from "./plannedWork";

/**
 * Which waves this process previews, and of which it has spoken. The engine tells a preview from an `up` neither to check
 * nor to diff; the program tells check. It checks a wave that is replaced twice
 * (docs/engine-facts.md#check-may-add-inputs), and what was said of a wave is not said again.
 */
export class Previews {
  readonly #waves = new Map<string, { isSaid: boolean }>();

  readonly #checked = new Set<string>();

  /** `statusOf` gives the row of a URN. */
  constructor(readonly statusOf: (urn: string) => StatusLine = liveStatus) {}

  /** Remembers, by its URN, that the wave is previewed. */
  add(urn: string | undefined): void {
    if (urn !== undefined && !this.#waves.has(urn)) {
      this.#waves.set(urn, { isSaid: false });
    }
  }

  /** Whether this process has checked the wave before; from now on it has. */
  isCheckedAgain(urn: string | undefined): boolean {
    const isAgain = urn !== undefined && this.#checked.has(urn);
    if (urn !== undefined) {
      this.#checked.add(urn);
    }
    return isAgain;
  }

  /** Whether the wave is previewed; a program of another version does not say so. */
  has(urn: string | undefined): boolean {
    return urn !== undefined && this.#waves.has(urn);
  }

  /** Whether a line of it is still to be said. */
  isOpen(urn: string | undefined): boolean {
    return urn !== undefined && this.#waves.get(urn)?.isSaid === false;
  }

  /** Says the line where the wave is previewed and nothing was said of it yet. */
  say(urn: string | undefined, { text, isWarning }: PlannedLine): void {
    if (urn === undefined || !this.isOpen(urn)) {
      return;
    }
    this.#waves.set(urn, { isSaid: true });
    const status = this.statusOf(urn);
    if (isWarning) {
      status.warn(text);
    } else {
      status.keep(text);
    }
    // Without a terminal the engine prints a wave's last text again with each finding of a policy
    // (docs/engine-facts.md#the-row-of-a-resource): a word, and not the line that stays.
    status.show("planned");
  }
}
