import { type AnswerCell, type AnswerEdit, FIRST_ANSWERS } from "./answerCells";
import { changeAt, readAnswer, writeAnswer } from "./answers";
import type { CommandResult } from "./engineModel";
import { waveIn } from "./engineState";
import type { Finding } from "./findings";
import { Play } from "./play";
import { ShownAnswers, unproven } from "./shown";
import type { StageOptions } from "./stage";
import { falsePasses, launches } from "./truth";

/** What the program of every scenario asks for. */
const ASKED = {
  wave: "tiers",
  sourceServerIds: ["s-00000000000000001", "s-00000000000000002"],
  actions: { "s-00000000000000002": ["probe"] },
};

/** Texts of a program's defects, which no person can act on. */
const DEFECTS = /\bundefined\b|\bNaN\b|\[object |Invalid Date|TypeError|Cannot read|is not (a function|iterable)/;

/** Lets answers be wrong in the cell's way, does what people do next, and says what must not have happened. */
export function runAnswerCell(cell: AnswerCell, options: Pick<StageOptions, "alter"> = {}): Promise<Finding[]> {
  const { scenario } = cell;
  const answers = new WrongAnswers(cell);
  const play = new Play(cell.id, scenario.world, {
    ...options,
    edit: (operation, body) => answers.edit(operation, body),
    judge: (state, world) => [
      ...unproven(state, ASKED, answers.shown),
      ...(cell.edits.every(hides) ? falsePasses(world, state) : []),
    ],
  });
  return play.run(async () => {
    const [first, again] = scenario.commands;
    if (first === undefined || again === undefined) {
      throw new Error("an answer cell has two commands");
    }
    judge(play, cell, await play.command(first));
    judge(play, cell, await play.command(cell.second === "up" ? again : { run: "destroy" }));
    answers.mend();
    if (cell.second === "up") {
      judgeMended(play, cell, await play.command(again));
    }
    judgeStarts(play, cell);
    await play.destroy();
  });
}

/** False for an edit that puts another statement in place of the true one: it may say that all is well. */
function hides({ name }: AnswerEdit): boolean {
  return !(name.startsWith("other") || name === "odd" || name === "stale");
}

/** The edits at work. */
class WrongAnswers {
  readonly shown = new ShownAnswers();
  readonly #counts = new Map<string, number>();
  #isMended = false;

  constructor(readonly cell: AnswerCell) {}

  mend(): void {
    this.#isMended = true;
  }

  edit(operation: string, body: string): string {
    const count = this.#counts.get(operation) ?? 0;
    this.#counts.set(operation, count + 1);
    const isOver = this.#isMended || (this.cell.span === "first" && count >= FIRST_ANSWERS);
    const edits = isOver ? [] : this.cell.edits.filter((edit) => edit.operation === operation);
    if (edits.length === 0) {
      this.shown.add(operation, body);
      return body;
    }
    const original = readAnswer(body);
    const value = edits.reduce((answer, { path, change }) => changeAt(answer, path, change) ?? {}, original);
    const edited = writeAnswer(value, body);
    this.shown.add(operation, edited);
    return edited;
  }
}

/** Whatever was wrong, a command ends in success or says in words what was odd. */
function judge(play: Play, cell: AnswerCell, result: CommandResult): void {
  for (const text of [...result.errors, ...result.lines]) {
    if (DEFECTS.test(text)) {
      play.find("unclear errors", text);
    }
  }
  const [text] = result.errors;
  if (text !== undefined && !namesWhatWasOdd(text, cell)) {
    play.find("unclear errors", `it does not name what was odd: ${text}`);
  }
}

/** The operation, the member, or the thing that it was said of. */
function namesWhatWasOdd(text: string, { edits }: AnswerCell): boolean {
  const things = /\bs-0000|\bdrsjob-|\bi-[0-9a-f]{8}|\bpit-|\blt-|DrillNonce=/;
  return (
    things.test(text) ||
    edits.some(({ operation, path }) => text.includes(operation) || text.includes(path.at(-1) ?? operation))
  );
}

/** Once answers are right again, what was wrong for a moment must have done no harm. */
function judgeMended(play: Play, cell: AnswerCell, result: CommandResult): void {
  judge(play, cell, result);
  if (cell.span !== "first" || cell.scenario.name !== "sound") {
    return;
  }
  const verdict = waveIn(play.stage.engine.state, ASKED.wave)?.verdict;
  if (!result.ok || verdict === undefined || verdict === "FAILED") {
    play.find("stuck", `up with right answers: ${verdict ?? "no verdict"}: ${result.errors.join("; ")}`);
  }
}

/** A server that recovered is launched again only because answers stayed wrong. */
function judgeStarts(play: Play, cell: AnswerCell): void {
  const jobs = launches(play.stage.service.world());
  if (cell.span === "first" && cell.scenario.name === "sound" && cell.second === "up" && jobs.length > 1) {
    play.find("double starts", `${jobs.length} jobs for servers that had recovered`);
  }
}
