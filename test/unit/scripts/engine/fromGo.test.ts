import { describe, expect, it } from "vitest";
import { goBuildArguments } from "../../../../scripts/engine/fromGo";

describe(goBuildArguments.name, () => {
  it("stamps the version, which Automation API insists on", () => {
    expect(goBuildArguments("/cache/pulumi", "3.245.0")).toEqual([
      "build",
      "-trimpath",
      "-tags",
      "osusergo,grpcnotrace",
      "-ldflags",
      "-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v3.245.0",
      "-o",
      "/cache/pulumi",
      "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    ]);
  });
});
