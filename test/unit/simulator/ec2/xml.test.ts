import { describe, expect, it } from "vitest";
import { toXml } from "../../../../simulator/src/ec2/xml";

describe(toXml.name, () => {
  it("escapes what XML takes for its own, and leaves absent members out", () => {
    expect(toXml("A", { b: "<&>", c: undefined })).toMatch(/<A><b>&lt;&amp;&gt;<\/b><\/A>$/);
  });

  it("replaces what XML cannot have", () => {
    expect(toXml("A", { b: "x\u0000\u000b\ud800y 😀\n" })).toMatch(/<b>x\ufffd\ufffd\ufffdy 😀\n<\/b>/u);
  });
});
