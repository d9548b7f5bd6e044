import { writeOperation } from "../operation";
import { checkTags, findTagged } from "../tags";
import type { Tags } from "../world/state/resource";

/** Adds tags to a resource and overwrites those with the same keys. Answers with an empty body. */
export const tagResource = writeOperation<{ readonly resourceArn: string; readonly tags: Tags }>(
  "TagResource",
  (request, { state }) => {
    const resource = findTagged(state, request.resourceArn);
    resource.tags = checkTags(resource.tags, request.tags);
    return undefined;
  },
);
