import { describe, expect, it } from "vitest";
import type { LaunchInterface } from "../../../../policy/src/judged/launchInterfaces";
import { changeInterface, changeWithin, dropFromInterface } from "../../../../policy/src/judged/templateChange";
import type { ObservedLaunchTemplate, SettingValues } from "../../../../provider/src/vocabulary";
import { aTemplate, type Changes, SUBNET } from "../factories";

/** An interface of a template, the first one unless said otherwise. */
const ofTemplate = (changes: Changes<ObservedLaunchTemplate> = {}, index = 0): LaunchInterface => {
  const template = aTemplate(changes);
  const { networkInterfaces: all = [] } = template;
  const place = all.length === 0 ? {} : { index };
  return { ...all[index], ...place, template, isPrimary: index === 0, isOnly: all.length < 2 };
};
const OF_PRIMARY = { settings: { "launchTemplate.securityGroupIds": ["sg-2"] } };
const two = [
  { deviceIndex: 0, subnetId: SUBNET },
  { deviceIndex: 1, subnetId: SUBNET, privateIpAddress: "10.0.1.9" },
];

describe(changeInterface.name, () => {
  it.each<{ label: string; each: LaunchInterface; index: number; settings?: SettingValues }>([
    { label: "the first", each: ofTemplate(), index: 0, ...OF_PRIMARY },
    {
      label: "one that the launch makes without a list",
      each: ofTemplate({ networkInterfaces: [] }),
      index: 0,
      ...OF_PRIMARY,
    },
    { label: "the second, which no code sets", each: ofTemplate({ networkInterfaces: two }, 1), index: 1 },
  ])("names the members of $label", ({ each, index, settings }) => {
    const { template } = each;
    expect(changeInterface(each, { Groups: ["sg-2"] })).toEqual({
      kind: "template",
      template,
      interfaces: [{ index, set: { Groups: ["sg-2"] } }],
      ...(settings === undefined ? {} : { settings }),
    });
  });

  it("gives settings without the groups that shall go, or with one that a person fills in", () => {
    const several = ofTemplate({ securityGroupIds: ["sg-1", "sg-2"] });
    const settingsWithout = (...withoutGroups: string[]) => changeInterface(several, { withoutGroups }).settings;
    expect([settingsWithout("sg-1"), settingsWithout("sg-1", "sg-2")]).toEqual([
      { "launchTemplate.securityGroupIds": ["sg-2"] },
      { "launchTemplate.securityGroupIds": ["<security group>"] },
    ]);
  });

  it("gives settings in which an address is not for one of several templates", () => {
    const addressed = ofTemplate({ networkInterfaces: [{ deviceIndex: 0, privateIpAddress: "10.0.1.9" }] });
    expect(changeInterface(addressed, { SubnetId: "subnet-2" }).settings).toEqual({
      "launchTemplate.subnetId": "subnet-2",
      "launchTemplate.privateIpAddress": "<address in that subnet>",
    });
  });

  it("asks for another address where the interface leaves the subnet of its own", () => {
    const { interfaces } = changeInterface(ofTemplate({ networkInterfaces: two }, 1), { SubnetId: "subnet-2" });
    expect(interfaces?.map(({ set }) => set)).toEqual([
      { SubnetId: "subnet-2", PrivateIpAddress: "<address in that subnet for lt-0123456789abcdef0>" },
    ]);
    const given = { SubnetId: "subnet-2", PrivateIpAddress: "10.2.0.9" };
    expect(changeInterface(ofTemplate({ networkInterfaces: two }, 1), given).interfaces?.[0]?.set).toEqual(given);
  });

  it.each<{ label: string; changes: Changes<ObservedLaunchTemplate>; byHand: string }>([
    {
      label: "groups beside the interfaces would be kept by it",
      changes: { securityGroupsBesideInterface: true },
      byHand:
        'its SecurityGroupIds and SecurityGroups moved into the network interface, and with that one\'s {"SubnetId":"subnet-2"}',
    },
    {
      label: "groups by their names would be kept by it",
      changes: { securityGroupNames: ["web"], networkInterfaces: [] },
      byHand:
        'its SecurityGroupIds and SecurityGroups moved into the network interface, and with that one\'s {"SubnetId":"subnet-2"}',
    },
    {
      label: "an older observation does not have the other interfaces",
      changes: { networkInterfaces: undefined },
      byHand: 'its first network interface as it is but for {"SubnetId":"subnet-2"}',
    },
  ])("gives no command where $label", ({ changes, byHand }) => {
    const each = ofTemplate(changes);
    expect(changeInterface(each, { SubnetId: "subnet-2" })).toEqual({
      kind: "template",
      template: each.template,
      byHand: [byHand],
      settings: { "launchTemplate.subnetId": "subnet-2" },
    });
  });
});

describe(dropFromInterface.name, () => {
  it("is done by hand, because a new version only adds and replaces", () => {
    expect(dropFromInterface(ofTemplate({ networkInterfaces: two }, 1), "AssociatePublicIpAddress").byHand).toEqual([
      "its network interfaces as they are, but without AssociatePublicIpAddress in number 1",
    ]);
  });
});

describe(changeWithin.name, () => {
  it("writes metadata options as they were seen, because EC2 answers more than it takes", () => {
    const template = aTemplate({ metadataOptions: { HttpEndpoint: "enabled", HttpPutResponseHopLimit: 2 } });
    expect(changeWithin(template, "MetadataOptions", { HttpTokens: "required" }).data).toEqual({
      MetadataOptions: { HttpEndpoint: "enabled", HttpPutResponseHopLimit: 2, HttpTokens: "required" },
    });
  });

  it("gives no command for metadata options that were not seen", () => {
    const template = aTemplate({ metadataOptions: undefined });
    expect(changeWithin(template, "MetadataOptions", { HttpTokens: "required" }).byHand).toEqual([
      'its MetadataOptions as they are but for {"HttpTokens":"required"}',
    ]);
  });

  it("names of a placement what changes", () => {
    const template = aTemplate({ placement: undefined });
    expect(changeWithin(template, "Placement", { Tenancy: "host" }).within).toEqual({ Placement: { Tenancy: "host" } });
  });
});
