import { describe, expect, it } from "vitest";
import type { SourceServer } from "../../../../../provider/src/drs/types";
import type { CurrentInstanceType, DefaultSubnet, Ec2Instance, Subnet } from "../../../../../provider/src/ec2/types";
import {
  findSourceType,
  type SourceTypeContext,
} from "../../../../../provider/src/settings/launchConfiguration/findSourceType";
import { ACCOUNT, aRefusal, DB, REGION } from "../../factories";
import { aType } from "./instanceTypes";

const SUBNET = "subnet-0123456789abcdef0";
const INSTANCE = "i-0123456789abcdef0";
const OTHER_REGION = "us-east-1";
const OTHER_ACCOUNT = "444455556666";

/** What the look reads; a test changes the one thing that it is about. A failure is thrown by the read of that name. */
interface World {
  server: Partial<SourceServer> | undefined;
  subnets: Subnet[];
  defaultSubnets: DefaultSubnet[];
  types: CurrentInstanceType[];
  /** Types by zone. */
  offered: Record<string, string[]>;
  /** EC2 instances by Region. */
  instances: Record<string, Ec2Instance[]>;
  account: string | undefined;
  failures: Record<string, Error>;
}

const MACHINE = { cores: 4, memoryBytes: 16 * 1024 ** 3, architecture: "x86_64", supportsNitroInstances: true };
const OF_EC2 = { ec2InstanceId: INSTANCE, originRegion: OTHER_REGION, originAccount: ACCOUNT };

function aSubnet(availabilityZone: string, subnetId = SUBNET): DefaultSubnet {
  return { subnetId, availabilityZone, cidrBlock: "10.0.0.0/24", availableIpAddressCount: 250 };
}

function anInstance(instanceType?: string): Ec2Instance {
  return { instanceId: INSTANCE, state: "running", ...(instanceType === undefined ? {} : { instanceType }) };
}

function look(changes: Partial<World> = {}) {
  const world: World = {
    server: { source: MACHINE },
    subnets: [aSubnet("us-west-2a")],
    defaultSubnets: [],
    types: [aType()],
    offered: { "us-west-2a": ["m6i.xlarge", "r5.large"] },
    instances: { [OTHER_REGION]: [anInstance("r5.large")] },
    account: ACCOUNT,
    failures: {},
    ...changes,
  };
  const calls: string[] = [];
  const call = <T>(name: string, answer: T) => {
    calls.push(name);
    const failure = world.failures[name];
    return failure === undefined ? Promise.resolve(answer) : Promise.reject(failure);
  };
  const instancesOf = (region: string) => ({
    listInstances: (ids: readonly string[]) =>
      call(
        "listInstances",
        (world.instances[region] ?? []).filter(({ instanceId }) => ids.includes(instanceId)),
      ),
  });
  const server = { sourceServerId: DB, hostname: "db-1", tags: {}, ...world.server };
  const context: SourceTypeContext = {
    drs: {
      region: REGION,
      listSourceServers: () => call("listSourceServers", world.server === undefined ? [] : [server]),
    },
    ec2: {
      ...instancesOf(REGION),
      listSubnets: (ids) =>
        call(
          "listSubnets",
          world.subnets.filter(({ subnetId }) => ids.includes(subnetId)),
        ),
      listDefaultSubnets: () => call("listDefaultSubnets", world.defaultSubnets),
      listCurrentInstanceTypesOnce: () => call("listCurrentInstanceTypesOnce", world.types),
      listOfferedInstanceTypesOnce: (zone) => call("listOfferedInstanceTypesOnce", world.offered[zone] ?? []),
    },
    account: async () => world.account,
    openEc2: (region) => call(`openEc2 ${region}`, instancesOf(region)),
  };
  return { context, calls };
}

const find = (changes: Partial<World> = {}, subnetId: string | undefined = SUBNET) =>
  findSourceType(look(changes).context, DB, subnetId);

const findWithoutSubnet = (changes: Partial<World> = {}) => findSourceType(look(changes).context, DB, undefined);

const WRITE = "Fix: write the type in launchTemplate.instanceType";
const NAMES = `db-1 (${DB})`;
const ITSELF = `the EC2 instance ${INSTANCE} in ${OTHER_REGION} of the account ${ACCOUNT}`;

