import * as v from "valibot";
import { FIRST_ORDER, LAST_ORDER } from "../../settings/launchAction/orders";
import {
  type CustomTimeouts,
  LAUNCH_ACTION_CATEGORIES,
  type LaunchActionIntent,
  type LaunchActionValue,
} from "../../vocabulary";
import {
  AN_OBJECT,
  customTimeouts,
  flag,
  matching,
  members,
  oneOf,
  placeEntries,
  SERVER_ID,
  text,
} from "../schemaParts";

// The limits are the API's (docs/drs-facts.md#limits-of-post-launch-actions).
const document = v.pipe(
  matching(
    /^[A-Za-z0-9-/:]+$/,
    "an SSM document's name or ARN of letters, digits, dashes, slashes and colons, as DRS takes it",
  ),
  v.maxLength(1011, "expected at most 1011 characters"),
);
const ORDER = `expected a whole number from 2 to ${LAST_ORDER}, and from ${FIRST_ORDER} on for an action of your own`;

/** What is in it is compared by `parameterFlaws`, whose words show no value: it may be a secret. */
const parameters = v.record(
  text,
  v.custom<LaunchActionValue>(() => true),
  AN_OBJECT,
);

/** The args of a launch action and what the resource class adds to them. */
export const launchActionSchema = members({
  ...placeEntries,
  sourceServerId: matching(SERVER_ID, "s- and 17 letters or digits"),
  document: v.exactOptional(document),
  predefined: v.exactOptional(document),
  documentVersion: v.exactOptional(
    matching(/^(\$DEFAULT|\$LATEST|[0-9]{1,10})$/, '"$DEFAULT", "$LATEST" or a number as a text'),
  ),
  name: v.exactOptional(
    v.pipe(
      matching(
        /^[A-Za-z0-9][A-Za-z0-9 /_-]*$/,
        "letters, digits, spaces, slashes, underscores and dashes, a letter or digit first",
      ),
      v.maxLength(256, "expected at most 256 characters"),
    ),
  ),
  description: v.exactOptional(
    v.pipe(
      // DRS's own pattern, in which '-_ is a range.
      matching(/^[0-9a-zA-Z ():/.,'-_#*; ]*$/, "letters, digits, spaces and the usual punctuation"),
      v.maxLength(1024, "expected at most 1024 characters"),
    ),
  ),
  order: v.exactOptional(
    v.pipe(v.number(ORDER), v.integer(ORDER), v.minValue(2, ORDER), v.maxValue(LAST_ORDER, ORDER)),
  ),
  category: v.exactOptional(oneOf(LAUNCH_ACTION_CATEGORIES)),
  optional: v.exactOptional(flag),
  active: v.exactOptional(flag),
  parameters: v.exactOptional(parameters),
  customTimeouts,
});

/** Compiles only while the schema has exactly the members that the type has, at every depth. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Members<T> = { [Member in keyof T]: T[Member] };
true satisfies Same<
  v.InferOutput<typeof launchActionSchema>,
  Members<LaunchActionIntent & { customTimeouts?: CustomTimeouts }>
>;
