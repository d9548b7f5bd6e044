import type { IdempotentRequest } from "../world/state/launchTemplate";
import type { Form } from "./form";
import { ec2Error, invalidParameterValue } from "./operation";

/** "Maximum 128 ASCII characters" (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplateVersion.html). */
const LONGEST = 128;

/** The request, if it has a client token. @throws AwsError InvalidParameterValue for a token that EC2 does not take */
export function idempotentRequest(form: Form): IdempotentRequest | undefined {
  const clientToken = form.text("ClientToken");
  if (clientToken === undefined) {
    return undefined;
  }
  if (clientToken.length > LONGEST || /[^ -~]/.test(clientToken)) {
    throw invalidParameterValue(
      `Value (${clientToken}) for parameter clientToken is invalid. Expected: at most ${LONGEST} ASCII characters.`,
    );
  }
  return { clientToken, parameters: parametersOf(form) };
}

/**
 * Whether this request was sent before.
 *
 * @throws AwsError IdempotentParameterMismatch when another request had its client token
 */
export function isRepeated(request: IdempotentRequest | undefined, earlier: readonly IdempotentRequest[]): boolean {
  const same = earlier.find(({ clientToken }) => clientToken === request?.clientToken);
  if (same !== undefined && same.parameters !== request?.parameters) {
    throw ec2Error(
      "IdempotentParameterMismatch",
      "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).",
    );
  }
  return same !== undefined;
}

/** Everything that was asked, in an order of its own, so that equal requests compare equal. */
function parametersOf(form: Form): string {
  return JSON.stringify(Object.entries(form.entries()).sort(([a], [b]) => (a < b ? -1 : 1)));
}