describe("the type of a source that is an EC2 instance", () => {
  it("is its own, wherever it runs, previous generations and burstable ones too", async () => {
    const instances = { [OTHER_REGION]: [anInstance("t2.micro")] };
    expect(await find({ server: { source: OF_EC2 }, instances, offered: { "us-west-2a": ["t2.micro"] } })).toEqual({
      instanceType: "t2.micro",
      because: `the type of ${ITSELF}, which the server is`,
    });
  });

  it("is looked at in the own Region without opening it again, and lists no types", async () => {
    const source = { ...OF_EC2, originRegion: REGION };
    const { context, calls } = look({ server: { source }, instances: { [REGION]: [anInstance("r5.large")] } });
    expect(await findSourceType(context, DB, SUBNET)).toMatchObject({ instanceType: "r5.large" });
    expect([...calls].sort()).toEqual([
      "listInstances",
      "listOfferedInstanceTypesOnce",
      "listSourceServers",
      "listSubnets",
    ]);
  });

  it.each<{ label: string; source: object; because: string }>([
    {
      label: "Region",
      source: { ec2InstanceId: INSTANCE, originAccount: ACCOUNT },
      because: ` of the account ${ACCOUNT}`,
    },
    { label: "Region and account", source: { ec2InstanceId: INSTANCE }, because: "" },
  ])("is taken where the instance is found, without a word of DRS on its $label", async ({ source, because }) => {
    expect(await find({ server: { source }, instances: { [REGION]: [anInstance("r5.large")] } })).toEqual({
      instanceType: "r5.large",
      because: `the type of the EC2 instance ${INSTANCE}${because}, which the server is`,
    });
  });

  it("is taken where the account of the credentials is not known: the instance was seen", async () => {
    expect(await find({ server: { source: OF_EC2 }, account: undefined })).toMatchObject({ instanceType: "r5.large" });
  });

  it.each<{ label: string; world: Partial<World>; refusal: string }>([
    {
      label: "it is in another account",
      world: { server: { source: { ...OF_EC2, originAccount: OTHER_ACCOUNT } } },
      refusal:
        `it is the EC2 instance ${INSTANCE} in ${OTHER_REGION} of the account ${OTHER_ACCOUNT}, and the credentials in use ` +
        `are of the account ${ACCOUNT}. ${WRITE}`,
    },
    {
      label: "its Region cannot be called",
      world: {
        server: { source: { ...OF_EC2, originRegion: "moon\n-1" } },
        failures: { "openEc2 moon\n-1": new Error("seen moon, expected an AWS Region.") },
      },
      refusal:
        `it is the EC2 instance ${INSTANCE} in moon -1 of the account ${ACCOUNT}, whose type is not known: EC2 in moon -1 ` +
        `cannot be called: seen moon, expected an AWS Region. ${WRITE}`,
    },
    {
      label: "the look is denied",
      world: {
        server: { source: OF_EC2 },
        failures: { listInstances: aRefusal("UnauthorizedOperation", "ec2:DescribeInstances") },
      },
      refusal:
        `it is ${ITSELF}, whose type is not known: calling ec2:DescribeInstances: UnauthorizedOperation: says AWS (request req-1). ` +
        "Fix: grant ec2:DescribeInstances, or write the type in launchTemplate.instanceType",
    },
    {
      label: "it is not there",
      world: { server: { source: OF_EC2 }, instances: {} },
      refusal:
        `it is ${ITSELF}, whose type is not known: EC2 in ${OTHER_REGION} shows no such instance to the credentials in use. ` +
        WRITE,
    },
    {
      label: "EC2 does not say its type",
      world: { server: { source: OF_EC2 }, instances: { [OTHER_REGION]: [anInstance()] } },
      refusal:
        `it is ${ITSELF}, whose type is not known: EC2 in ${OTHER_REGION} does not say its type to the credentials in use. ` +
        WRITE,
    },
    {
      label: "DRS does not say which instance it is",
      world: { server: { source: { ...MACHINE, originRegion: OTHER_REGION } } },
      refusal: `it is an EC2 instance in ${OTHER_REGION}, and DRS does not say which. ${WRITE}`,
    },
    {
      label: "it is not offered in the zone",
      world: { server: { source: OF_EC2 }, offered: { "us-west-2a": ["m6i.xlarge"] } },
      refusal:
        `r5.large, the type of ${ITSELF}, which the server is, is not offered in us-west-2a. ${WRITE}, or name a subnet in ` +
        "launchTemplate.subnetId whose zone offers it",
    },
  ])("is refused where $label", async ({ world, refusal }) => {
    expect(await find(world)).toEqual({ refusal: `${NAMES}: ${refusal}` });
  });
});

