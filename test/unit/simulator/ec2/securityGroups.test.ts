import { describe, expect, it } from "vitest";
import { securityGroupToXml } from "../../../../simulator/src/ec2/securityGroups";
import type { SecurityGroupRule } from "../../../../simulator/src/world/state/network";
import { aState } from "../aWorld";

/** The permissions that EC2 makes of these ingress rules. */
function permissions(ingress: readonly SecurityGroupRule[]): unknown {
  const group = {
    groupId: "sg-1",
    groupName: "web",
    description: "web",
    vpcId: "vpc-1",
    ingress,
    egress: [],
    tags: {},
  };
  const xml = securityGroupToXml(aState(), group);
  return typeof xml === "object" ? xml["ipPermissions"] : xml;
}

const HTTPS = { protocol: "tcp", fromPort: 443, toPort: 443 };

describe(securityGroupToXml.name, () => {
  it("tells the peers of rules that are alike in one permission, each by its kind", () => {
    const peers = ["10.0.0.0/8", "sg-2", "::/0", "pl-1", "10.1.0.0/16"];
    expect(permissions(peers.map((peer) => ({ ...HTTPS, peer })))).toEqual({
      item: [
        {
          ipProtocol: "tcp",
          fromPort: 443,
          toPort: 443,
          groups: { item: [{ userId: "111122223333", groupId: "sg-2" }] },
          ipRanges: { item: [{ cidrIp: "10.0.0.0/8" }, { cidrIp: "10.1.0.0/16" }] },
          ipv6Ranges: { item: [{ cidrIpv6: "::/0" }] },
          prefixListIds: { item: [{ prefixListId: "pl-1" }] },
        },
      ],
    });
  });

  it("keeps rules of other ports or protocols apart; all protocols have no ports", () => {
    const peer = "0.0.0.0/0";
    const rules = [
      { ...HTTPS, peer },
      { ...HTTPS, toPort: 444, peer },
      { ...HTTPS, protocol: "udp", peer },
    ];
    expect(permissions([...rules, { protocol: "-1", peer }])).toMatchObject({
      item: [
        { ipProtocol: "tcp", toPort: 443 },
        { ipProtocol: "tcp", toPort: 444 },
        { ipProtocol: "udp" },
        { ipProtocol: "-1", fromPort: undefined, toPort: undefined },
      ],
    });
  });
});
