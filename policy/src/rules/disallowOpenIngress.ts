import * as v from "valibot";
import { compliantWhen, judgeAll, NOT_APPLICABLE } from "../judged/judgement";
import { groupIdsOf, newInterfaces } from "../judged/launchInterfaces";
import { groupOf } from "../judged/launchTemplate";
import { changeInterface } from "../judged/templateChange";
import { serverRule } from "../rule";

/** Security groups of recovery instances let nobody in from everywhere. */
export const disallowOpenIngress = serverRule({
  name: "drs-template-disallow-open-ingress",
  displayName: "Recovery instances are not open to everybody",
  wants:
    "No security group of the launch template lets in traffic from everywhere (0.0.0.0/0 or ::/0), but for the ports that may be open.",
  why:
    "A drill copies production servers with their data and whatever is unpatched on them; inbound rules decide who may " +
    "reach them (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html). The rule looks for " +
    "0.0.0.0/0 and ::/0: not for other wide ranges, prefix lists or network ACLs. Ports 80 and 443 are excepted, as in AWS " +
    "Control Tower's CT.EC2.PR.3 " +
    "(https://docs.aws.amazon.com/controltower/latest/controlreference/ec2-rules.html). Groups that the launch template does " +
    "not name are drs-template-disallow-default-security-group's to judge.",
  fix:
    "Let the launch template name another security group, or revoke the inbound rules from everywhere where nothing else " +
    "uses the group.",
  severity: "high",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["SC-7"],
  config: {
    allowedPorts: v.optional(
      v.pipe(
        v.array(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535))),
        v.description("Ports of TCP and UDP that may be open to everywhere."),
      ),
      [80, 443],
    ),
  },
  judgeServer(server, { allowedPorts }) {
    const uses = newInterfaces(server).flatMap((each) => groupIdsOf(each).map((id) => ({ each, id })));
    if (uses.length === 0) {
      return NOT_APPLICABLE;
    }
    return judgeAll(
      uses.map(({ each, id }) => () => {
        const { groupName, openIngress } = groupOf(server, id);
        const open = openIngress.filter((traffic) => !isAllowed(traffic, allowedPorts));
        return compliantWhen(open.length === 0, {
          says: "could be reached from everywhere",
          at: { how: "by", what: `${id} (${groupName}: ${open.join(", ")})` },
          why: "a drill copies production with its data, and with whatever is unpatched",
          fix: {
            words: "name a group that lets in less, or revoke these rules where nothing else uses the group",
            change: changeInterface(each, { withoutGroups: [id] }),
          },
        });
      }),
    );
  },
});

/** True for `tcp 443 from ::/0` where each port of the range may be open. */
function isAllowed(traffic: string, allowedPorts: readonly number[]): boolean {
  const [, first, last = first] = /^(?:tcp|udp) (\d+)(?:-(\d+))? from /.exec(traffic) ?? [];
  if (first === undefined) {
    return false;
  }
  const count = Number(last) - Number(first) + 1;
  const ports = [...new Set(allowedPorts)].filter((port) => port >= Number(first) && port <= Number(last));
  return ports.length === count;
}
