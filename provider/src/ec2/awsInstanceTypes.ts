import type { EC2Client, Filter } from "@aws-sdk/client-ec2";
import type { Connected } from "../aws/connect";
import { perConnection } from "../aws/perConnection";
import type { Call, Ec2Sdk, Options } from "./call";
import type { Ec2Gateway } from "./gateway";
import { collect, withFilter } from "./pages";
import { SharedAnswer } from "./sharedAnswer";
import * as translate from "./translate";
import type { CurrentInstanceType } from "./types";

/** The instance types of a Region, and where they are offered. */
export function instanceTypeVerbs(connected: Connected, call: Call, options: Options) {
  return listOnce(catalogueOf(connected), readVerbs(call, options));
}

function readVerbs(call: Call, options: Options) {
  const list = (sdk: Ec2Sdk, client: EC2Client, Filters: Filter[]) =>
    collect(sdk.paginateDescribeInstanceTypes({ client }, { Filters }, options), (page) => page.InstanceTypes);
  return {
    listInstanceTypes: (names: readonly string[]) =>
      call("ec2:DescribeInstanceTypes", async (sdk, client) => {
        const types = await withFilter("instance-type", names, (filters) => list(sdk, client, filters));
        return types.flatMap((type) => translate.toInstanceType(type) ?? []);
      }),
    listCurrentInstanceTypes: () =>
      call("ec2:DescribeInstanceTypes", async (sdk, client) => {
        const types = await list(sdk, client, [{ Name: "current-generation", Values: ["true"] }]);
        return types.flatMap((type) => translate.toCurrentInstanceType(type) ?? []);
      }),
    listInstanceTypeOfferings: (zones: readonly string[] | "every zone", types?: readonly string[]) =>
      call("ec2:DescribeInstanceTypeOfferings", async (sdk, client) => {
        const ofZones = (zoneFilters: Filter[], typeFilters: Filter[]) => {
          const input = { LocationType: "availability-zone" as const, Filters: [...zoneFilters, ...typeFilters] };
          const pages = sdk.paginateDescribeInstanceTypeOfferings({ client }, input, options);
          return collect(pages, (page) => page.InstanceTypeOfferings);
        };
        const ofTypes = (zoneFilters: Filter[]) =>
          types === undefined
            ? ofZones(zoneFilters, [])
            : withFilter("instance-type", types, (typeFilters) => ofZones(zoneFilters, typeFilters));
        const offerings = await (zones === "every zone" ? ofTypes([]) : withFilter("location", zones, ofTypes));
        return offerings.flatMap((each) => translate.toInstanceTypeOffering(each) ?? []);
      }),
  };
}

/** What a Region has of instance types, which no operation changes. */
interface Catalogue {
  types: SharedAnswer<CurrentInstanceType[]>;
  offered: Map<string, SharedAnswer<string[]>>;
}

const catalogueOf = perConnection((): Catalogue => ({ types: new SharedAnswer(), offered: new Map() }));

/** The verbs whose answers the operations of one connection share. */
function listOnce<Verbs extends ReturnType<typeof readVerbs>>({ types, offered }: Catalogue, verbs: Verbs) {
  const { listCurrentInstanceTypes, ...others } = verbs;
  return {
    ...others,
    listCurrentInstanceTypesOnce: () => types.get(listCurrentInstanceTypes),
    listOfferedInstanceTypesOnce: (zone: string) => {
      const names = offered.get(zone) ?? new SharedAnswer();
      offered.set(zone, names);
      return names.get(async () => {
        const offerings = await verbs.listInstanceTypeOfferings([zone]);
        return offerings.flatMap((each) => (each.availabilityZone === zone ? [each.instanceType] : []));
      });
    },
  } satisfies Partial<Ec2Gateway>;
}
