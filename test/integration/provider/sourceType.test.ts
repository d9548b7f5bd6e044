import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connect } from "../../../provider/src/aws/connect";
import { createDrsGateway } from "../../../provider/src/drs/awsGateway";
import { createEc2Gateway } from "../../../provider/src/ec2/awsGateway";
import { findSourceType } from "../../../provider/src/settings/launchConfiguration/findSourceType";
import { type Simulator, startSimulator, type WorldFile } from "../../../simulator/src/index";
import { aWorld, DATABASE } from "../../engine/worlds";

const SUBNET = "subnet-0123456789abcdef0";
const VPC = "vpc-0123456789abcdef0";
const SOURCE = "i-0123456789abcdefa";
const ACCOUNT = "111122223333";

type WorldServer = NonNullable<WorldFile["sourceServers"]>[number];

const MACHINE: Partial<WorldServer> = { cores: 8, ramBytes: 32 * 1024 ** 3, architecture: "x86_64" };
const OF_EC2: Partial<WorldServer> = { ...MACHINE, awsInstanceID: SOURCE };

/** A subnet in us-west-2b, and a source server that is this machine. */
function aWorldWith(database: Partial<WorldServer>, world: Partial<WorldFile> = {}): WorldFile {
  const subnets = [{ subnetId: SUBNET, vpcId: VPC, cidrBlock: "10.0.1.0/24", availabilityZone: "us-west-2b" }];
  return aWorld({ [DATABASE]: database }, { subnets, ...world });
}

/** A world in which the source runs as this type. */
function aSourceRegion(instanceType: string): WorldFile {
  const subnets = [{ subnetId: SUBNET, vpcId: VPC, cidrBlock: "10.0.1.0/24", availabilityZone: "us-east-1a" }];
  const instances = [{ ec2InstanceID: SOURCE, subnetId: SUBNET, instanceType, ageSeconds: 86_400 }];
  return { region: "us-east-1", account: ACCOUNT, subnets, instances };
}

const closing: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function simulate(world: WorldFile): Promise<Simulator> {
  const simulator = await startSimulator({ world });
  closing.push(() => simulator.close());
  return simulator;
}

/** Looks for `source` of the database server over the SDK; each call is an operation of its own. */
function looker(simulator: Simulator, origin: { url: string } = simulator) {
  const connected = connect("us-west-2", { endpoint: simulator.url });
  return async (subnetId: string | undefined = SUBNET) => {
    const signal = new AbortController().signal;
    const context = {
      drs: await createDrsGateway(connected, signal),
      ec2: createEc2Gateway(connected, signal),
      account: () => connected.account(),
      openEc2: async (region: string) =>
        createEc2Gateway(connect(region, { endpoint: origin.url }), AbortSignal.timeout(500)),
    };
    return findSourceType(context, DATABASE, subnetId);
  };
}

/** Requests by operation; a list counts once, however many pages it has. */
function listsOf(simulator: Simulator): Record<string, number> {
  const lists: Record<string, number> = {};
  for (const { operation, request } of simulator.journal.entries()) {
    const isFirstPage = !JSON.stringify(request).toLowerCase().includes("nexttoken");
    lists[operation] = (lists[operation] ?? 0) + Number(isFirstPage);
  }
  return lists;
}

