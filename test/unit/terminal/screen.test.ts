import { describe, expect, it } from "vitest";
import { openScreen } from "../../terminal/screen";

const ESC = "\u001b";

async function seen(bytes: string, columns = 20): Promise<string[]> {
  const screen = openScreen(columns, 4);
  await screen.write(Buffer.from(bytes));
  return screen.lines();
}

describe(openScreen.name, () => {
  it.each([
    { label: "no colours", bytes: `${ESC}[1;31merror${ESC}[0m: gone\r\n`, lines: ["error: gone"] },
    { label: "what was written last over a line", bytes: "1 of 9\rdone\r\n", lines: ["done 9"] },
    { label: "nothing of an erased line", bytes: `creating\r${ESC}[Kcreated\r\n`, lines: ["created"] },
    { label: "a table that was drawn again", bytes: `a 1\r\nb 1\r\n${ESC}[2Aa 2\r\nb 2\r\n`, lines: ["a 2", "b 2"] },
    { label: "what has scrolled away", bytes: "1\r\n2\r\n3\r\n4\r\n5\r\n6", lines: ["1", "2", "3", "4", "5", "6"] },
    {
      label: "a line that the terminal broke",
      bytes: "a word that is too long\r\nx",
      lines: ["a word that is too long", "x"],
    },
    { label: "an indented line that it broke", bytes: "    a word longer", lines: ["    a word longer"] },
    { label: "signs of two bytes", bytes: "├─ db…\r\n", lines: ["├─ db…"] },
    { label: "empty lines between others", bytes: "a\r\n\r\nb\r\n\r\n", lines: ["a", "", "b"] },
    { label: "nothing", bytes: "", lines: [] },
  ])("shows $label", async ({ bytes, lines }) => {
    expect(await seen(bytes)).toEqual(lines);
  });

  it("shows the same lines at every width that they are broken at", async () => {
    const text = "will terminate 1 recovery instance and launch 1 server again\r\nPASSED: recovery 8m27s";
    const [whole] = await Promise.all([seen(text, 200)]);
    for (const columns of [7, 10, 20, 33, 61]) {
      expect(await seen(text, columns)).toEqual(whole);
    }
  });

  it("joins a sign that came in two pieces", async () => {
    const screen = openScreen(20, 4);
    const bytes = Buffer.from("…");
    await screen.write(bytes.subarray(0, 1));
    await screen.write(bytes.subarray(1));
    expect(screen.lines()).toEqual(["…"]);
  });
});