describe("the type of another source", () => {
  it("is the smallest that holds it in the subnet's zone", async () => {
    expect(await find()).toEqual({
      instanceType: "m6i.xlarge",
      because:
        "the smallest current type offered in us-west-2a that holds its 4 cores and 16 GiB of memory (x86_64): 4 vCPUs and 16 GiB",
    });
  });

  it("is offered in the zones of all default subnets where the template names no subnet", async () => {
    const types = [aType({ instanceType: "m7i.xlarge" }), aType()];
    const offered = { "us-west-2a": ["m7i.xlarge", "m6i.xlarge"], "us-west-2b": ["m6i.xlarge"] };
    const defaultSubnets = [aSubnet("us-west-2b", "subnet-b"), aSubnet("us-west-2a", "subnet-a")];
    expect(await findWithoutSubnet({ types, offered, defaultSubnets })).toEqual({
      instanceType: "m6i.xlarge",
      because:
        "the smallest current type offered in each of us-west-2a and us-west-2b that holds its 4 cores and 16 GiB of memory " +
        "(x86_64): 4 vCPUs and 16 GiB",
    });
  });

  it("is refused where something of the machine or the place is not known, all at once", async () => {
    expect(await find({ server: { source: { ...MACHINE, cores: 0 } }, subnets: [] })).toEqual({
      refusal:
        `${NAMES}: DRS does not report all of its CPUs' cores; EC2 shows no subnet ${SUBNET}. ${WRITE}; name a subnet that ` +
        "exists, or write the type in launchTemplate.instanceType",
    });
  });

  it("is refused where DRS reports nothing of the server itself", async () => {
    expect(await find({ server: {} })).toEqual({
      refusal:
        `${NAMES}: DRS does not report all of its CPUs' cores, its memory, its architecture and whether it can run on ` +
        `Nitro. ${WRITE}`,
    });
  });

  it.each<{ label: string; world: Partial<World>; refusal: string }>([
    {
      label: "nothing holds it",
      world: { types: [] },
      refusal: `${NAMES}: EC2 lists no instance type of the current generation. ${WRITE}`,
    },
    {
      label: "the zone of the subnet is not said",
      world: { subnets: [{ subnetId: SUBNET, cidrBlock: "10.0.0.0/24", availableIpAddressCount: 250 }] },
      refusal:
        `${NAMES}: EC2 does not say the zone of subnet ${SUBNET}. Fix: name a subnet that exists, or write the type in ` +
        "launchTemplate.instanceType",
    },
    {
      label: "nothing is said to be offered in the zone",
      world: { offered: {} },
      refusal: `${NAMES}: EC2 does not say which instance types are offered in us-west-2a. ${WRITE}`,
    },
    {
      label: "the list of types is denied",
      world: {
        failures: {
          listCurrentInstanceTypesOnce: aRefusal("UnauthorizedOperation", "ec2:DescribeInstanceTypes"),
        },
      },
      refusal:
        `${NAMES}: calling ec2:DescribeInstanceTypes: UnauthorizedOperation: says AWS (request req-1). Fix: grant ec2:DescribeInstanceTypes, or ` +
        "write the type in launchTemplate.instanceType",
    },
    {
      label: "AWS does not answer",
      world: {
        failures: {
          listOfferedInstanceTypesOnce: aRefusal("TimeoutError", "ec2:DescribeInstanceTypeOfferings"),
        },
      },
      refusal: `${NAMES}: calling ec2:DescribeInstanceTypeOfferings: TimeoutError: says AWS (request req-1). ${WRITE}`,
    },
  ])("is refused where $label", async ({ world, refusal }) => {
    expect(await find(world)).toEqual({ refusal });
  });

  it("is refused without any subnet", async () => {
    expect(await findWithoutSubnet()).toEqual({
      refusal:
        `${NAMES}: the launch template names no subnet, and EC2 shows no default subnet. Fix: name a subnet in ` +
        "launchTemplate.subnetId",
    });
  });

  it("is refused where DRS does not show the server", async () => {
    expect(await find({ server: undefined })).toEqual({
      refusal: `${DB}: DRS shows no such source server in us-west-2. ${WRITE}`,
    });
  });

  it("is no refusal where the fault is DrillWave's own", async () => {
    await expect(find({ failures: { listSubnets: new TypeError("of undefined") } })).rejects.toThrow(TypeError);
  });
});
