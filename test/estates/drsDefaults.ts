import type { Estate } from "./estate";
import { idOf, linuxServer } from "./estate";

const SEED = "3c41f09d2ab77";
const VPC = idOf("vpc", SEED, 1);
/** A VPC for drills, which exists and which no launch template names yet. */
const ISOLATED_SUBNET = idOf("subnet", SEED, 1);
const DRILL_GROUP = idOf("sg", SEED, 1);

/** Six Linux servers that replicate since the agent was installed; nobody has opened a launch template. */
export const drsDefaults: Estate = {
  name: "DRS's defaults",
  world: {
    region: "us-west-2",
    account: "111122223333",
    sourceServers: [
      {
        ...linuxServer(SEED, 1, {
          ...{ hostname: "pg-prod-01", address: "10.20.1.11", cores: 8, memoryGiB: 64 },
          disksGiB: [40, 500],
        }),
        tags: { Tier: "database" },
      },
      {
        ...linuxServer(SEED, 2, {
          ...{ hostname: "pg-prod-02", address: "10.20.1.12", cores: 8, memoryGiB: 64 },
          disksGiB: [40, 500],
        }),
        tags: { Tier: "database" },
      },
      {
        ...linuxServer(SEED, 3, { hostname: "orders-app-01", address: "10.20.2.21", cores: 4, memoryGiB: 8 }),
        tags: { Tier: "app" },
      },
      {
        ...linuxServer(SEED, 4, { hostname: "orders-app-02", address: "10.20.2.22", cores: 4, memoryGiB: 8 }),
        tags: { Tier: "app" },
      },
      {
        ...linuxServer(SEED, 5, { hostname: "web-prod-01", address: "10.20.3.31", cores: 2, memoryGiB: 4 }),
        tags: { Tier: "web" },
      },
      {
        ...linuxServer(SEED, 6, { hostname: "web-prod-02", address: "10.20.3.32", cores: 2, memoryGiB: 4 }),
        tags: { Tier: "web" },
      },
    ],
    subnets: [{ subnetId: ISOLATED_SUBNET, vpcId: VPC, cidrBlock: "10.240.0.0/24" }],
    securityGroups: [{ groupId: DRILL_GROUP, groupName: "drill", vpcId: VPC }],
  },
  waves: {
    database: {
      selector: { tags: { Tier: "database" }, role: "database" },
      objectives: { recoveryTimeSeconds: 1800, recoveryPointSeconds: 900 },
    },
    app: { selector: { tags: { Tier: "app" }, role: "app" } },
    web: { selector: { tags: { Tier: "web" }, role: "web" } },
  },
  choices: [
    [/subnet/, ISOLATED_SUBNET],
    [/security group/, DRILL_GROUP],
    [/instance type/, "r5.2xlarge"],
  ],
  facts: [
    {
      rule: "drs-server-require-right-sizing",
      says: "pg-prod-01 (c5.9xlarge now) and pg-prod-02 (c5.9xlarge now) would start on an instance type that DRS picks (right-sizing BASIC), where the role database needs NONE: nobody has chosen or tried that machine. Fix: set NONE, and see that the launch template's type is the one you want; $ …",
      recommended: "mandatory",
      strict: "mandatory",
    },
    {
      rule: "drs-template-disallow-public-address",
      says: "orders-app-01, orders-app-02, pg-prod-01 and 3 more would start in the default VPC, as their launch templates name no subnet: with a public IP address, in its default security group, among replication servers and able to reach the internet. Fix: name a subnet and security groups in the launch templates; $ …",
      recommended: "mandatory",
      strict: "mandatory",
    },
    {
      rule: "drs-replication-require-coverage",
      says: "orders-app-01, orders-app-02, pg-prod-01 and 3 more would come up without disks that they get later (autoReplicateNewDisks is off): no drill of before shows that. Fix: $ …",
      recommended: "advisory",
      strict: "mandatory",
    },
    {
      rule: "drs-server-require-drill",
      says: "orders-app-01, orders-app-02, pg-prod-01 and 3 more never went through a drill: nothing shows that a recovery works. Fix: pulumi up drills them",
      recommended: "advisory",
      strict: "advisory",
    },
    {
      rule: "drs-template-require-imdsv2",
      says: "orders-app-01, orders-app-02, pg-prod-01 and 3 more would answer metadata requests without a session token (IMDSv1): a forged request could take the instance's credentials. Fix: require IMDSv2 in the launch template; the command of drs-template-disallow-public-address does it",
      strict: "mandatory",
    },
    {
      rule: "drs-replication-require-private-routing",
      says: "orders-app-01, orders-app-02, pg-prod-01 and 3 more would replicate over the internet (dataPlaneRouting PUBLIC_IP), through servers with public addresses (createPublicIP): production's data does not stay in networks of your own. Fix: first see that the sources reach the staging subnet by VPN, Direct Connect or peering, and that it reaches DRS, S3 and EC2 by NAT or VPC endpoints; $ …",
      strict: "mandatory",
    },
  ],
  atMost: { recommended: { lines: 4, characters: 2500 }, strict: { lines: 6, characters: 3700 } },
};
