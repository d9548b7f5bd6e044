import { readFileSync } from "node:fs";
import { join } from "node:path";
import { drsDefaults } from "./drsDefaults";
import type { Estate } from "./estate";

const DOCUMENT = join(__dirname, "..", "..", "provider", "iam", "observe.json");

/** The statement of observe.json that README calls optional: without it drills still run. */
const OPTIONAL_STATEMENT = "PoliciesOfThePack";

function optionalOperations(): string[] {
  const { Statement }: { Statement: { Sid: string; Action: string[] }[] } = JSON.parse(readFileSync(DOCUMENT, "utf8"));
  const optional = Statement.find(({ Sid }) => Sid === OPTIONAL_STATEMENT)?.Action ?? [];
  return optional.map((action) => action.split(":")[1] ?? action);
}

/** The servers of {@link drsDefaults}, seen by a role that has what README says a preview needs, and nothing more. */
export const narrowRole: Estate = {
  ...drsDefaults,
  name: "a role that may read little",
  refused: optionalOperations(),
  facts: [
    {
      rule: "drs-server-require-right-sizing",
      says: "pg-prod-01 (c5.9xlarge now) and pg-prod-02 (c5.9xlarge now) would start on an instance type that DRS picks (right-sizing BASIC), where the role database needs NONE: nobody has chosen or tried that machine. Fix: set NONE, and see that the launch template's type is the one you want; $ …",
      recommended: "mandatory",
      strict: "mandatory",
    },
    {
      rule: "drs-template-require-source-capacity",
      says: "orders-app-01, orders-app-02, pg-prod-01 and 3 more cannot be judged: the caller lacks ec2:DescribeInstanceTypes. Fix: allow it, as observe.json (https://www.npmjs.com/package/pulumi-drillwave#permissions) does",
      recommended: "advisory",
      strict: "mandatory",
    },
    {
      rule: "drs-template-require-possible-launch",
      says: "orders-app-01, orders-app-02, pg-prod-01 and 3 more cannot be judged by 4 rules: the caller lacks ec2:DescribeSubnets. Fix: allow it, as observe.json (https://www.npmjs.com/package/pulumi-drillwave#permissions) does",
      recommended: "advisory",
      strict: "mandatory",
    },
    {
      rule: "drs-template-disallow-default-security-group",
      says: "orders-app-01, orders-app-02, pg-prod-01 and 3 more would start in the default VPC, as their launch templates name no subnet: in its default security group. Fix: name a subnet and security groups in the launch templates; $ …",
      recommended: "advisory",
      strict: "mandatory",
    },
    {
      rule: "drs-replication-require-coverage",
      says: "orders-app-01, orders-app-02, pg-prod-01 and 3 more cannot be judged by 2 rules: the caller lacks drs:GetReplicationConfiguration. Fix: allow it, as observe.json (https://www.npmjs.com/package/pulumi-drillwave#permissions) does",
      recommended: "advisory",
    },
    {
      rule: "drs-server-require-drill",
      says: "orders-app-01, orders-app-02, pg-prod-01 and 3 more never went through a drill: nothing shows that a recovery works. Fix: pulumi up drills them",
      recommended: "advisory",
      strict: "advisory",
    },
    {
      rule: "drs-template-require-imdsv2",
      says: "orders-app-01, orders-app-02, pg-prod-01 and 3 more cannot be judged: the caller lacks ec2:GetInstanceMetadataDefaults. Fix: allow it, as observe.json (https://www.npmjs.com/package/pulumi-drillwave#permissions) does",
      strict: "mandatory",
    },
    {
      rule: "drs-replication-require-coverage",
      says: "orders-app-01, orders-app-02, pg-prod-01 and 3 more cannot be judged by 3 rules: the caller lacks drs:GetReplicationConfiguration. Fix: allow it, as observe.json (https://www.npmjs.com/package/pulumi-drillwave#permissions) does",
      strict: "mandatory",
    },
  ],
  atMost: { recommended: { lines: 6, characters: 2800 }, strict: { lines: 7, characters: 3100 } },
};
