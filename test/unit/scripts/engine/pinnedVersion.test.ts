import { describe, expect, it } from "vitest";
import { pinnedVersion } from "../../../../scripts/engine/pinnedVersion";

describe(pinnedVersion.name, () => {
  it.each([
    { label: "in a block", goMod: "require (\n\tgithub.com/pulumi/pulumi/pkg/v3 v3.245.0 // indirect\n)\n" },
    { label: "on a line of its own", goMod: "require github.com/pulumi/pulumi/pkg/v3 v3.245.0\n" },
  ])("reads a requirement $label", ({ goMod }) => {
    expect(pinnedVersion(goMod)).toBe("3.245.0");
  });

  it("does not take another module's version", () => {
    expect(() => pinnedVersion("require github.com/pulumi/pulumi/sdk/v3 v3.245.0\n")).toThrow(
      new Error("Reading tools/engine/go.mod: it requires no github.com/pulumi/pulumi/pkg/v3."),
    );
  });
});
