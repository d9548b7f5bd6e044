import { clearLine, cursorTo } from "node:readline";
import type { WriteStream } from "node:tty";
import { type Look, lookOf } from "pulumi-drillwave/show";
import { type ProgressNote, phaseOf } from "./progress";

/** Where a drill says what it does. */
export interface Screen {
  line(text: string): void;
  /** Shows a note; on a terminal that of a running wave is overwritten by what comes next, elsewhere it is shown once a phase. */
  note(note: ProgressNote): void;
  readonly look: Look;
}

/** A screen on `stream`: lines are plain where it is not a terminal, and colourless where NO_COLOR asks for it. */
export function makeScreen(stream: WriteStream, environment: NodeJS.ProcessEnv): Screen {
  const terminal = stream.isTTY === true;
  const look = lookOf(stream, environment);
  const phases = new Set<string>();
  const erase = () => {
    if (!terminal) {
      return;
    }
    cursorTo(stream, 0);
    clearLine(stream, 0);
  };
  const line = (text: string) => {
    erase();
    stream.write(`${text}\n`);
  };
  const note = (progress: ProgressNote) => {
    const text = `  ${progress.wave}: ${progress.text}`;
    if (progress.moment !== "runs") {
      return line(text);
    }
    if (terminal) {
      erase();
      stream.write(look.paint.dim(text.slice(0, stream.columns - 1)));
      return;
    }
    const phase = phaseOf(progress);
    if (phases.has(phase)) {
      return;
    }
    phases.add(phase);
    line(text);
  };
  return { line, note, look };
}
