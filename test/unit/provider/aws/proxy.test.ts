import { describe, expect, it } from "vitest";
import { proxyFor } from "../../../../provider/src/aws/proxy";

const DRS = "https://drs.us-west-2.amazonaws.com";
const HTTPS_PROXY = "http://proxy.example:3128";

describe(proxyFor.name, () => {
  it.each([
    { label: "HTTPS_PROXY", environment: { HTTPS_PROXY }, from: "HTTPS_PROXY" },
    { label: "https_proxy", environment: { https_proxy: HTTPS_PROXY }, from: "https_proxy" },
    {
      label: "the one in lower case of two",
      environment: { https_proxy: HTTPS_PROXY, HTTPS_PROXY: "http://b" },
      from: "https_proxy",
    },
    {
      label: "HTTPS_PROXY without a scheme",
      environment: { HTTPS_PROXY: "proxy.example:3128" },
      from: "HTTPS_PROXY",
    },
    {
      label: "HTTPS_PROXY beside an empty https_proxy",
      environment: { https_proxy: "", HTTPS_PROXY },
      from: "HTTPS_PROXY",
    },
  ])("is the one of $label", ({ environment, from }) => {
    expect(proxyFor(DRS, environment)).toEqual({ url: HTTPS_PROXY, from });
  });

  it("is HTTP_PROXY's for plain http alone", () => {
    const environment = { HTTP_PROXY: HTTPS_PROXY };
    expect(proxyFor("http://drs.example", environment)).toEqual({ url: HTTPS_PROXY, from: "HTTP_PROXY" });
    expect(proxyFor(DRS, environment)).toBeUndefined();
  });

  it.each(["http://127.0.0.1:8080", "http://localhost:8080", "https://[::1]:8080"])(
    "is none for %s, which is this machine",
    (url) => {
      expect(proxyFor(url, { HTTPS_PROXY, HTTP_PROXY: HTTPS_PROXY })).toBeUndefined();
    },
  );

  it.each([
    { exceptions: "*", url: DRS },
    { exceptions: "amazonaws.com", url: DRS },
    { exceptions: ".amazonaws.com", url: DRS },
    { exceptions: "*.amazonaws.com", url: DRS },
    { exceptions: "DRS.us-west-2.amazonaws.com", url: DRS },
    { exceptions: "other.example,drs.us-west-2.amazonaws.com", url: DRS },
    { exceptions: "other.example drs.us-west-2.amazonaws.com", url: DRS },
    { exceptions: "amazonaws.com:443", url: DRS },
    { exceptions: ".example:8443", url: "https://drs.example:8443" },
    { exceptions: "10.0.0.7", url: "https://10.0.0.7" },
    { exceptions: "10.0.0.0/8", url: "https://10.0.0.7" },
    { exceptions: "fd00::/8", url: "https://[fd00::7]" },
    { exceptions: "[fd00::7]", url: "https://[fd00::7]" },
  ])("is none for $url where NO_PROXY is $exceptions", ({ exceptions, url }) => {
    expect(proxyFor(url, { HTTPS_PROXY, NO_PROXY: exceptions })).toBeUndefined();
    expect(proxyFor(url, { HTTPS_PROXY, no_proxy: exceptions })).toBeUndefined();
  });

  it.each([
    { exceptions: "", url: DRS },
    { exceptions: " , ", url: DRS },
    { exceptions: "aws.com", url: DRS }, // ends alike, but is not a domain above it
    { exceptions: "amazonaws.com:8443", url: DRS },
    { exceptions: "api.aws", url: DRS },
    { exceptions: "10.0.0.0/8", url: "https://11.0.0.7" },
    { exceptions: "10.0.0.0/8", url: DRS },
    { exceptions: "10.0.0.0/99", url: "https://10.0.0.7" },
    { exceptions: ".", url: DRS },
  ])("is there for $url where NO_PROXY is $exceptions", ({ exceptions, url }) => {
    expect(proxyFor(url, { HTTPS_PROXY, NO_PROXY: exceptions })).toEqual({ url: HTTPS_PROXY, from: "HTTPS_PROXY" });
  });

  it.each(["socks5://user:secret@proxy.example", "http://", "ftp://proxy.example"])(
    "says what a proxy must be, and shows no password: %s",
    (url) => {
      expect(() => proxyFor(DRS, { HTTPS_PROXY: url })).toThrow(
        new Error("reading HTTPS_PROXY: expected the URL of an http or https proxy, such as http://proxy.example:3128"),
      );
    },
  );
});
