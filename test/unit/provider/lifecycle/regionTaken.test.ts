import { afterEach, describe, expect, it, vi } from "vitest";
import { sayRegionTaken } from "../../../../provider/src/lifecycle/regionTaken";

afterEach(() => vi.unstubAllEnvs());

/** What is said of these Regions, one after the other, in a process whose environment names us-east-1. */
function saidOf(...regions: string[]): string[] {
  vi.stubEnv("AWS_REGION", "us-east-1");
  const warned: string[] = [];
  const spoken = new Set<string>();
  for (const region of regions) {
    sayRegionTaken(region, { warn: (text) => void warned.push(text) }, spoken);
  }
  return warned;
}

describe(sayRegionTaken.name, () => {
  it("says once in a process which Region is taken, and why", () => {
    expect(saidOf("eu-west-1", "eu-west-1")).toEqual([
      "the Region eu-west-1 is taken, because the stack's configuration (aws:region) comes before the environment, " +
        "where AWS_REGION is us-east-1; the arg `region` comes before both",
    ]);
  });

  it("says nothing where the environment agrees", () => {
    expect(saidOf("us-east-1")).toEqual([]);
  });
});
