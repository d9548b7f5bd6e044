import { describe, expect, it } from "vitest";
import { PartialFailure } from "../../../../provider/src/lifecycle/partialFailure";

describe(PartialFailure.name, () => {
  it("is what the engine saves a resource from: id, plain properties and a reason that is one line", () => {
    const failure = new PartialFailure(
      "drsjob-1",
      { jobId: "drsjob-1", verdict: undefined },
      new Error("waiting\nfor it", { cause: new Error("late") }),
    );
    expect({ ...failure, message: failure.message }).toStrictEqual({
      id: "drsjob-1",
      name: "PartialFailure",
      properties: { jobId: "drsjob-1" },
      reasons: ["waiting for it: late"],
      message: "waiting for it: late",
    });
  });
});
