import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutUndefined } from "../../../provider/src/withoutUndefined";

describe(withoutUndefined.name, () => {
  it("leaves out undefined members and keeps everything else as it is", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.option(fc.anything(), { nil: undefined })), (value) => {
        const kept = Object.entries(value).filter(([, member]) => member !== undefined);
        expect(Object.entries(withoutUndefined(value))).toEqual(kept);
      }),
    );
  });

  it("keeps null, false, 0 and the empty text, which say something", () => {
    expect(withoutUndefined({ a: null, b: false, c: 0, d: "" })).toEqual({ a: null, b: false, c: 0, d: "" });
  });
});