describe("the type of a source that is no EC2 instance", () => {
  it("is the smallest current one that holds it, of the newest generation", async () => {
    const find = looker(await simulate(aWorldWith(MACHINE)));
    expect(await find()).toEqual({
      instanceType: "m7i.2xlarge",
      because:
        "the smallest current type offered in us-west-2b that holds its 8 cores and 32 GiB of memory (x86_64): 8 vCPUs and 32 GiB",
    });
  });

  const without = (availabilityZone: string, ...types: string[]): Partial<WorldFile> => ({
    notOffered: types.map((instanceType) => ({ instanceType, availabilityZone })),
  });
  it.each<{ label: string; database: Partial<WorldServer>; world?: Partial<WorldFile>; instanceType: string }>([
    {
      label: "of an older generation where the zone has no other",
      database: MACHINE,
      world: without("us-west-2b", "m7i.2xlarge"),
      instanceType: "m6i.2xlarge",
    },
    {
      label: "AMD's where the zone has no other of that generation, and never a flexible one",
      database: MACHINE,
      world: without("us-west-2b", "m7i.2xlarge", "m6i.2xlarge"),
      instanceType: "m6a.2xlarge",
    },
    {
      label: "the same whatever another zone lacks",
      database: MACHINE,
      world: without("us-west-2a", "m7i.2xlarge"),
      instanceType: "m7i.2xlarge",
    },
    {
      label: "a larger one for a byte more memory",
      database: { ...MACHINE, ramBytes: 32 * 1024 ** 3 + 1 },
      instanceType: "r7i.2xlarge",
    },
    { label: "on Graviton for arm64", database: { ...MACHINE, architecture: "arm64" }, instanceType: "m7g.2xlarge" },
    {
      label: "not burstable, however small",
      database: { ...MACHINE, cores: 1, ramBytes: 1024 ** 3 },
      instanceType: "c7i.large",
    },
    {
      label: "not bare metal, however large",
      database: { ...MACHINE, cores: 90, ramBytes: 700 * 1024 ** 3 },
      instanceType: "r7i.24xlarge",
    },
  ])("is $label", async ({ database, world, instanceType }) => {
    const find = looker(await simulate(aWorldWith(database, world)));
    expect(await find()).toMatchObject({ instanceType });
  });

  it("is refused where DRS does not say what it must", async () => {
    const find = looker(await simulate(aWorldWith({ cores: 300, supportsNitroInstances: null })));
    expect(await find()).toEqual({
      refusal:
        `db-1 (${DATABASE}): DRS does not report all of its CPUs' cores, its architecture and whether it can run on Nitro. ` +
        "Fix: write the type in launchTemplate.instanceType",
    });
  });

  it("costs one list of types, and one of a zone's, for all that ask, over every page", async () => {
    const simulator = await simulate(aWorldWith(MACHINE, { quirks: { defaultPageSize: 20 } }));
    const find = looker(simulator);
    const found = await Promise.all(Array.from({ length: 60 }, () => find()));
    expect(new Set(found.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(found[0]).toMatchObject({ instanceType: "m7i.2xlarge" });
    expect(listsOf(simulator)).toMatchObject({ DescribeInstanceTypes: 1, DescribeInstanceTypeOfferings: 1 });
  });

  it("is never chosen from an answer without its list", async () => {
    const server = createServer((_, answer) =>
      answer.end("<DescribeInstanceTypesResponse><requestId>r</requestId></DescribeInstanceTypesResponse>"),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closing.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as AddressInfo;
    const ec2 = createEc2Gateway(
      connect("us-west-2", { endpoint: `http://127.0.0.1:${port}` }),
      AbortSignal.timeout(5000),
    );
    await expect(ec2.listCurrentInstanceTypesOnce()).rejects.toThrow(
      "calling ec2:DescribeInstanceTypes: UnreadableAnswer",
    );
  });
});

describe("the type of a source that is an EC2 instance", () => {
  it("is its own, read in its Region", async () => {
    const find = looker(await simulate(aWorldWith(OF_EC2)), await simulate(aSourceRegion("t3.large")));
    expect(await find()).toEqual({
      instanceType: "t3.large",
      because: `the type of the EC2 instance ${SOURCE} in us-east-1 of the account ${ACCOUNT}, which the server is`,
    });
  });

  it("is refused where the subnet's zone does not offer it", async () => {
    const notOffered = [{ instanceType: "t3.large", availabilityZone: "us-west-2b" }];
    const find = looker(await simulate(aWorldWith(OF_EC2, { notOffered })), await simulate(aSourceRegion("t3.large")));
    expect(await find()).toEqual({
      refusal:
        `db-1 (${DATABASE}): t3.large, the type of the EC2 instance ${SOURCE} in us-east-1 of the account ${ACCOUNT}, which ` +
        "the server is, is not offered in us-west-2b. Fix: write the type in launchTemplate.instanceType, or name a subnet " +
        "in launchTemplate.subnetId whose zone offers it",
    });
  });

  it("is refused where it is of another account, without a call there", async () => {
    const sourceCloudProperties = { originAccountID: "444455556666" };
    const origin = await simulate(aSourceRegion("t3.large"));
    const find = looker(await simulate(aWorldWith({ ...OF_EC2, sourceCloudProperties })), origin);
    expect(await find()).toEqual({
      refusal:
        `db-1 (${DATABASE}): it is the EC2 instance ${SOURCE} in us-east-1 of the account 444455556666, and the ` +
        `credentials in use are of the account ${ACCOUNT}. Fix: write the type in launchTemplate.instanceType`,
    });
    expect(listsOf(origin)).toEqual({});
  });

  it("is refused in time where its Region does not answer", async () => {
    const origin = await simulate(aSourceRegion("t3.large"));
    origin.faults.add({ operation: "DescribeInstances", kind: "hang" });
    const find = looker(await simulate(aWorldWith(OF_EC2)), origin);
    expect(await find()).toEqual({
      refusal: expect.stringMatching(
        new RegExp(
          `^db-1 \\(${DATABASE}\\): it is the EC2 instance ${SOURCE} in us-east-1 of the account ${ACCOUNT}, whose type is ` +
            "not known: calling ec2:DescribeInstances: TimeoutError: no answer: tried 1 time in \\ds, until the " +
            "operation's time was up. Fix: write the type in launchTemplate.instanceType$",
        ),
      ),
    });
  });
});
