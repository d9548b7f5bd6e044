import { describe, expect, it } from "vitest";
import { refusedLicences } from "../../../../scripts/licences/refusedLicences";

describe(refusedLicences.name, () => {
  it.each([
    { label: "an allowed licence", given: { license: "MIT" }, refused: [] },
    { label: "a choice with an allowed one", given: { license: "(GPL-3.0-only OR MIT)" }, refused: [] },
    { label: "a tool of this repository", given: { license: "GPL-3.0-only", dev: true }, refused: [] },
    { label: "a licence with conditions", given: { license: "GPL-3.0-only" }, refused: ["some: GPL-3.0-only"] },
    { label: "a text that is no licence", given: { license: "SEE LICENSE" }, refused: ["some: SEE LICENSE"] },
    { label: "no licence", given: {}, refused: ["some: no licence"] },
  ])("judges $label", ({ given, refused }) => {
    expect(refusedLicences({ "": {}, "node_modules/some": given })).toEqual(refused);
  });
});
