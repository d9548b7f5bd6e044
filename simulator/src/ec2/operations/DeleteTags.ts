import type { Tags } from "../../world/state/resource";
import type { Ec2Operation } from "../operation";
import { givenTags, namedThings } from "../tags";

/**
 * Takes tags off resources: with a value only where the tag has that value, without any tags all of them.
 *
 * A tag that is not there is no error (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html).
 */
export const deleteTags: Ec2Operation = {
  name: "DeleteTags",
  mutates: true,
  answer(form, { state }) {
    const given = givenTags(form);
    for (const thing of namedThings(state, form)) {
      thing.replace(without(thing.tags, given));
    }
    return { return: true };
  },
};

function without(tags: Tags, given: ReturnType<typeof givenTags>): Tags {
  const kept = Object.entries(tags).filter(([name, present]) => {
    const asked = given.some(({ key, value }) => key === name && (value === undefined || value === present));
    return given.length === 0 ? name.startsWith("aws:") : !asked;
  });
  return Object.fromEntries(kept);
}
