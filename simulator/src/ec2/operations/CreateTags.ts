import type { Tags } from "../../world/state/resource";
import { type Ec2Operation, ec2Error } from "../operation";
import { givenTags, namedThings } from "../tags";

/** "Each resource can have a maximum of 50 tags" (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html). */
const MOST_TAGS = 50;

/** Gives resources tags; a tag that is there gets the new value. Either all of them get all tags, or none gets any. */
export const createTags: Ec2Operation = {
  name: "CreateTags",
  mutates: true,
  answer(form, { state }) {
    const added: Tags = Object.fromEntries(givenTags(form).map(({ key, value = "" }) => [key, value]));
    if (Object.keys(added).length === 0) {
      throw ec2Error("MissingParameter", "The request must contain the parameter tagSet");
    }
    const changes = namedThings(state, form).map((thing) => ({ thing, tags: { ...thing.tags, ...added } }));
    // Tags that AWS sets itself do not count.
    const tooMany = changes.find(
      ({ tags }) => Object.keys(tags).filter((key) => !key.startsWith("aws:")).length > MOST_TAGS,
    );
    if (tooMany !== undefined) {
      throw ec2Error(
        "TagLimitExceeded",
        `The maximum number of Tags for a resource has been reached: ${tooMany.thing.resourceId}.`,
      );
    }
    for (const { thing, tags } of changes) {
      thing.replace(tags);
    }
    return { return: true };
  },
};
