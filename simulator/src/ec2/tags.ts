import { hardwareOf } from "../world/state/hardware";
import { holdsItsAddress } from "../world/state/instance";
import type { Tags } from "../world/state/resource";
import { allVpcs } from "../world/state/vpcs";
import type { WorldState } from "../world/state/worldState";
import type { Form } from "./form";
import { ec2Error, invalidParameterValue } from "./operation";

/** Something of EC2 that has tags. */
export interface Tagged {
  readonly resourceId: string;
  /** As DescribeTags spells it. */
  readonly resourceType: string;
  readonly tags: Tags;
  /** Gives it these tags in place of the others. */
  replace(tags: Tags): void;
}

/** Everything of EC2 that has tags in this world. */
export function taggedThings(state: WorldState): Tagged[] {
  const owned = [
    ...own("launch-template", state.launchTemplates, (template) => template.launchTemplateId),
    ...own("subnet", state.subnets, (subnet) => subnet.subnetId),
    ...own("route-table", state.routeTables, (table) => table.routeTableId),
    ...own("security-group", state.securityGroups, (group) => group.groupId),
    ...own("network-interface", state.networkInterfaces, (given) => given.networkInterfaceId),
    ...own("volume", state.volumes, (volume) => volume.volumeId),
  ];
  const known = new Set(owned.map(({ resourceId }) => resourceId));
  // An interface that the world lists is the same when an instance has it.
  return [...owned, ...vpcs(state), ...machines(state).filter(({ resourceId }) => !known.has(resourceId))];
}

function own<Item extends { tags: Tags }>(
  resourceType: string,
  all: readonly Item[],
  idOf: (item: Item) => string,
): Tagged[] {
  return all.map((item) => ({
    resourceId: idOf(item),
    resourceType,
    tags: item.tags,
    replace(tags) {
      item.tags = tags;
    },
  }));
}

/** A VPC that the world does not list is added to its list with its first tags. */
function vpcs(state: WorldState): Tagged[] {
  return allVpcs(state).map(({ vpcId, tags: present }) => ({
    resourceId: vpcId,
    resourceType: "vpc",
    tags: present,
    replace(tags) {
      const listed = state.vpcs.find((vpc) => vpc.vpcId === vpcId);
      if (listed === undefined) {
        state.vpcs.push({ vpcId, tags });
      } else {
        listed.tags = tags;
      }
    },
  }));
}

function machines(state: WorldState): Tagged[] {
  const shown = state.instances.filter(({ ec2State }) => ec2State !== "NOT_FOUND");
  return shown.flatMap((instance) => {
    const hardware = hardwareOf(state, instance);
    const parts = holdsItsAddress(instance)
      ? [
          ...own("network-interface", hardware.networkInterfaces, (attached) => attached.networkInterfaceId),
          ...own("volume", hardware.volumes, (volume) => volume.volumeId),
        ]
      : [];
    const keep = (part: Tagged): Tagged => ({
      ...part,
      replace(tags) {
        part.replace(tags);
        instance.hardware = hardware;
      },
    });
    const itself: Tagged = {
      resourceId: instance.ec2InstanceID,
      resourceType: "instance",
      tags: instance.ec2Tags,
      replace(tags) {
        instance.ec2Tags = tags;
      },
    };
    return [itself, ...parts.map(keep)];
  });
}

/** The refusals for an id of a kind that nothing has. */
const NOT_FOUND: readonly { readonly prefix: string; readonly code: string; readonly called: string }[] = [
  { prefix: "lt-", code: "InvalidLaunchTemplateId.NotFound", called: "launch template ID" },
  { prefix: "i-", code: "InvalidInstanceID.NotFound", called: "instance ID" },
  { prefix: "vpc-", code: "InvalidVpcID.NotFound", called: "vpc ID" },
  { prefix: "subnet-", code: "InvalidSubnetID.NotFound", called: "subnet ID" },
  { prefix: "rtb-", code: "InvalidRouteTableID.NotFound", called: "routeTable ID" },
  { prefix: "sg-", code: "InvalidGroup.NotFound", called: "security group" },
  { prefix: "eni-", code: "InvalidNetworkInterfaceID.NotFound", called: "networkInterface ID" },
  { prefix: "vol-", code: "InvalidVolume.NotFound", called: "volume" },
];

/** The things that `ResourceId` lists. @throws AwsError MissingParameter without any, or EC2's error for one that does not exist */
export function namedThings(state: WorldState, form: Form): Tagged[] {
  const ids = form.list("ResourceId");
  if (ids.length === 0) {
    throw ec2Error("MissingParameter", "The request must contain the parameter resourceIdSet");
  }
  const all = new Map(taggedThings(state).map((thing) => [thing.resourceId, thing]));
  return ids.map((id) => {
    const thing = all.get(id);
    if (thing === undefined) {
      throw unknownThing(id);
    }
    return thing;
  });
}

function unknownThing(id: string): Error {
  const kind = NOT_FOUND.find(({ prefix }) => id.startsWith(prefix));
  return kind === undefined
    ? ec2Error("InvalidID", `The ID '${id}' is not valid`)
    : ec2Error(kind.code, `The ${kind.called} '${id}' does not exist`);
}

/** A tag of a request; without a value where the request has none. */
interface GivenTag {
  readonly key: string;
  readonly value?: string;
}

/** The tags that a request lists. @throws AwsError InvalidParameterValue for a key that EC2 does not take */
export function givenTags(form: Form): GivenTag[] {
  return form.structures("Tag").map((tag) => {
    const key = tag.text("Key") ?? "";
    const value = tag.text("Value");
    if (key === "" || key.length > 127 || key.toLowerCase().startsWith("aws:")) {
      throw invalidParameterValue(
        `Value ( ${key} ) for parameter key is invalid. Tag keys have 1 to 127 characters, and those that begin with 'aws:' are reserved for internal use`,
      );
    }
    if (value !== undefined && value.length > 255) {
      throw invalidParameterValue(
        `Value ( ${value} ) for parameter value is invalid. Tag values have at most 255 characters`,
      );
    }
    return { key, ...(value === undefined ? {} : { value }) };
  });
}
