import { describe, expect, it } from "vitest";
import { openContext, placeOf } from "../../../../provider/src/lifecycle/openContext";

describe(openContext.name, () => {
  it("opens AWS in the Region, with a deadline and a pace, and calls nothing", async () => {
    const connection = { endpoint: "http://127.0.0.1:1" };
    const operation = { region: "us-west-2", connection, timeoutSeconds: 90, pollMs: 5000, urn: undefined };
    const { drs, deadline, pollMs } = await openContext(operation);
    expect([drs.region, deadline.timeoutSeconds, pollMs]).toEqual(["us-west-2", 90, 5000]);
  });
});

describe(placeOf.name, () => {
  it("takes the Region, the connection and the URN", () => {
    const props = { region: "us-west-2", connection: { profile: "x" }, __urn: "urn:x", wave: "db" };
    expect(placeOf(props)).toEqual({ region: "us-west-2", connection: { profile: "x" }, urn: "urn:x" });
  });
});
