import { compliantWhen, judgeAll, violationUnless } from "../judged/judgement";
import { editInterface, groupOf, nameTemplate } from "../judged/launchTemplate";
import { template } from "../judged/observed";
import { serverRule } from "../rule";

const PLACEHOLDER = ["<security group>"];

/** Recovery instances are in security groups that were made for them. */
export const disallowDefaultSecurityGroup = serverRule({
  name: "drs-template-disallow-default-security-group",
  displayName: "Recovery instances are not in the default security group",
  wants: "The launch template names security groups, and none of them is the VPC's default one.",
  why:
    "The default security group lets its members reach each other on every port, and it is what an instance gets when " +
    "none is named (https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html): copies of production " +
    "servers then talk to whatever else is in it. The rule goes by the group's name, which is reserved for that group; " +
    "what other groups let in is drs-template-disallow-open-ingress's to judge.",
  fix: "Let the launch template name a security group that was made for recovery instances, in the subnet's VPC.",
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP03", "REL13-BP04"],
  config: {},
  judgeServer(server) {
    const launched = template(server);
    const { securityGroupIds = [] } = launched;
    if (securityGroupIds.length === 0) {
      const seen = `${nameTemplate(launched)} names no security group, so that the VPC's default one applies`;
      return violationUnless([
        { seen, wanted: "must name one", fix: editInterface(launched, { Groups: PLACEHOLDER }) },
      ]);
    }
    return judgeAll(
      securityGroupIds.map((id) => () => {
        const others = securityGroupIds.filter((each) => each !== id);
        return compliantWhen(groupOf(server, id).groupName !== "default", {
          seen: `security group ${id} of ${nameTemplate(launched)} is the VPC's default one`,
          wanted: "must be one that was made for recovery instances",
          fix: editInterface(launched, { Groups: others.length === 0 ? PLACEHOLDER : others }),
        });
      }),
    );
  },
});
