import type { Connection } from "../vocabulary";
import { SERVICES, type Service } from "./service";

/** Hosts of this machine: what is sent there crosses no network. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Where AWS's own hosts end, in every partition. */
const AWS_DOMAINS =
  /\.(amazonaws\.com|amazonaws\.com\.cn|amazonaws\.eu|api\.aws|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/;

/** An address, and which setting gave it. */
export interface NamedEndpoint {
  url: string;
  /** Such as `connection.endpoint`, `AWS_ENDPOINT_URL_DRS` or `endpoint_url of the profile dr`. */
  from: string;
}

/** True for an address on this machine, such as a simulator's. Pure. */
export function isOnThisMachine(url: string): boolean {
  return URL.canParse(url) && LOOPBACK.test(new URL(url).hostname);
}

/**
 * The one service that an address is for, as its host says: a VPC endpoint, or AWS's own host. `drs.` in front says it
 * in any domain. Undefined for a host that may serve all, such as a simulator's. Pure.
 */
export function serviceOf(url: string): Service | undefined {
  if (!URL.canParse(url)) {
    return undefined;
  }
  const { hostname } = new URL(url);
  const labels = hostname.toLowerCase().split(".");
  const named = (label: string | undefined) => SERVICES.find((name) => label === name || label === `${name}-fips`);
  if (AWS_DOMAINS.test(hostname.toLowerCase())) {
    return labels.map(named).find((service) => service !== undefined);
  }
  return labels.length > 1 && named(labels[0]) === "drs" ? "drs" : undefined;
}

/** The addresses that the program gives for a service, the more specific one first; undefined when it gives none. Pure. */
export function givenEndpoint(service: Service, { endpoint, endpoints }: Connection): NamedEndpoint | undefined {
  const own = endpoints?.[service];
  if (own !== undefined) {
    return { url: own, from: `connection.endpoints.${service}` };
  }
  return endpoint !== undefined && serves(endpoint, service)
    ? { url: endpoint, from: "connection.endpoint" }
    : undefined;
}

/** True when an address that is given for all services is this one's too. Pure. */
export function serves(url: string, service: Service): boolean {
  return (serviceOf(url) ?? service) === service;
}

/**
 * Why signed requests must not go to this address: plain http to another machine shows them, and what they carry, to
 * the network between. Undefined when they may, or when the program says so (`allowInsecureEndpoint`). Pure.
 */
export function insecureEndpoint(url: string, allowInsecureEndpoint = false): string | undefined {
  if (!URL.canParse(url)) {
    return `${withoutPassword(url)} is not a URL: use https://…`;
  }
  const { protocol } = new URL(url);
  if (protocol === "https:" || isOnThisMachine(url) || allowInsecureEndpoint) {
    return undefined;
  }
  return `${withoutPassword(url)} is ${protocol.replace(":", "")} to another machine: use https, or set connection.allowInsecureEndpoint`;
}

/** An address as messages show it: without the password that may stand before an @. Pure. */
export function withoutPassword(url: string): string {
  return url.replace(/^([^/]*\/\/)?([^/:@]*):[^/]*@/, "$1$2:***@");
}

/** Every address that the program gives, with why signed requests must not go there. Pure. */
export function insecureEndpoints(connection: Connection): { property: string; reason: string }[] {
  const given: [string, string | undefined][] = [
    ["connection.endpoint", connection.endpoint],
    ...SERVICES.map((name): [string, string | undefined] => [
      `connection.endpoints.${name}`,
      connection.endpoints?.[name],
    ]),
  ];
  return given.flatMap(([property, url]) => {
    const reason = url === undefined ? undefined : insecureEndpoint(url, connection.allowInsecureEndpoint);
    return reason === undefined ? [] : [{ property, reason }];
  });
}
