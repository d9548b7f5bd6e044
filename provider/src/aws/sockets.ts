import { readFile } from "node:fs/promises";
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { type HttpProxy, proxyFor } from "./proxy";
import type { Environment, Settings } from "./settings";

/**
 * Milliseconds; the SDK has no limits of its own (docs/drs-facts.md#no-timeouts-by-default). A healthy DRS answers in
 * 0.1 to 2 s.
 */
const CONNECT_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 20_000;

/** As the SDK's own agents. */
const SOCKETS = { keepAlive: true, maxSockets: 50 };

interface Agents {
  httpAgent: HttpAgent;
  httpsAgent: HttpsAgent;
}

/** Options for the HTTP handler that a client makes for itself, of its own version. */
export type RequestHandlerOptions = Agents & {
  connectionTimeout: number;
  requestTimeout: number;
  socketTimeout: number;
  throwOnRequestTimeout: true;
};

/** The sockets of one connection: its clients share them, straight or through a proxy, and trust the same certificates. */
export class Sockets {
  readonly #settings: Pick<Settings, "caBundle">;
  readonly #environment: Environment;
  readonly #agents = new Map<string, Promise<Agents>>();

  constructor(settings: Pick<Settings, "caBundle">, environment: Environment) {
    this.#settings = settings;
    this.#environment = environment;
  }

  /**
   * Options for requests to this address. No request hangs: `requestTimeout` ends one whose answer does not begin, in
   * handlers of 2025 and later only together with `throwOnRequestTimeout` (alone it warns); `socketTimeout` ends one
   * whose answer stops in the middle.
   *
   * @throws for a proxy or a file of certificates that cannot be used.
   */
  async optionsFor(url: string): Promise<RequestHandlerOptions> {
    const proxy = proxyFor(url, this.#environment);
    const key = proxy?.url ?? "straight";
    const agents = this.#agents.get(key) ?? this.#open(proxy);
    this.#agents.set(key, agents);
    return {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      socketTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      ...(await agents),
    };
  }

  async #open(proxy: HttpProxy | undefined): Promise<Agents> {
    const { caBundle } = this.#settings;
    const trust = caBundle === undefined ? {} : { ca: await certificates(caBundle.value, caBundle.from) };
    if (proxy === undefined) {
      return { httpAgent: new HttpAgent(SOCKETS), httpsAgent: new HttpsAgent({ ...SOCKETS, ...trust }) };
    }
    // Loaded only where there is a proxy.
    const [{ HttpProxyAgent }, { HttpsProxyAgent }] = await Promise.all([
      import("http-proxy-agent"),
      import("https-proxy-agent"),
    ]);
    const httpsAgent = new HttpsProxyAgent(proxy.url, { ...SOCKETS, ...trust });
    // What the constructor takes is for the proxy alone; these are for the connection inside.
    Object.assign(httpsAgent.options, trust);
    return {
      httpAgent: new HttpProxyAgent(proxy.url, { ...SOCKETS, ...trust }),
      httpsAgent: httpsAgent as unknown as HttpsAgent,
    };
  }
}

async function certificates(path: string, from: string): Promise<string> {
  const reading = `reading the certificates of ${from}, ${path}`;
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new Error(reading, { cause });
  });
  if (!text.includes("-----BEGIN CERTIFICATE-----")) {
    throw new Error(`${reading}: seen no certificate, expected at least one in PEM`);
  }
  return text;
}
