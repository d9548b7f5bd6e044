import type { CommandResult } from "./engineModel";
import { waveIn } from "./engineState";
import { type FaultCell, FOR_POLICIES, STARTS } from "./faultCells";
import type { Finding } from "./findings";
import { Play } from "./play";
import { launches } from "./truth";

/** Kinds of faults that another try lifts. */
const TRANSIENT: readonly string[] = [
  "error",
  "throttle",
  "resetBefore",
  "resetAfter",
  "hang",
  "html503",
  "slow",
  "tooSlow",
];

/** Lets one operation fail in its one way, does what people do next, and says what must not have happened. */
export function runFaultCell(cell: FaultCell): Promise<Finding[]> {
  const { scenario } = cell.baseline;
  const play = new Play(cell.id, scenario.world);
  return play.run(async () => {
    for (const command of scenario.commands.slice(0, cell.command)) {
      await play.mustSucceed(command);
    }
    play.stage.service.addFault(cell.fault);
    const broken = scenario.commands[cell.command];
    if (broken === undefined) {
      throw new Error("a fault cell names a command of its scenario");
    }
    judge(play, cell, await play.command(broken), broken.run);
    if (cell.followUp === "destroy+fix+destroy" && broken.run !== "destroy") {
      judge(play, cell, await play.command({ run: "destroy" }), "destroy");
    }
    play.stage.service.clearFaults();
    if (cell.followUp === "fix+up+destroy" && broken.run === "up") {
      if (await play.mustSucceed(broken)) {
        expectVerdict(play, cell);
      }
    }
    await play.destroy();
    const started = launches(play.stage.service.world()).length;
    if (started > 1) {
      play.find("double starts", `${started} jobs`);
    }
  });
}

/** Success, or one clear error with the state saved. */
function judge(play: Play, cell: FaultCell, result: CommandResult, command: string): void {
  const { engine, service } = play.stage;
  if (result.ok) {
    if (command === "up") {
      expectVerdict(play, cell);
    }
    return;
  }
  if (FOR_POLICIES.includes(cell.operation)) {
    play.find("stuck", `${command} failed for what policies alone read: ${result.errors.join("; ")}`);
  }
  const read = !STARTS.includes(cell.operation);
  if (read && cell.times !== "forever" && TRANSIENT.includes(cell.kind)) {
    play.find("stuck", `${command} did not ride it out: ${result.errors.join("; ")}`);
  }
  if (result.errors.length !== 1) {
    play.find("unclear errors", `${result.errors.length} errors`);
  }
  const [text = ""] = result.errors;
  if (!text.includes(cell.operation)) {
    play.find("unclear errors", `it does not name ${cell.operation}: ${text}`);
  }
  const unknown = text.includes("A job may have started");
  // A closed job's wave was deleted and is rightly gone; what is left to do is its guard's, which is in state.
  const open = launches(service.world()).filter((job) => job.tags["Closed"] === undefined);
  const lost = open.length > 0 && waveIn(engine.state, "app") === undefined;
  if (lost && !unknown) {
    play.find("lost jobs", `state has no wave after: ${text}`);
  }
  // Every server recovers in this world: no fault of a call makes it a failed drill.
  const verdict = waveIn(engine.state, "app")?.verdict;
  if (verdict !== undefined && verdict !== "PASSED") {
    play.find("wrong verdicts", `app is ${verdict}`);
  }
}

function expectVerdict(play: Play, { baseline }: FaultCell): void {
  const seen = waveIn(play.stage.engine.state, "app")?.verdict;
  const expected = baseline.verdicts["app"];
  if (seen !== expected) {
    play.find("wrong verdicts", `app is ${seen ?? "missing"}, in a clean run ${expected}`);
  }
}
