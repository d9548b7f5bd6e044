import { editInterface } from "../judged/interfaceEdit";
import { compliantWhen, judgeAll, NOT_APPLICABLE } from "../judged/judgement";
import { groupIdsOf, newInterfaces } from "../judged/launchInterfaces";
import { groupOf } from "../judged/launchTemplate";
import { serverRule } from "../rule";

/** Security groups of recovery instances let nobody in from everywhere. */
export const disallowOpenIngress = serverRule({
  name: "drs-template-disallow-open-ingress",
  displayName: "Recovery instances are not open to everybody",
  wants: "No security group of the launch template lets in traffic from everywhere (0.0.0.0/0 or ::/0).",
  why:
    "A drill copies production servers with their data and whatever is unpatched on them; inbound rules decide who may " +
    "reach them (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html). The rule looks for " +
    "0.0.0.0/0 and ::/0: not for other wide ranges, prefix lists or network ACLs. Groups that the launch template does " +
    "not name are drs-template-disallow-default-security-group's to judge.",
  fix:
    "Let the launch template name another security group, or revoke the inbound rules from everywhere where nothing else " +
    "uses the group.",
  severity: "high",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["SC-7"],
  config: {},
  judgeServer(server) {
    const uses = newInterfaces(server).flatMap((each) => {
      const groupIds = groupIdsOf(each);
      return groupIds.map((id) => ({ each, groupIds, id }));
    });
    if (uses.length === 0) {
      return NOT_APPLICABLE;
    }
    return judgeAll(
      uses.map(({ each, groupIds, id }) => () => {
        const { groupName, openIngress } = groupOf(server, id);
        const Groups = groupIds.map((other) => (other === id ? "<security group>" : other));
        return compliantWhen(openIngress.length === 0, {
          seen: `security group ${id} (${groupName}) lets in ${openIngress.join(" and ")}`,
          wanted: "must let in nothing from everywhere",
          fix: `${editInterface(each, { Groups })}; or, if nothing else uses ${id}, ${revokeOpenIngress(id)}`,
        });
      }),
    );
  },
});

/** The AWS CLI command that revokes all of a group's inbound rules from everywhere, whatever their protocols and ports. */
function revokeOpenIngress(groupId: string): string {
  const open = '[?IsEgress==`false` && (CidrIpv4==`"0.0.0.0/0"` || CidrIpv6==`"::/0"`)]';
  const list = `aws ec2 describe-security-group-rules --filters Name=group-id,Values=${groupId} --query 'SecurityGroupRules${open}.SecurityGroupRuleId' --output text`;
  return `aws ec2 revoke-security-group-ingress --group-id ${groupId} --security-group-rule-ids $(${list})`;
}
