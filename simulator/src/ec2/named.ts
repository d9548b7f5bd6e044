import type { Form } from "./form";
import { ec2Error } from "./operation";

/** How EC2 refuses an id that it does not have. */
interface NotFound {
  readonly code: string;
  readonly message: (id: string) => string;
}

/**
 * The items whose ids the request lists; all of them when it lists none.
 *
 * @throws AwsError with the given code for the first id that no item has
 */
export function namedBy<Item>(
  form: Form,
  parameter: string,
  all: readonly Item[],
  idOf: (item: Item) => string,
  notFound: NotFound,
): readonly Item[] {
  const ids = form.list(parameter);
  const known = new Set(all.map(idOf));
  const unknown = ids.find((id) => !known.has(id));
  if (unknown !== undefined) {
    throw ec2Error(notFound.code, notFound.message(unknown));
  }
  return ids.length === 0 ? all : all.filter((item) => ids.includes(idOf(item)));
}
