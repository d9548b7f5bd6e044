/** Lists of EC2: every page, of as many values as there are. */
import type { Filter } from "@aws-sdk/client-ec2";

/** EC2 takes at most 200 values in a filter and 100 ids in DescribeInstanceStatus. */
const VALUES_PER_CALL = 100;

/** By filter: one unknown id in a list of ids fails the whole call. No values: no call. */
export function withFilter<T>(
  Name: string,
  values: readonly string[],
  list: (filters: Filter[]) => Promise<T[]>,
): Promise<T[]> {
  return inChunks(values, (Values) => list([{ Name, Values }]));
}

/** Of each chunk that a request takes. */
export async function inChunks<T>(values: readonly string[], list: (chunk: string[]) => Promise<T[]>): Promise<T[]> {
  const chunks = Array.from({ length: Math.ceil(values.length / VALUES_PER_CALL) }, (_, index) =>
    values.slice(index * VALUES_PER_CALL, (index + 1) * VALUES_PER_CALL),
  );
  return (await Promise.all(chunks.map(list))).flat();
}

/** Every item of every page. */
export async function collect<Page, Item>(pages: AsyncIterable<Page>, itemsOf: (page: Page) => Item[] | undefined) {
  const items: Item[] = [];
  for await (const page of pages) {
    items.push(...(itemsOf(page) ?? []));
  }
  return items;
}
