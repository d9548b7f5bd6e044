/** What the commands for launch templates change, through an `aws` that calls the simulator, and that it is all they change. */
import { DescribeLaunchTemplateVersionsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { type Simulator, startSimulator } from "drs-simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TemplateChange } from "../../../policy/src/judged/change";
import type { LaunchInterface } from "../../../policy/src/judged/launchInterfaces";
import { changeInterface, changeTemplate, changeWithin } from "../../../policy/src/judged/templateChange";
import { remedyFor } from "../../../policy/src/telling/commands";
import { toLaunchTemplateVersion } from "../../../provider/src/ec2/translateTemplate";
import type { ObservedLaunchTemplate } from "../../../provider/src/vocabulary";
import { type Aws, startAws } from "../../estates/aws/standIn";
import { runInBash } from "../../estates/commands";

const GROUP = "sg-0123456789abcdef0";
const OTHER = "sg-0fedcba9876543210";
const SUBNET = "subnet-0123456789abcdef0";
const ISOLATED = "subnet-0fedcba9876543210";

/** Members that nothing of ours reads. */
const FIRST = {
  DeviceIndex: 0,
  DeleteOnTermination: true,
  SubnetId: SUBNET,
  Groups: [GROUP, OTHER],
  Ipv6Addresses: [{ Ipv6Address: "2001:db8::1" }],
  PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: "10.0.0.9" }],
  ConnectionTrackingSpecification: { TcpEstablishedTimeout: 300 },
};
const SECOND = { DeviceIndex: 1, SubnetId: SUBNET, Groups: [OTHER], Description: "the DBA's", Ipv6AddressCount: 1 };

type Data = Readonly<Record<string, unknown>>;

interface Shape {
  what: string;
  data: Data;
  changes(template: ObservedLaunchTemplate): TemplateChange[];
  /** The members of LaunchTemplateData that are others afterwards. */
  made: Data;
}

const at = (template: ObservedLaunchTemplate, index: number): LaunchInterface => {
  const { networkInterfaces = [] } = template;
  const place = networkInterfaces.length === 0 ? {} : { index };
  const isOnly = networkInterfaces.length < 2;
  return { ...networkInterfaces[index], ...place, template, isPrimary: index === 0, isOnly };
};

const SHAPES: Shape[] = [
  {
    what: "no network interface",
    data: { UserData: "aGVsbG8=" },
    changes: (template) => [
      changeInterface(at(template, 0), { SubnetId: ISOLATED, AssociatePublicIpAddress: false }),
      changeInterface(at(template, 0), { SubnetId: SUBNET, Groups: [GROUP] }),
    ],
    made: {
      NetworkInterfaces: [
        {
          DeviceIndex: 0,
          DeleteOnTermination: true,
          SubnetId: ISOLATED,
          AssociatePublicIpAddress: false,
          Groups: [GROUP],
        },
      ],
    },
  },
  {
    what: "one network interface, of which more is set than anybody looks at",
    data: { NetworkInterfaces: [FIRST], UserData: "aGVsbG8=" },
    changes: (template) => [
      changeInterface(at(template, 0), { withoutGroups: [GROUP] }),
      changeInterface(at(template, 0), { AssociatePublicIpAddress: false }),
    ],
    made: { NetworkInterfaces: [{ ...FIRST, Groups: [OTHER], AssociatePublicIpAddress: false }] },
  },
  {
    what: "two, of which the second changes",
    data: { NetworkInterfaces: [FIRST, SECOND] },
    changes: (template) => [changeInterface(at(template, 1), { SubnetId: ISOLATED, Groups: [GROUP] })],
    made: { NetworkInterfaces: [FIRST, { ...SECOND, SubnetId: ISOLATED, Groups: [GROUP] }] },
  },
  {
    what: "metadata options with a hop limit, and a state that only answers have",
    data: { MetadataOptions: { State: "applied", HttpPutResponseHopLimit: 2 }, NetworkInterfaces: [FIRST] },
    changes: (template) => [
      changeWithin(template, "MetadataOptions", { HttpTokens: "required" }),
      changeInterface(at(template, 0), { AssociatePublicIpAddress: false }),
    ],
    made: {
      MetadataOptions: { HttpPutResponseHopLimit: 2, HttpTokens: "required" },
      NetworkInterfaces: [{ ...FIRST, AssociatePublicIpAddress: false }],
    },
  },
  {
    what: "metadata options alone",
    data: { MetadataOptions: { HttpEndpoint: "enabled", HttpPutResponseHopLimit: 2 }, NetworkInterfaces: [FIRST] },
    changes: (template) => [changeWithin(template, "MetadataOptions", { HttpTokens: "required" })],
    made: { MetadataOptions: { HttpEndpoint: "enabled", HttpPutResponseHopLimit: 2, HttpTokens: "required" } },
  },
  {
    what: "a placement in a host resource group",
    data: { Placement: { HostResourceGroupArn: "arn:aws:resource-groups:us-west-2:111122223333:group/hosts" } },
    changes: (template) => [changeWithin(template, "Placement", { Tenancy: "host" })],
    made: {
      Placement: {
        HostResourceGroupArn: "arn:aws:resource-groups:us-west-2:111122223333:group/hosts",
        Tenancy: "host",
      },
    },
  },
  {
    what: "no placement, and a type",
    data: { InstanceType: "m5.large" },
    changes: (template) => [
      changeWithin(template, "Placement", { Tenancy: "host" }),
      changeTemplate(template, { InstanceType: "r5.2xlarge" }),
    ],
    made: { Placement: { Tenancy: "host" }, InstanceType: "r5.2xlarge" },
  },
  {
    what: "requirements, of which the most would be less than the least",
    data: {
      InstanceRequirements: {
        VCpuCount: { Min: 2, Max: 4 },
        MemoryMiB: { Min: 4096 },
        CpuManufacturers: ["intel"],
        AllowedInstanceTypes: ["c5.*"],
      },
    },
    changes: (template) => [
      changeWithin(template, "InstanceRequirements", { AllowedInstanceTypes: ["r5.*"] }),
      changeWithin(template, "InstanceRequirements", { VCpuCount: { Min: 8 }, MemoryMiB: { Min: 65_536 } }),
    ],
    made: {
      InstanceRequirements: {
        VCpuCount: { Min: 8, Max: 8 },
        MemoryMiB: { Min: 65_536 },
        CpuManufacturers: ["intel"],
        AllowedInstanceTypes: ["r5.*"],
      },
    },
  },
];

