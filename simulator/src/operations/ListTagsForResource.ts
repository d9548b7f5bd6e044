import { readOperation } from "../operation";
import { findTagged } from "../tags";

/** A resource's tags. */
export const listTagsForResource = readOperation<{ readonly resourceArn: string }>(
  "ListTagsForResource",
  (request, { state }) => ({
    tags: findTagged(state, request.resourceArn).tags,
  }),
);
