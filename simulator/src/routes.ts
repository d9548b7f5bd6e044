import { type Form, parseForm } from "./ec2/form";
import { allOperations } from "./model/schema";

/** What a request is for. */
export type Route =
  | { readonly kind: "control"; readonly path: string }
  /** `parameters` are the members of the request that travel in the path and the query. */
  | { readonly kind: "drs"; readonly operation: string; readonly parameters: Readonly<Record<string, unknown>> }
  /** EC2 and STS share the query protocol; the version tells them apart. */
  | { readonly kind: "query"; readonly service: "ec2" | "sts"; readonly action: string; readonly form: Form }
  /** A request of the query protocol, by its path, that names no action. */
  | { readonly kind: "noAction" }
  | { readonly kind: "unknown" };

/** Where the simulator's own pages live, outside AWS's paths. */
const CONTROL_PREFIX = "/_simulator/";

const TAGS = "/tags/";

/** The API version in every request of STS; the others are EC2's. */
const STS_VERSION = "2011-06-15";

const plain: ReadonlyMap<string, string> = new Map(
  allOperations()
    .filter(([, { http }]) => !http.requestUri.startsWith(TAGS))
    .map(([name, { http }]) => [`${http.method} ${http.requestUri}`, name]),
);

const taggers: Readonly<Record<string, string>> = {
  GET: "ListTagsForResource",
  POST: "TagResource",
  DELETE: "UntagResource",
};

/** Finds what a request is for, by method, path and (query protocol) the form in its body. */
export function findRoute(method: string, url: string, body: string): Route {
  const target = parseTarget(url);
  if (target === undefined) {
    return { kind: "unknown" };
  }
  const { pathname, searchParams } = target;
  if (pathname.startsWith(CONTROL_PREFIX)) {
    return { kind: "control", path: pathname.slice(CONTROL_PREFIX.length) };
  }
  if (pathname === "/" && (method === "GET" || method === "POST")) {
    return queryRoute(method === "GET" ? searchParams.toString() : body);
  }
  return drsRoute(method, pathname, searchParams);
}

/** Where a request goes: a path, or a whole URL as proxies get it; undefined for a text that is neither. */
function parseTarget(url: string): URL | undefined {
  // "//" at the beginning would name a host in a relative URL.
  const whole = url.startsWith("/") ? `http://simulator${url}` : url;
  return URL.canParse(whole) ? new URL(whole) : undefined;
}

function drsRoute(method: string, pathname: string, searchParams: URLSearchParams): Route {
  const tagger = pathname.startsWith(TAGS) ? taggers[method] : undefined;
  if (tagger !== undefined) {
    // Both SDKs send the ARN as one encoded segment, other clients its slashes as they are.
    const resourceArn = decode(pathname.slice(TAGS.length));
    const tagKeys = searchParams.getAll("tagKeys");
    return {
      kind: "drs",
      operation: tagger,
      parameters: { resourceArn, ...(tagger === "UntagResource" && tagKeys.length > 0 && { tagKeys }) },
    };
  }
  const operation = plain.get(`${method} ${pathname}`);
  if (operation !== undefined) {
    return {
      kind: "drs",
      operation,
      parameters: operation === "ListStagingAccounts" ? queryMembers(searchParams) : {},
    };
  }
  return { kind: "unknown" };
}

function queryRoute(body: string): Route {
  const form = parseForm(body);
  const action = form.text("Action");
  if (action === undefined) {
    return { kind: "noAction" };
  }
  return { kind: "query", service: form.text("Version") === STS_VERSION ? "sts" : "ec2", action, form };
}

function queryMembers(query: URLSearchParams): Record<string, unknown> {
  return Object.fromEntries([...query].map(([name, value]) => [name, name === "maxResults" ? Number(value) : value]));
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
