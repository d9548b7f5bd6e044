import { INSTANCE_TYPES } from "../../world/state/instanceTypes";
import type { WorldState } from "../../world/state/worldState";
import { filtered } from "../filters";
import { isOffered, zonesOf } from "../offerings";
import { type Ec2Operation, invalidParameterValue } from "../operation";
import { ec2Page } from "../page";
import { items } from "../xml";

interface Offering {
  readonly instanceType: string;
  readonly locationType: string;
  readonly location: string;
}

/** Where the types that DescribeInstanceTypes knows are offered: in the Region, or in each zone. Zone ids are not modelled. */
export const describeInstanceTypeOfferings: Ec2Operation = {
  name: "DescribeInstanceTypeOfferings",
  mutates: false,
  answer(form, { state }) {
    const all = offerings(state, form.text("LocationType") ?? "region");
    const found = filtered(
      all,
      form,
      { location: ({ location }) => location, "instance-type": ({ instanceType }) => instanceType },
      () => ({}),
    );
    const page = ec2Page(
      "DescribeInstanceTypeOfferings",
      found,
      ({ instanceType, location }) => `${instanceType} ${location}`,
      form,
    );
    return {
      instanceTypeOfferingSet: items(page.items.map((offering) => ({ ...offering }))),
      nextToken: page.nextToken,
    };
  },
};

function offerings(state: WorldState, locationType: string): Offering[] {
  switch (locationType) {
    case "region":
      return INSTANCE_TYPES.filter(({ name }) => isOffered(state, name)).map(({ name }) => ({
        instanceType: name,
        locationType,
        location: state.region,
      }));
    case "availability-zone":
      return INSTANCE_TYPES.flatMap(({ name }) =>
        zonesOf(state)
          .filter((zone) => isOffered(state, name, zone))
          .map((location) => ({ instanceType: name, locationType, location })),
      );
    default:
      throw invalidParameterValue(
        `The location type '${locationType}' is invalid (or drs-simulator does not model it)`,
      );
  }
}
