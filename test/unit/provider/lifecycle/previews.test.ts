import { describe, expect, it } from "vitest";
import { Previews } from "../../../../provider/src/lifecycle/previews";

function aPhase(...previewed: string[]) {
  const lines: string[] = [];
  const previews = new Previews((urn) => ({
    show: (text) => void lines.push(`${urn} show ${text}`),
    keep: (text) => void lines.push(`${urn} keep ${text}`),
    warn: (text) => void lines.push(`${urn} warn ${text}`),
  }));
  for (const urn of previewed) {
    previews.add(urn);
  }
  const say = (urn: string | undefined, text: string, isWarning = false) => previews.say(urn, { text, isWarning });
  return { previews, lines, say };
}

describe(Previews.name, () => {
  it("says one line a wave, because the engine checks a wave twice that is replaced, and ends with a word to repeat", () => {
    const { previews, lines, say } = aPhase("urn:a", "urn:b");
    say("urn:a", "first");
    previews.add("urn:a");
    say("urn:a", "second");
    say("urn:b", "other", true);
    expect(lines).toEqual(["urn:a keep first", "urn:a show planned", "urn:b warn other", "urn:b show planned"]);
  });

  it.each([{ urn: "urn:up" }, { urn: undefined }])("says nothing of a wave ($urn) that is not previewed", ({ urn }) => {
    const { previews, lines, say } = aPhase("urn:a");
    say(urn, "line");
    expect({ lines, has: previews.has(urn), isOpen: previews.isOpen(urn) }).toEqual({
      lines: [],
      has: false,
      isOpen: false,
    });
  });

  it("knows a wave for previewed once its line is said", () => {
    const { previews, say } = aPhase("urn:a");
    const before = [previews.has("urn:a"), previews.isOpen("urn:a")];
    say("urn:a", "line");
    expect([before, [previews.has("urn:a"), previews.isOpen("urn:a")]]).toEqual([
      [true, true],
      [true, false],
    ]);
  });

  it("tells the second check of a wave from its first, and from that of another wave", () => {
    const { previews } = aPhase();
    const seen = ["urn:a", "urn:b", undefined, "urn:a", undefined].map((urn) => previews.isCheckedAgain(urn));
    expect(seen).toEqual([false, false, false, true, false]);
  });
});
