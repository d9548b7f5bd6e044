import { PolicyPack } from "@pulumi/policy";
import { drillPolicies } from "./policies/drillPolicies";

/** The pack that `pulumi preview --policy-pack node_modules/pulumi-drillwave-policy` loads. */
new PolicyPack("pulumi-drillwave-policy", { policies: drillPolicies() });
