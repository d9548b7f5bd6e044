import { describe, expect, it } from "vitest";
import { insecureEndpoint } from "../../../../provider/src/aws/insecureEndpoint";

describe(insecureEndpoint.name, () => {
  it.each([
    { label: "AWS's own endpoint", connection: {} },
    { label: "https", connection: { endpoint: "https://drs.example:8443" } },
    { label: "a simulator by name", connection: { endpoint: "http://localhost:8080" } },
    { label: "a simulator by address", connection: { endpoint: "http://127.0.0.1:8080" } },
    { label: "another address of this machine", connection: { endpoint: "http://127.1.2.3" } },
    { label: "a simulator by IPv6", connection: { endpoint: "http://[::1]:8080" } },
    {
      label: "plain http that the program allows",
      connection: { endpoint: "http://drs.example", allowInsecureEndpoint: true },
    },
  ])("has nothing against $label", ({ connection }) => {
    expect(insecureEndpoint(connection)).toBeUndefined();
  });

  it.each([
    { endpoint: "http://drs.example", scheme: "http" },
    { endpoint: "http://10.0.0.1:8080", scheme: "http" },
    { endpoint: "http://localhost.example", scheme: "http" },
    { endpoint: "http://127.0.0.1.example", scheme: "http" },
    { endpoint: "http://127.0.0.1@drs.example", scheme: "http" }, // the address is a user name here
    { endpoint: "ftp://drs.example", scheme: "ftp" },
  ])("says why not $endpoint", ({ endpoint, scheme }) => {
    expect(insecureEndpoint({ endpoint, allowInsecureEndpoint: false })).toBe(
      `${endpoint} is ${scheme} to another machine: use https, or set connection.allowInsecureEndpoint`,
    );
  });
});
