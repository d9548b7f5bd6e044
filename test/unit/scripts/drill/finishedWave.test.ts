import { describe, expect, it } from "vitest";
import { finishedWave } from "../../../../scripts/drill/finishedWave";
import { aWave } from "./aWave";

describe(finishedWave.name, () => {
  it("gives the verdict and the worst numbers", () => {
    expect(finishedWave(aWave("app").outputs)).toBe("PASSED, recovery 8m59s, data loss 4s");
  });

  it("claims nothing of a wave without a verdict", () => {
    expect(finishedWave({})).toBe("finished");
  });
});
