import { filtered } from "../filters";
import type { Ec2Operation } from "../operation";
import { ec2Page } from "../page";
import { taggedThings } from "../tags";
import { items } from "../xml";

/** The tags of everything of EC2 in this world, one by one. */
export const describeTags: Ec2Operation = {
  name: "DescribeTags",
  mutates: false,
  answer(form, { state }) {
    const all = taggedThings(state).flatMap(({ resourceId, resourceType, tags }) =>
      Object.entries(tags).map(([key, value]) => ({ resourceId, resourceType, key, value })),
    );
    const found = filtered(
      all,
      form,
      {
        key: ({ key }) => key,
        "resource-id": ({ resourceId }) => resourceId,
        "resource-type": ({ resourceType }) => resourceType,
        value: ({ value }) => value,
      },
      ({ key, value }) => ({ [key]: value }),
    );
    const page = ec2Page("DescribeTags", found, ({ resourceId, key }) => `${resourceId} ${key}`, form);
    return { tagSet: items(page.items.map((tag) => ({ ...tag }))), nextToken: page.nextToken };
  },
};
