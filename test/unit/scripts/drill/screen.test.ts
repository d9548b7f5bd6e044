import type { WriteStream } from "node:tty";
import { describe, expect, it } from "vitest";
import { makeScreen } from "../../../../scripts/drill/screen";

function fakeStream(isTTY: boolean): { stream: WriteStream; written: () => string } {
  let text = "";
  const write = (chunk: string) => {
    text += chunk;
    return true;
  };
  return { stream: { isTTY, columns: 20, write } as unknown as WriteStream, written: () => text };
}

const LAUNCH = { wave: "app", text: "1/2 4m14s launch", moment: "runs" } as const;

describe(makeScreen.name, () => {
  it("shows a running wave's note once a phase where there is no terminal, without colour", () => {
    const { stream, written } = fakeStream(false);
    const screen = makeScreen(stream, {});

    screen.note(LAUNCH);
    screen.note({ ...LAUNCH, text: "2/2 4m20s launch" });
    screen.note({ wave: "app", text: "finished", moment: "ends" });
    screen.line(screen.look.paint.red("over"));

    expect(written()).toBe("  app: 1/2 4m14s launch\n  app: finished\nover\n");
  });

  it("rewrites running wave's notes on a terminal, cut to its width", () => {
    const { stream, written } = fakeStream(true);
    const screen = makeScreen(stream, { NO_COLOR: "1" });

    screen.note(LAUNCH);
    screen.line("over");

    expect(written()).toBe("\x1b[1G\x1b[2K  app: 1/2 4m14s la\x1b[1G\x1b[2Kover\n");
  });

  it("colours a terminal", () => {
    const { stream } = fakeStream(true);

    expect(makeScreen(stream, {}).look.paint.red("over")).toBe("\x1b[31mover\x1b[39m");
  });
});
