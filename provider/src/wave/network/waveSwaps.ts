import { endSwapCommand, type SwapRecord } from "../../vocabulary";
import type { WaveContext } from "../context";
import { openSwapsOf, type WaveRun, withEndedSwaps } from "../run";
import { putTemplatesBack, type SwapsOf } from "./endSwaps";

/** How long what could not be put back is left alone before it is tried again while the job runs, in milliseconds. */
const AGAIN_MS = 60_000;

/** The launch templates that a wave has in its network while one of its jobs is followed. */
export class WaveSwaps {
  readonly #swaps: SwapsOf;
  readonly #isAny: boolean;
  /** Ids that are not put back yet; undefined before anything was tried. */
  #left: ReadonlySet<string> | undefined;
  #triedAt = Number.NEGATIVE_INFINITY;

  constructor(
    readonly context: WaveContext,
    run: WaveRun,
  ) {
    const known = openSwapsOf(run);
    this.#swaps = { nonce: run.wave.drillNonce, known };
    this.#isAny = known.length > 0 || run.wave.mayHaveSwaps;
  }

  /** Puts them back, unless that is done, or was tried in vain a moment ago. Never throws. */
  async endWhileRunning(): Promise<void> {
    if (this.context.clock.monotonicMs() - this.#triedAt >= AGAIN_MS) {
      await this.#end();
    }
  }

  /** The run with what has been put back. Never throws: what is left stays in the run. */
  async end(run: WaveRun): Promise<WaveRun> {
    await this.#end();
    return this.#left === undefined ? run : withEndedSwaps(run, this.#left);
  }

  async #end(): Promise<void> {
    if (!this.#isAny || this.#left?.size === 0) {
      return;
    }
    this.#triedAt = this.context.clock.monotonicMs();
    const left = await putTemplatesBack(this.context, this.#swaps);
    const unknown = left === undefined || left.ids.size > 0 ? [] : this.#swaps.known;
    this.#left = new Set([...(left?.ids ?? []), ...unknown.map(({ launchTemplateId }) => launchTemplateId)]);
  }

  /** Warns of what stays in the drill's network because the job is not followed to its end now. */
  warnOfLeft(): void {
    const open = this.#isAny && this.#left?.size !== 0 ? this.#swaps.known : [];
    if (open.length > 0) {
      this.context.status.warn(stillOpenText(open, this.context.drs.region));
    }
  }
}

/** What a person must know of templates that stay in the drill's network after a call of the engine. */
export function stillOpenText(
  open: readonly Pick<SwapRecord, "launchTemplateId" | "version">[],
  region: string,
): string {
  const ids = [...new Set(open.map(({ launchTemplateId }) => launchTemplateId))].join(", ");
  return (
    `launch templates stay in the drill's network while its job launches their servers: ${ids}. The next \`pulumi up\`, ` +
    `\`pulumi refresh\` or \`pulumi destroy\` after that puts them back; at once, without Pulumi: ${endSwapCommand(open, region)}`
  );
}

/** What a person must know of templates that could not be put back at the end of a drill. */
export function leftOpenText(open: readonly SwapRecord[], region: string): string {
  const ids = open.map(({ launchTemplateId }) => launchTemplateId).join(", ");
  return (
    `${ids} may still launch into the drill's network, where a real recovery must not go. The next \`pulumi up\` tries again; ` +
    `at once, without Pulumi: ${endSwapCommand(open, region)}`
  );
}
