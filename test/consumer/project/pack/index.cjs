// A user's own pack: DrillWave's rules, one of them louder, and a policy of the user's.
const { PolicyPack } = require("@pulumi/policy");
const { drillPolicies } = require("pulumi-drillwave-policy");

new PolicyPack("acme", {
  policies: [
    ...drillPolicies({ rules: { "drs-template-require-imdsv2": "mandatory" } }),
    {
      name: "acme-wave-require-owner",
      description: "Every wave has an owner.",
      enforcementLevel: "mandatory",
      validateResource: (args, report) => {
        if (args.type.endsWith(":DrillWave") && args.props.tags?.Owner === undefined) {
          report("no owner");
        }
      },
    },
  ],
});
