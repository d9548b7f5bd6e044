import { PolicyPack } from "@pulumi/policy";
import { drillPolicies } from "./policies/drillPolicies";

/** The pack that `pulumi preview --policy-pack node_modules/pulumi-drillwave-policy/strict` loads. */
new PolicyPack("pulumi-drillwave-policy-strict", { policies: drillPolicies({ set: "strict" }) });
