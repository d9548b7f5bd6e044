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
  facts: [],
  atMost: { recommended: { lines: 0, characters: 0 }, strict: { lines: 0, characters: 0 } },
};
