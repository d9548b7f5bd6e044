import {
  DescribeSecurityGroupRulesCommand,
  type EC2Client,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroupRule,
} from "@aws-sdk/client-ec2";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../../../simulator/src/index";
import { ec2Client } from "./client";

const VPC = "vpc-0123456789abcdef0";
const WEB = "sg-0123456789abcdef0";
const DATABASE = "sg-0123456789abcdef1";

describe("the rules of security groups", () => {
  let simulator: Simulator;
  let ec2: EC2Client;
  beforeEach(async () => {
    simulator = await startSimulator({
      world: {
        account: "111122223333",
        securityGroups: [
          {
            ...{ groupId: WEB, groupName: "web", vpcId: VPC },
            ingress: [
              { protocol: "tcp", fromPort: 443, source: "0.0.0.0/0" },
              { protocol: "tcp", fromPort: 443, source: "::/0" },
              { source: WEB },
            ],
            egress: [{ protocol: "tcp", fromPort: 5432, destination: DATABASE }],
          },
          { groupId: DATABASE, groupName: "database", vpcId: VPC, ingress: [{ source: "pl-0123456789abcdef0" }] },
        ],
      },
    });
    ec2 = ec2Client(simulator);
  });
  afterEach(() => simulator.close());

  const rulesOf = async (groupId: string): Promise<SecurityGroupRule[]> => {
    const Filters = [{ Name: "group-id", Values: [groupId] }];
    const { SecurityGroupRules = [] } = await ec2.send(new DescribeSecurityGroupRulesCommand({ Filters }));
    return SecurityGroupRules;
  };
  const revoke = (GroupId: string, SecurityGroupRuleIds: string[]) =>
    ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds }));

  it("are described one by one, in both directions", async () => {
    const common = { GroupId: WEB, GroupOwnerId: "111122223333", SecurityGroupRuleId: expect.stringMatching(/^sgr-/) };
    const https = { ...common, IsEgress: false, IpProtocol: "tcp", FromPort: 443, ToPort: 443, Tags: [] };
    expect(await rulesOf(WEB)).toEqual([
      { ...https, CidrIpv4: "0.0.0.0/0" },
      { ...https, CidrIpv6: "::/0" },
      {
        ...{ ...common, IsEgress: false, IpProtocol: "-1", FromPort: -1, ToPort: -1, Tags: [] },
        ReferencedGroupInfo: { GroupId: WEB, UserId: "111122223333" },
      },
      {
        ...{ ...common, IsEgress: true, IpProtocol: "tcp", FromPort: 5432, ToPort: 5432, Tags: [] },
        ReferencedGroupInfo: { GroupId: DATABASE, UserId: "111122223333" },
      },
    ]);
    const [fromPrefixList] = await rulesOf(DATABASE);
    expect(fromPrefixList?.PrefixListId).toBe("pl-0123456789abcdef0");
  });

  it("are gone once they are revoked, and the others keep their ids", async () => {
    const [first, ...others] = await rulesOf(WEB);
    const { Return } = await revoke(WEB, [first?.SecurityGroupRuleId ?? ""]);
    expect({ Return, left: await rulesOf(WEB) }).toEqual({ Return: true, left: others });
  });

  it.each([
    { what: "of another group", group: DATABASE, place: 0 },
    { what: "that lets traffic out", group: WEB, place: 3 },
  ])("stay, all of them, when one $what is among those that are revoked", async ({ group, place }) => {
    const before = await rulesOf(WEB);
    const own = group === WEB ? before.slice(0, 1) : await rulesOf(DATABASE);
    const ids = [...own, before[place]].map((rule) => rule?.SecurityGroupRuleId ?? "");
    await expect(revoke(group, ids)).rejects.toMatchObject({ name: "InvalidSecurityGroupRuleId.NotFound" });
    expect(await rulesOf(WEB)).toEqual(before);
  });

  it.each([
    { group: "sg-00000000", ids: ["sgr-00000000"], name: "InvalidGroup.NotFound" },
    { group: WEB, ids: [], name: "MissingParameter" },
  ])("are not revoked without knowing of which group, and which ($name)", async ({ group, ids, name }) => {
    await expect(revoke(group, ids)).rejects.toMatchObject({ name });
  });

  it("are refused by an id that is not there", async () => {
    const SecurityGroupRuleIds = ["sgr-00000000000000000"];
    await expect(ec2.send(new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds }))).rejects.toMatchObject({
      name: "InvalidSecurityGroupRuleId.NotFound",
    });
  });
});
