import { describe, expect, it } from "vitest";
import { givenEndpoint, insecureEndpoint, insecureEndpoints, serviceOf } from "../../../../provider/src/aws/endpoint";
import { SERVICES } from "../../../../provider/src/aws/service";

describe(insecureEndpoint.name, () => {
  it.each([
    { label: "https", url: "https://drs.example:8443" },
    { label: "a simulator by name", url: "http://localhost:8080" },
    { label: "a simulator by address", url: "http://127.0.0.1:8080" },
    { label: "another address of this machine", url: "http://127.1.2.3" },
    { label: "a simulator by IPv6", url: "http://[::1]:8080" },
    { label: "plain http that the program allows", url: "http://drs.example", allowed: true },
  ])("has nothing against $label", ({ url, allowed }) => {
    expect(insecureEndpoint(url, allowed)).toBeUndefined();
  });

  it.each([
    { endpoint: "http://drs.example", scheme: "http" },
    { endpoint: "http://10.0.0.1:8080", scheme: "http" },
    { endpoint: "http://localhost.example", scheme: "http" },
    { endpoint: "http://127.0.0.1.example", scheme: "http" },
    { endpoint: "http://127.0.0.1@drs.example", scheme: "http" }, // the address is a user name here
    { endpoint: "ftp://drs.example", scheme: "ftp" },
    { endpoint: "localhost:8080", scheme: "localhost" },
  ])("says why not $endpoint", ({ endpoint, scheme }) => {
    expect(insecureEndpoint(endpoint)).toBe(
      `${endpoint} is ${scheme} to another machine: use https, or set connection.allowInsecureEndpoint`,
    );
  });

  it("shows no password", () => {
    expect(insecureEndpoint("http://me:secret@drs.example")).toBe(
      "http://me:***@drs.example is http to another machine: use https, or set connection.allowInsecureEndpoint",
    );
  });

  it("says of a text that is no URL what to write", () => {
    expect(insecureEndpoint("drs.example")).toBe("drs.example is not a URL: use https://…");
  });
});

describe(insecureEndpoints.name, () => {
  it("names each member that gives an address to which signed requests must not go", () => {
    const http = "http://a.example";
    const endpoints = { drs: http, ec2: "https://b.example", sts: http };
    expect(insecureEndpoints({ endpoint: http, endpoints }).map(({ property }) => property)).toEqual([
      "connection.endpoint",
      "connection.endpoints.drs",
      "connection.endpoints.sts",
    ]);
  });

  it("is empty where the program allows them", () => {
    expect(insecureEndpoints({ endpoint: "http://a.example", allowInsecureEndpoint: true })).toEqual([]);
  });
});

describe(serviceOf.name, () => {
  it.each([
    { url: "http://127.0.0.1:8080", service: undefined },
    { url: "http://localhost:8080", service: undefined },
    { url: "https://simulator.example", service: undefined },
    { url: "http://drs:8080", service: undefined }, // a container's name
    { url: "https://drs.example", service: "drs" },
    { url: "https://drs-fips.us-gov-west-1.amazonaws.com", service: "drs" },
    { url: "https://drs.us-west-2.api.aws", service: "drs" },
    { url: "https://vpce-0a-1b.drs.us-west-2.vpce.amazonaws.com", service: "drs" },
    { url: "https://vpce-0a-1b-us-west-2a.drs.us-west-2.vpce.amazonaws.com", service: "drs" },
    { url: "https://vpce-0a-1b.drs.cn-north-1.vpce.amazonaws.com.cn", service: "drs" },
    { url: "https://VPCE-0a-1b.DRS.us-west-2.vpce.amazonaws.com", service: "drs" },
    { url: "https://vpce-0a-1b.ec2.us-west-2.vpce.amazonaws.com", service: "ec2" },
    { url: "https://sts.eusc-de-east-1.amazonaws.eu", service: "sts" },
    { url: "https://ec2.example", service: undefined },
    { url: "no URL", service: undefined },
  ])("is $service of $url", ({ url, service }) => {
    expect(serviceOf(url)).toBe(service);
  });
});

describe(givenEndpoint.name, () => {
  const urlsOf = (connection: Parameters<typeof givenEndpoint>[1]) =>
    SERVICES.map((service) => givenEndpoint(service, connection)?.url);
  const [all, vpce, other] = [
    "http://127.0.0.1:1",
    "https://vpce-1.drs.us-west-2.vpce.amazonaws.com",
    "https://b.example",
  ];

  it.each([
    { label: "a simulator's for every service", connection: { endpoint: all }, urls: [all, all, all, all, all] },
    {
      label: "DRS's VPC endpoint for DRS alone",
      connection: { endpoint: vpce },
      urls: [vpce, undefined, undefined, undefined, undefined],
    },
    {
      label: "a service's own before the common one",
      connection: { endpoint: all, endpoints: { ec2: other } },
      urls: [all, other, all, all, all],
    },
    {
      label: "a service's own whatever its host",
      connection: { endpoints: { sts: vpce } },
      urls: [undefined, undefined, undefined, vpce, undefined],
    },
    {
      label: "none where the program gives none",
      connection: {},
      urls: [undefined, undefined, undefined, undefined, undefined],
    },
  ])("is $label", ({ connection, urls }) => {
    expect(urlsOf(connection)).toEqual(urls);
  });
});
