import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { describe, expect, it } from "vitest";
import { connect } from "../../../../provider/src/aws/connect";

describe(connect.name, () => {
  const connection = { endpoint: "http://127.0.0.1:1" };

  it("shares one connection among the waves of a process, and opens nothing yet", () => {
    const first = connect("us-west-2", connection);
    expect(connect("us-west-2", { ...connection })).toBe(first);
  });

  it.each([
    { label: "Region", other: () => connect("eu-west-1", connection) },
    { label: "endpoint", other: () => connect("us-west-2", { endpoint: "http://127.0.0.1:2" }) },
    { label: "profile", other: () => connect("us-west-2", { ...connection, profile: "x" }) },
    {
      label: "role",
      other: () => connect("us-west-2", { ...connection, assumeRole: { roleArn: "arn:aws:iam::1:role/x" } }),
    },
  ])("is another one for another $label", ({ other }) => {
    expect(other()).not.toBe(connect("us-west-2", connection));
  });

  it("limits every request, in handlers of the SDK that only warn as well, over sockets that its clients share", () => {
    expect(connect("us-west-2", connection).config.requestHandler).toEqual({
      connectionTimeout: 5_000,
      requestTimeout: 20_000,
      socketTimeout: 20_000,
      throwOnRequestTimeout: true,
      httpAgent: expect.any(HttpAgent),
      httpsAgent: expect.any(HttpsAgent),
    });
  });

  it("refuses an endpoint to which signed requests must not go", () => {
    expect(() => connect("us-west-2", { endpoint: "http://drs.example" })).toThrow(
      new Error(
        "connecting to AWS: http://drs.example is http to another machine: " +
          "use https, or set connection.allowInsecureEndpoint",
      ),
    );
  });
});
