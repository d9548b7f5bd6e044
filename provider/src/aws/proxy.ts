import { BlockList, isIP } from "node:net";
import { isOnThisMachine } from "./endpoint";
import type { Environment } from "./settings";

/** A proxy, and the variable that names it. Its URL may hold a password: no message shows it. */
export interface HttpProxy {
  url: string;
  from: string;
}

/**
 * The proxy that requests to a URL go through: `HTTPS_PROXY` for https, `HTTP_PROXY` for http, unless `NO_PROXY` excepts
 * the host; each also in lower case, which counts first, as with curl. Undefined when they go straight, as they always
 * do to this machine. Pure.
 *
 * @throws for a proxy that is neither http nor https.
 */
export function proxyFor(url: string, environment: Environment): HttpProxy | undefined {
  const { protocol, hostname, port } = new URL(url);
  const scheme = protocol === "https:" ? "https" : "http";
  const from = [`${scheme}_proxy`, `${scheme.toUpperCase()}_PROXY`].find((name) => environment[name]);
  const given = from === undefined ? undefined : environment[from];
  if (from === undefined || !given || isOnThisMachine(url)) {
    return undefined;
  }
  const exceptions = environment["no_proxy"] || environment["NO_PROXY"] || "";
  const effectivePort = port || (scheme === "https" ? "443" : "80");
  if (exceptions.split(/[\s,]+/).some((exception) => covers(exception, hostname.toLowerCase(), effectivePort))) {
    return undefined;
  }
  const proxy = given.includes("://") ? given : `http://${given}`;
  if (!URL.canParse(proxy) || !/^https?:$/.test(new URL(proxy).protocol)) {
    throw new Error(`reading ${from}: expected the URL of an http or https proxy, such as http://proxy.example:3128`);
  }
  return { url: proxy, from };
}

/** True when an entry of NO_PROXY covers a host: `*`, a name and all below it, an address, or a block of them. */
function covers(exception: string, hostname: string, port: string): boolean {
  if (exception === "") {
    return false;
  }
  if (exception === "*") {
    return true;
  }
  const address = hostname.replace(/^\[|\]$/g, "");
  if (isIP(exception.replace(/^\[|\]$/g, "")) !== 0 || exception.includes("/")) {
    return coversAddress(exception.replace(/^\[|\]$/g, ""), address);
  }
  const [, name = "", onPort] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(exception.toLowerCase()) ?? [];
  if (onPort !== undefined && onPort !== port) {
    return false;
  }
  const suffix = name.replace(/^\*?\./, "");
  return suffix !== "" && (address === suffix || address.endsWith(`.${suffix}`));
}

function coversAddress(exception: string, address: string): boolean {
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  const [network = "", bits] = exception.split("/");
  if (isIP(address) === 0 || isIP(network) !== isIP(address)) {
    return false;
  }
  const length = bits === undefined ? (family === "ipv6" ? 128 : 32) : Number(bits);
  if (!Number.isInteger(length) || length < 0 || length > (family === "ipv6" ? 128 : 32)) {
    return false;
  }
  const block = new BlockList();
  block.addSubnet(network, length, family);
  return block.check(address, family);
}
