import type { WorldSnapshot } from "../../simulator/src/world";
import type { WorldFile } from "../../simulator/src/world/schema/worldFile";
import type { CommandResult } from "./engineModel";
import { type StackState, waveIn } from "./engineState";
import { type Finding, finding } from "./findings";
import { seedOf, withSeededRandom } from "./random";
import { type Command, runCommand } from "./scenarios";
import { Stage, type StageOptions } from "./stage";
import { doubleStarts, falsePasses, harmed, launchedOutside, leftInside, orphans } from "./truth";
import { StalledError } from "./virtualTime";

/** Longer than any job takes: what will be alive is alive by then. */
const SETTLE_MS = 3 * 3600 * 1000;

/** What a play is told. */
export interface PlayOptions extends Omit<StageOptions, "onSaved"> {
  /** What must not be in a state that was saved; by default PASSED of what the world says did not recover. */
  judge?(state: StackState, world: WorldSnapshot): Finding[];
}

/** One play of a cell: what was done on its stage, and what must not have happened. */
export class Play {
  readonly found: Finding[] = [];
  readonly stage: Stage;

  constructor(
    readonly id: string,
    world: WorldFile,
    readonly options: PlayOptions = {},
  ) {
    this.stage = new Stage(world, { ...options, onSaved: (state) => this.#judge(state) });
  }

  /** Runs it, in virtual time and with chance that repeats itself; then looks at what became of the world. */
  async run(script: () => Promise<void>): Promise<Finding[]> {
    const { stage, found } = this;
    const bystanders = stage.service.world().instances;
    const play = async () => {
      await script();
      await stage.time.sleep(SETTLE_MS);
      const world = stage.service.world();
      found.push(...doubleStarts(world), ...orphans(world, bystanders), ...harmed(world, bystanders));
      found.push(...leftInside(world), ...launchedOutside(world));
    };
    try {
      await withSeededRandom(seedOf(this.id), () => stage.time.drive(play));
    } catch (error) {
      if (!(error instanceof StalledError)) {
        throw error;
      }
      this.find("hangs", `a call never ends: ${error.message}`);
    }
    for (const run of stage.runs) {
      found.push(...run.overdue.map((text) => finding("hangs", text)));
    }
    return found;
  }

  /** Runs a command; whatever it says must be clear. */
  async command(command: Command): Promise<CommandResult> {
    const result = await runCommand(this.stage.engine, command);
    for (const error of result.errors) {
      if (error.trim() === "" || error.includes("\n")) {
        this.find("unclear errors", JSON.stringify(error));
      }
    }
    return result;
  }

  /** Runs a command that nothing hinders. */
  async mustSucceed(command: Command): Promise<boolean> {
    const result = await this.command(command);
    if (!result.ok) {
      this.find("stuck", `${command.run} failed: ${result.errors.join("; ")}`);
    }
    return result.ok;
  }

  /** Destroys the stack, which nothing hinders. */
  async destroy(): Promise<void> {
    const ok = await this.mustSucceed({ run: "destroy" });
    if (ok && this.stage.engine.state.resources.length > 0) {
      this.find("stuck", "destroy left resources");
    }
  }

  find(kind: Finding["kind"], text: string): void {
    this.found.push(finding(kind, text));
  }

  /** A state that was saved: what it calls PASSED must be. */
  #judge(state: StackState): void {
    if (!state.resources.some((each) => waveIn(state, each.name)?.verdict === "PASSED")) {
      return;
    }
    const world = this.stage.service.world();
    this.found.push(...(this.options.judge?.(state, world) ?? falsePasses(world, state)));
  }
}
