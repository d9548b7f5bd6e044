import { type Form, parseForm } from "./ec2/form";
import { allOperations } from "./model/schema";

/** What a request is for. */
export type Route =
  | { readonly kind: "control"; readonly path: string }
  /** `parameters` are the members that come in the path and the query. */
  | { readonly kind: "drs"; readonly operation: string; readonly parameters: Readonly<Record<string, unknown>> }
  /** EC2, STS and IAM share the query protocol; the API version tells them apart. */
  | { readonly kind: "query"; readonly service: "ec2" | "sts" | "iam"; readonly action: string; readonly form: Form }
  /** A request with the path of the query protocol that names no action. */
  | { readonly kind: "noAction" }
  | { readonly kind: "unknown" };

/** The path of the simulator's own pages, which no AWS service uses. */
const CONTROL_PREFIX = "/_simulator/";

const TAGS = "/tags/";

/** The API versions in every request of STS and IAM; any other version is EC2's. */
const VERSIONS = new Map<string | undefined, "sts" | "iam">([
  ["2011-06-15", "sts"],
  ["2010-05-08", "iam"],
]);

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

/** What a request is for, by its method, its path and, in the query protocol, the form in its body. */
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

/** The target of a request: a path, or a full URL as proxies receive it; undefined when it is neither. */
function parseTarget(url: string): URL | undefined {
  // In a relative URL, a leading "//" would name a host.
  const whole = url.startsWith("/") ? `http://simulator${url}` : url;
  return URL.canParse(whole) ? new URL(whole) : undefined;
}

function drsRoute(method: string, pathname: string, searchParams: URLSearchParams): Route {
  const tagger = pathname.startsWith(TAGS) ? taggers[method] : undefined;
  if (tagger !== undefined) {
    // The AWS SDKs encode the ARN as one segment; other clients leave its slashes as they are.
    const resourceArn = decode(pathname.slice(TAGS.length));
    const tagKeys = searchParams.getAll("tagKeys");
    return {
      kind: "drs",
      operation: tagger,
      parameters: { resourceArn, ...(tagger === "UntagResource" && tagKeys.length > 0 ? { tagKeys } : {}) },
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
  return { kind: "query", service: VERSIONS.get(form.text("Version")) ?? "ec2", action, form };
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
