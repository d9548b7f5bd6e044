import { AwsError } from "../errors";
import { type Page, paginate } from "../pagination";
import type { Form } from "./form";
import { ec2Error, invalidParameterValue } from "./operation";

/**
 * The page that MaxResults and NextToken of a describe call ask for; without them, the `usual` number of items.
 *
 * @throws AwsError InvalidNextToken, or InvalidParameterValue when MaxResults is not a whole number from 1
 */
export function ec2Page<Item>(
  action: string,
  all: readonly Item[],
  keyOf: (item: Item) => string,
  form: Form,
  usual = 1000,
): Page<Item> {
  const asked = form.text("MaxResults");
  const maxResults = form.number("MaxResults");
  if (asked !== undefined && (maxResults === undefined || maxResults < 1)) {
    throw invalidParameterValue(
      `Value ( ${asked} ) for parameter maxResults is invalid. Expecting a value greater than 0.`,
    );
  }
  try {
    return paginate(action, all, keyOf, { maxResults, nextToken: form.text("NextToken") }, usual);
  } catch (error) {
    if (error instanceof AwsError) {
      throw ec2Error("InvalidNextToken", "The specified next token is not valid");
    }
    throw error;
  }
}
