import { drilledDaysAgo, type Estate, idOf, type Machine, numbered, type WorldServer, windowsServer } from "./estate";

const SEED = "8e7d51b60c2fa";
const VPC = idOf("vpc", SEED, 1);
const TRANSIT_GATEWAY = idOf("tgw", SEED, 1);
const NAT_GATEWAY = idOf("nat", SEED, 1);
const STAGING_SUBNET = idOf("subnet", SEED, 9);
/** A subnet of the same VPC whose route table has the local route alone. */
const ISOLATED_SUBNET = idOf("subnet", SEED, 10);

/** The servers of a tier, and what its people have set in launch settings and launch templates. */
interface Tier {
  name: string;
  hostnames: readonly string[];
  machine: Pick<Machine, "cores" | "memoryGiB" | "disksGiB">;
  instanceType?: string;
  /** What they have set of the instance metadata service. */
  metadata?: object;
}

const TIERS: readonly Tier[] = [
  { name: "directory", hostnames: numbered("AMSDC", 2), machine: { cores: 4, memoryGiB: 8 } },
  {
    name: "database",
    hostnames: numbered("AMSSQL", 6),
    machine: { cores: 8, memoryGiB: 64, disksGiB: [100, 500, 200, 100] },
    instanceType: "r5.2xlarge",
  },
  {
    name: "app",
    hostnames: [...numbered("ERPAPP", 6), ...numbered("CRMAPP", 4), ...numbered("HRAPP", 2), ...numbered("INTAPP", 2)],
    machine: { cores: 4, memoryGiB: 8, disksGiB: [80, 100] },
  },
  {
    name: "web",
    hostnames: numbered("IISWEB", 10),
    machine: { cores: 2, memoryGiB: 4 },
    // `State` is in EC2's answers alone, which a command that repeats the rest has to leave out.
    metadata: { State: "applied", HttpEndpoint: "enabled", HttpPutResponseHopLimit: 2 },
  },
  { name: "file", hostnames: numbered("AMSFS", 8), machine: { cores: 4, memoryGiB: 8, disksGiB: [80, 2048] } },
];

function serversOf({ name, hostnames, machine, instanceType, metadata }: Tier, tier: number): WorldServer[] {
  const before = TIERS.slice(0, tier).reduce((sum, each) => sum + each.hostnames.length, 0);
  return hostnames.map((hostname, index) => {
    const n = before + index + 1;
    const server = windowsServer(SEED, n, { ...machine, hostname, address: `10.10.${tier + 1}.${10 + index}` });
    return {
      ...server,
      tags: { Tier: name, Owner: "infrastructure" },
      launchConfiguration: {
        targetInstanceTypeRightSizingMethod: instanceType === undefined ? "BASIC" : "NONE",
        copyTags: true,
      },
      launchTemplate: {
        ...server.launchTemplate,
        ...(instanceType === undefined ? {} : { instanceType }),
        subnetId: idOf("subnet", SEED, tier + 1),
        securityGroupIds: [idOf("sg", SEED, tier + 1)],
        associatePublicIp: false,
        ...(metadata === undefined ? {} : { data: { MetadataOptions: metadata } }),
      },
      replicationConfiguration: {
        stagingAreaSubnetId: STAGING_SUBNET,
        dataPlaneRouting: "PRIVATE_IP",
        createPublicIP: false,
        ebsEncryption: "DEFAULT",
        autoReplicateNewDisks: true,
      },
      lastLaunch: drilledDaysAgo(45),
    };
  });
}

const OFFICES = "10.0.0.0/8";
const ANYWHERE = "0.0.0.0/0";
const tcp = (port: number, source: string) => ({ protocol: "tcp" as const, fromPort: port, source });

/**
 * Forty Windows servers of a data centre (10.10.0.0/16), moved to a VPC of other addresses (10.110.0.0/16): private subnets that
 * reach the internet by NAT and the offices by a transit gateway, own security groups, NONE for SQL Server.
 */
