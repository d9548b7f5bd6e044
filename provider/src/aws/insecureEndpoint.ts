import type { Connection } from "../vocabulary";

/** Hosts of this machine: what is sent there crosses no network. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Why signed requests must not go to this endpoint: plain http to another machine shows them, and what they carry, to the
 * network between. Undefined when they may, or when the program says so (`allowInsecureEndpoint`). Pure.
 */
export function insecureEndpoint({ endpoint, allowInsecureEndpoint }: Connection): string | undefined {
  if (endpoint === undefined || allowInsecureEndpoint === true) {
    return undefined;
  }
  const { protocol, hostname } = new URL(endpoint);
  if (protocol === "https:" || LOOPBACK.test(hostname)) {
    return undefined;
  }
  return `${endpoint} is ${protocol.replace(":", "")} to another machine: use https, or set connection.allowInsecureEndpoint`;
}