const idOf = (index: number) => `lt-${String(index + 1).padStart(17, "0")}`;

/** With DRILLWAVE_AWS_CLI the commands go through that AWS CLI. */
describe("a command for a launch template", () => {
  let simulator: Simulator;
  let aws: Aws;
  let ec2: EC2Client;
  beforeAll(async () => {
    simulator = await startSimulator({
      world: {
        region: "us-west-2",
        sourceServers: SHAPES.map(({ data }, index) => ({
          sourceServerID: `s-${String(index + 1).padStart(17, "0")}`,
          hostname: `db-${index + 1}`,
          launchTemplate: { launchTemplateId: idOf(index), data: { NetworkInterfaces: [], ...data } },
        })),
        subnets: [SUBNET, ISOLATED].map((subnetId, index) => ({
          subnetId,
          cidrBlock: `10.0.${index}.0/24`,
          vpcId: "vpc-0123456789abcdef0",
        })),
        securityGroups: [GROUP, OTHER].map((groupId, index) => ({
          groupId,
          groupName: `group-${index}`,
          vpcId: "vpc-0123456789abcdef0",
        })),
      },
    });
    aws = await startAws(simulator.url);
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    ec2 = new EC2Client({ endpoint: simulator.url, region: "us-west-2", credentials });
  });
  afterAll(async () => {
    ec2.destroy();
    await aws.close();
    await simulator.close();
  });

  async function versionOf(index: number) {
    const asked = { LaunchTemplateId: idOf(index), Versions: ["$Default"] };
    const { LaunchTemplateVersions: [version] = [] } = await ec2.send(new DescribeLaunchTemplateVersionsCommand(asked));
    if (version === undefined) {
      throw new Error(`${idOf(index)} has no default version`);
    }
    return version;
  }

  it.each(SHAPES.map((shape, index) => ({ ...shape, index })))(
    "changes what it says of $what, and nothing else",
    async ({ changes, made, index }) => {
      const before = await versionOf(index);
      const { commands, byHand } = remedyFor(changes(toLaunchTemplateVersion(before)), "us-west-2");
      expect({ commands: commands.length, byHand }).toEqual({ commands: 1, byHand: [] });
      const end = await runInBash(commands[0] ?? "", aws.environment);
      expect({ exitCode: end.exitCode, stderr: end.stderr }).toEqual({ exitCode: 0, stderr: "" });
      const after = await versionOf(index);
      const plain = (data: object = {}) => JSON.parse(JSON.stringify(data)) as Data;
      expect(after.VersionNumber).toBe((before.VersionNumber ?? 0) + 1);
      expect(plain(after.LaunchTemplateData)).toEqual({ ...plain(before.LaunchTemplateData), ...made });
    },
  );
});
