import { AwsError } from "../errors";
import { type Page, paginate } from "../pagination";
import { ec2Error } from "./errors";
import type { Form } from "./form";

/**
 * The page of a describe call that the request's MaxResults and NextToken ask for; without them, everything.
 *
 * @throws AwsError InvalidNextToken
 */
export function ec2Page<Item>(
  action: string,
  all: readonly Item[],
  keyOf: (item: Item) => string,
  form: Form,
): Page<Item> {
  try {
    return paginate(
      action,
      all,
      keyOf,
      { maxResults: form.number("MaxResults"), nextToken: form.text("NextToken") },
      1000,
    );
  } catch (error) {
    if (error instanceof AwsError) {
      throw ec2Error("InvalidNextToken", "The specified next token is not valid");
    }
    throw error;
  }
}
