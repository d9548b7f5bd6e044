import { delimiter, join } from "node:path";
import { describe, expect, it } from "vitest";
import { firstExecutable } from "../../../../scripts/engine/onPath";

describe(firstExecutable.name, () => {
  it("takes the first folder that has a file it can run, as a shell does", () => {
    const runnable = [join("/b", "pulumi"), join("/c", "pulumi")];
    const searchPath = ["/a", "", "/b", "/c"].join(delimiter);

    expect(firstExecutable(searchPath, "pulumi", (path) => runnable.includes(path))).toBe(join("/b", "pulumi"));
  });

  it("finds nothing on an empty path", () => {
    expect(firstExecutable("", "pulumi", () => true)).toBeUndefined();
  });
});
