import type { CrashCell } from "./crashCells";
import { waveIn } from "./engineState";
import type { Finding } from "./findings";
import { Play } from "./play";
import type { Command } from "./scenarios";
import type { StageOptions } from "./stage";
import { endedDrills, launches, lostJobs } from "./truth";

/** How long a person needs for the next command, in milliseconds: short, so that an orphan is still at work. */
const PAUSE_MS = 1000;

/** Breaks a run in its one way, does what people do next, and says what must not have happened. */
export function runCrashCell(cell: CrashCell, options: Pick<StageOptions, "alter"> = {}): Promise<Finding[]> {
  const { scenario } = cell.baseline;
  const play = new Play(cell.id, scenario.world, { ...options, breaks: cell });
  return play.run(async () => {
    const broken = await untilBroken(play, scenario.commands);
    if (broken === undefined) {
      return play.find("stuck", "the break point was not reached: the run is not repeatable");
    }
    await play.stage.time.sleep(PAUSE_MS);
    if (cell.followUp === "refresh+up+destroy") {
      await refresh(play);
    }
    if (cell.followUp !== "destroy") {
      await goOn(play, cell, broken);
    }
    await play.destroy();
    leftovers(play, cell);
  });
}

/** The number of the command in which it broke. */
async function untilBroken(play: Play, commands: readonly Command[]): Promise<number | undefined> {
  for (const [index, command] of commands.entries()) {
    await play.command(command);
    if (play.stage.broken) {
      return index;
    }
  }
  return undefined;
}

async function refresh(play: Play): Promise<void> {
  await play.mustSucceed({ run: "refresh", clearPendingCreates: true });
  if (play.stage.engine.state.pending.length > 0) {
    play.find("leftover pending", "after refresh");
  }
}

/** `up`, as many times as the clean run would have had to; then state has every job, and the clean run's verdicts. */
async function goOn(play: Play, { baseline }: CrashCell, broken: number): Promise<void> {
  const { commands } = baseline.scenario;
  const ups = commands.filter((command) => command.run === "up");
  const later = commands.slice(broken).filter((command) => command.run === "up");
  const command = later[0] ?? ups.at(-1);
  if (command === undefined) {
    return;
  }
  const { engine, service } = play.stage;
  const ended = new Set(endedDrills(service.world(), engine.state));
  const anew = command.program.waves.filter(({ name }) => waveIn(engine.state, name) === undefined || ended.has(name));
  for (let tries = 1; tries < later.length; tries += 1) {
    if ((await play.command(command)).ok) {
      break;
    }
  }
  if (!(await play.mustSucceed(command))) {
    return;
  }
  const world = service.world();
  play.found.push(...lostJobs(world, engine.state));
  for (const name of endedDrills(world, engine.state)) {
    play.find("wrong verdicts", `${name} is in state although a destroy has ended its drill`);
  }
  for (const [name, verdict] of Object.entries(baseline.verdicts)) {
    const seen = waveIn(engine.state, name)?.verdict;
    if (seen !== verdict) {
      play.find("wrong verdicts", `${name} is ${seen ?? "missing"}, in a clean run ${verdict}`);
    }
  }
  // A wave that destroy took out of state before it broke, or whose drill it began to end, is drilled anew.
  const allowed = baseline.launches + (commands[broken]?.run === "destroy" ? anew.length : 0);
  const started = launches(world).length;
  if (started > allowed) {
    play.find("double starts", `${started} jobs, in a clean run ${allowed}`);
  }
}

/** Pending creates stay until a refresh clears them, everything else is struck out (docs/engine-facts.md#pending-creates-stay). */
function leftovers(play: Play, { followUp }: CrashCell): void {
  const cleared = followUp === "refresh+up+destroy";
  const left = play.stage.engine.state.pending.filter((each) => cleared || each.type !== "creating");
  for (const { type, name } of left) {
    play.find("leftover pending", `${type} ${name}`);
  }
}
