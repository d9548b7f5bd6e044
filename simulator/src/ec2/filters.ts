import type { Form } from "./form";
import { invalidParameterValue } from "./operation";

/** By filter name, how its values are read from an item. {@link filtered} adds `tag:<key>` and `tag-key`. */
export type FilterValues<Item> = Readonly<Record<string, (item: Item) => string | readonly string[] | undefined>>;

/**
 * The items that match every filter of the request. An item matches a filter with one of its values; `*` and `?` are wildcards.
 *
 * @throws AwsError InvalidParameterValue for a filter that the simulator does not model
 */
export function filtered<Item>(
  items: readonly Item[],
  form: Form,
  values: FilterValues<Item>,
  tagsOf: (item: Item) => Readonly<Record<string, string>>,
): Item[] {
  const filters = form.structures("Filter").map((filter) => {
    const name = filter.text("Name") ?? "";
    return { read: reader(name, values, tagsOf), patterns: filter.list("Value").map(wildcard) };
  });
  return items.filter((item) => filters.every(({ read, patterns }) => matches(read(item), patterns)));
}

function reader<Item>(
  name: string,
  values: FilterValues<Item>,
  tagsOf: (item: Item) => Readonly<Record<string, string>>,
): (item: Item) => string | readonly string[] | undefined {
  if (name.startsWith("tag:")) {
    return (item) => tagsOf(item)[name.slice("tag:".length)];
  }
  if (name === "tag-key") {
    return (item) => Object.keys(tagsOf(item));
  }
  const read = Object.hasOwn(values, name) ? values[name] : undefined;
  if (read === undefined) {
    throw invalidParameterValue(`The filter '${name}' is invalid (or drs-simulator does not model it)`);
  }
  return read;
}

function matches(seen: string | readonly string[] | undefined, patterns: readonly RegExp[]): boolean {
  const all = typeof seen === "string" ? [seen] : (seen ?? []);
  return all.some((value) => patterns.some((pattern) => pattern.test(value)));
}

function wildcard(value: string): RegExp {
  const pattern = value
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${pattern}$`);
}