export const liftAndShift: Estate = {
  name: "lift and shift",
  world: {
    region: "us-west-2",
    account: "111122223333",
    sourceServers: TIERS.flatMap(serversOf),
    subnets: [
      ...TIERS.map((_, tier) => ({
        subnetId: idOf("subnet", SEED, tier + 1),
        vpcId: VPC,
        cidrBlock: `10.110.${tier + 1}.0/24`,
      })),
      { subnetId: STAGING_SUBNET, vpcId: VPC, cidrBlock: "10.110.9.0/24" },
      { subnetId: ISOLATED_SUBNET, vpcId: VPC, cidrBlock: "10.110.240.0/22" },
    ],
    routeTables: [
      {
        routeTableId: idOf("rtb", SEED, 1),
        vpcId: VPC,
        subnetIds: [...TIERS.map((_, tier) => idOf("subnet", SEED, tier + 1)), STAGING_SUBNET],
        routes: [
          { destination: ANYWHERE, target: NAT_GATEWAY },
          { destination: OFFICES, target: TRANSIT_GATEWAY },
        ],
      },
    ],
    securityGroups: [
      { groupId: idOf("sg", SEED, 1), groupName: "dr-dc", vpcId: VPC, ingress: [tcp(389, OFFICES), tcp(88, OFFICES)] },
      { groupId: idOf("sg", SEED, 2), groupName: "dr-sql", vpcId: VPC, ingress: [tcp(1433, OFFICES)] },
      { groupId: idOf("sg", SEED, 3), groupName: "dr-app", vpcId: VPC, ingress: [tcp(8443, OFFICES)] },
      {
        groupId: idOf("sg", SEED, 4),
        groupName: "dr-web",
        vpcId: VPC,
        ingress: [tcp(80, ANYWHERE), tcp(443, ANYWHERE)],
      },
      { groupId: idOf("sg", SEED, 5), groupName: "dr-file", vpcId: VPC, ingress: [tcp(445, OFFICES)] },
    ],
  },
  waves: {
    directory: { selector: { tags: { Tier: "directory" }, role: "directory" } },
    database: {
      selector: { tags: { Tier: "database" }, role: "database" },
      objectives: { recoveryTimeSeconds: 3600, recoveryPointSeconds: 900 },
    },
    app: { selector: { tags: { Tier: "app" }, role: "app" } },
    web: { selector: { tags: { Tier: "web" }, role: "web" } },
    files: { selector: { tags: { Tier: "file" }, role: "file" } },
  },
  choices: [
    [/address .* for lt-\w+1$/, "10.110.240.10"],
    [/address/, "10.110.240.11"],
    [/subnet/, ISOLATED_SUBNET],
    [/security group/, idOf("sg", SEED, 1)],
    [/instance type/, "m5.xlarge"],
  ],
  facts: [
    {
      rule: "drs-server-require-private-ip",
      says: "AMSDC01 (10.10.1.10, which subnet-8e7d51b60c2fa0001 (10.110.1.0/24) cannot hold) and AMSDC02 (10.10.1.11, which subnet-8e7d51b60c2fa0001 (10.110.1.0/24) cannot hold) would start with an address that is not known before (copyPrivateIp is off, and the launch template fixes none): clients find the role directory by address. Fix: fix an address of that subnet in its launch template (PrivateIpAddress), or launch into a subnet that holds the source's",
      recommended: "advisory",
      strict: "mandatory",
    },
    {
      rule: "drs-server-require-known-role",
      says: "AMSFS01, AMSFS02, AMSFS03 and 5 more would be judged by no rule about databases, directories or tiers with the role file: no rule knows such a role by default. Fix: write directory, database, app or web where that is meant, or list it in this rule's `roles`",
      recommended: "advisory",
      strict: "advisory",
    },
    {
      rule: "drs-subnet-require-isolation",
      says: 'AMSDC01, AMSDC02, AMSFS01 and 37 more could reach other networks from subnet-8e7d51b60c2fa0001 (10.0.0.0/8 by tgw-8e7d51b60c2fa0001), subnet-8e7d51b60c2fa0005 (10.0.0.0/8 by tgw-8e7d51b60c2fa0001), subnet-8e7d51b60c2fa0002 (10.0.0.0/8 by tgw-8e7d51b60c2fa0001) and 2 more: copies could do production\'s work twice, or answer in its place. Fix: launch into an isolated subnet, or accept it (allowed: ["tgw-8e7d51b60c2fa0001"])',
      recommended: "advisory",
      strict: "mandatory",
    },
    {
      rule: "drs-subnet-disallow-internet",
      says: 'AMSDC01, AMSDC02, AMSFS01 and 37 more could reach the internet from subnet-8e7d51b60c2fa0001 (by nat-8e7d51b60c2fa0001), subnet-8e7d51b60c2fa0005 (by nat-8e7d51b60c2fa0001), subnet-8e7d51b60c2fa0002 (by nat-8e7d51b60c2fa0001) and 2 more: a copy of a server could act in production\'s name. Fix: launch into an isolated subnet, or accept it (allowed: ["nat"])',
      recommended: "advisory",
      strict: "mandatory",
    },
    {
      rule: "drs-wave-require-objectives",
      says: "wave directory could take any time and lose any amount of data, and the drill would still pass: nothing says what the business accepts. Fix: declare objectives.recoveryTimeSeconds and objectives.recoveryPointSeconds",
      recommended: "advisory",
      strict: "mandatory",
    },
    {
      rule: "drs-template-require-imdsv2",
      says: "AMSDC01, AMSDC02, AMSFS01 and 37 more would answer metadata requests without a session token (IMDSv1): a forged request could take the instance's credentials. Fix: require IMDSv2 in the launch template; $ …; $ …",
      strict: "mandatory",
    },
  ],
  atMost: { recommended: { lines: 5, characters: 2200 }, strict: { lines: 6, characters: 4100 } },
};
