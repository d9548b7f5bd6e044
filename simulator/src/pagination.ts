import { validationError } from "./errors";

/** What a client may ask about pages. */
export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** A page, and the token of the next one if there is one. */
export interface Page<Item> {
  readonly items: Item[];
  readonly nextToken?: string;
}

// The maximum of MaxResultsType in the API model, assumed also where the model has no upper bound.
const LARGEST_PAGE = 1000;

/**
 * The page of `all` that the client asks for; `all` must be in a stable order.
 *
 * A token names the operation and the last item of the page before, so items that appear or vanish between two pages neither repeat nor hide
 * others. Clients must treat it as opaque.
 *
 * @throws AwsError ValidationException when the token is not from this operation
 */
export function paginate<Item>(
  operation: string,
  all: readonly Item[],
  keyOf: (item: Item) => string,
  request: PageRequest,
  defaultSize: number,
): Page<Item> {
  const size = Math.min(request.maxResults ?? defaultSize, LARGEST_PAGE);
  const start = request.nextToken ? startAfter(operation, all.map(keyOf), request.nextToken) : 0;
  const items = all.slice(start, start + size);
  const last = items.at(-1);
  if (last === undefined || start + items.length >= all.length) {
    return { items };
  }
  return { items, nextToken: encode(operation, keyOf(last), start + items.length) };
}

function encode(operation: string, key: string, index: number): string {
  return Buffer.from(JSON.stringify([operation, key, index])).toString("base64url");
}

function startAfter(operation: string, keys: string[], token: string): number {
  const [tokenOperation, key, index] = decode(token);
  if (tokenOperation !== operation || typeof key !== "string" || typeof index !== "number") {
    throw validationError("Invalid nextToken", {
      reason: "fieldValidationFailed",
      fieldList: [{ name: "nextToken", message: "Invalid nextToken" }],
    });
  }
  const seen = keys.indexOf(key);
  // The item has been deleted since; the items after it have moved up by one.
  return seen >= 0 ? seen + 1 : Math.max(0, index - 1);
}

function decode(token: string): unknown[] {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    return Array.isArray(decoded) ? decoded : [];
  } catch {
    return [];
  }
}
