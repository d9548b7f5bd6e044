import type { CellResult } from "../../scripts/torture/results";
import { type AnswerCell, answerCells, answerScenarios, recordAnswers } from "./answerCells";
import { type Baseline, baselineOf } from "./baseline";
import { crashCells } from "./crashCells";
import { faultCells, faultScenario } from "./faultCells";
import type { Finding } from "./findings";
import { sample } from "./random";
import { runAnswerCell } from "./runAnswerCell";
import { runCrashCell } from "./runCrashCell";
import { runFaultCell } from "./runFaultCell";
import { type Scenario, scenarios } from "./scenarios";

/** One thing to break, and what comes of it. */
export interface Cell {
  /** Names it for ever, as long as the journal of its clean run stays as it is. */
  id: string;
  matrix: CellResult["matrix"];
  run(): Promise<Finding[]>;
}

/** Which cells to run; without `count` all of them. */
export interface Choice {
  seed: number;
  count?: number;
  /** A part of the ids. */
  only?: string;
}

/** Every cell of both matrices. Runs each scenario once, with nothing breaking, to see what there is to break. */
export async function allCells(): Promise<Cell[]> {
  const crashes = (await baselinesOf(scenarios())).flatMap(crashCells);
  const [punctual = [], late = []] = (await baselinesOf([false, true].map(faultScenario))).map(faultCells);
  const faults = [...punctual, ...late.filter((cell) => SHOWN_LATE.includes(cell.operation))];
  const answers: AnswerCell[] = [];
  for (const scenario of answerScenarios()) {
    answers.push(...answerCells(scenario, await recordAnswers(scenario)));
  }
  return [
    ...answers.map((cell) => ({ id: cell.id, matrix: "answer" as const, run: () => runAnswerCell(cell) })),
    ...crashes.map((cell) => ({ id: cell.id, matrix: "crash" as const, run: () => runCrashCell(cell) })),
    ...faults.map((cell) => ({ id: cell.id, matrix: "fault" as const, run: () => runFaultCell(cell) })),
  ];
}

/** Operations to which it makes a difference that DescribeJobs shows a new job late. */
const SHOWN_LATE: readonly string[] = ["StartRecovery", "DescribeJobs"];

async function baselinesOf(all: readonly Scenario[]): Promise<Baseline[]> {
  const baselines: Baseline[] = [];
  // One after the other: a run in virtual time has the process to itself.
  for (const scenario of all) {
    baselines.push(await baselineOf(scenario));
  }
  return baselines;
}

/** The chosen ones, in an order that mixes the scenarios. Pure. */
export function chosenCells(cells: readonly Cell[], { seed, count, only }: Choice): Cell[] {
  const named = only === undefined ? cells : cells.filter((cell) => cell.id.includes(only));
  return sample(named, seed, count);
}

/** Runs a cell. What it throws is the harness's own defect, and is thrown. */
export async function resultOf(cell: Cell): Promise<CellResult> {
  return { id: cell.id, matrix: cell.matrix, findings: await cell.run() };
}
