import { writeOperation } from "../operation";
import { findTagged } from "../tags";

/** Removes tags from a resource; missing keys are ignored. Answers with an empty body. */
export const untagResource = writeOperation<{ readonly resourceArn: string; readonly tagKeys: readonly string[] }>(
  "UntagResource",
  ({ resourceArn, tagKeys }, { state }) => {
    const resource = findTagged(state, resourceArn);
    resource.tags = Object.fromEntries(Object.entries(resource.tags).filter(([key]) => !tagKeys.includes(key)));
    return undefined;
  },
);
