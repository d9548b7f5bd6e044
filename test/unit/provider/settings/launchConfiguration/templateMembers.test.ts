import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Ec2Members, TemplateVersion } from "../../../../../provider/src/ec2/templateVersion";
import { isSame, settingChanges, wantedValues } from "../../../../../provider/src/settings/launchConfiguration/members";
import { planRestore } from "../../../../../provider/src/settings/launchConfiguration/restore";
import { interfaceObstacle } from "../../../../../provider/src/settings/launchConfiguration/templateInterface";
import {
  lossOf,
  templateEdit,
  templateValue,
} from "../../../../../provider/src/settings/launchConfiguration/templateMembers";
import type { SettingValue, SettingValues } from "../../../../../provider/src/vocabulary";

/** The version that an edit makes, as EC2 merges it. */
function edited(data: Ec2Members, values: SettingValues): Ec2Members {
  const edit = templateEdit(data, values);
  const kept = Object.entries(data).filter(([member]) => !edit.without.includes(member));
  return { ...Object.fromEntries(kept), ...edit.data };
}

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const id = (prefix: string) => fc.integer({ min: 1, max: 5 }).map((n) => `${prefix}-${n}`);

const anInterface = (index: number) =>
  fc.record(
    {
      DeviceIndex: fc.constant(index),
      SubnetId: id("subnet"),
      Groups: fc.uniqueArray(id("sg"), { minLength: 1, maxLength: 3 }),
      PrivateIpAddress: fc.constantFrom("10.0.0.1", "10.0.0.2"),
      AssociatePublicIpAddress: fc.boolean(),
      Ipv6AddressCount: fc.integer({ min: 1, max: 3 }),
    },
    { requiredKeys: ["DeviceIndex"] },
  );

const aTag = fc.record({ Key: fc.constantFrom("Name", "Tier", "cost center"), Value: fc.string() });
const templates: fc.Arbitrary<Ec2Members> = fc
  .record({
    InstanceType: optional(fc.constantFrom("m5.large", "r5.large")),
    EbsOptimized: optional(fc.boolean()),
    NetworkInterfaces: fc
      .constantFrom(0, 1, 2)
      .chain((length) => fc.tuple(...[0, 1].slice(0, length).map(anInterface))),
    SecurityGroupIds: optional(fc.constant(["sg-9"])),
    IamInstanceProfile: optional(
      fc.constantFrom({ Name: "one" }, { Arn: "arn:aws:iam::111122223333:instance-profile/a/two" }),
    ),
    MetadataOptions: optional(
      fc.constantFrom({ HttpTokens: "optional", HttpPutResponseHopLimit: 2 }, { State: "pending" }),
    ),
    TagSpecifications: optional(
      fc.uniqueArray(aTag, { selector: ({ Key }) => Key, minLength: 1 }).map((Tags) => [
        { ResourceType: "volume", Tags: [{ Key: "Name", Value: "disk" }] },
        { ResourceType: "instance", Tags },
      ]),
    ),
  })
  .map((data) =>
    Object.fromEntries(
      Object.entries(data).filter(([, value]) => !(Array.isArray(value) && value.length === 0) && value !== undefined),
    ),
  );

const values: fc.Arbitrary<SettingValues> = fc
  .record(
    {
      instanceType: fc.constantFrom<SettingValue>("c5.large", null),
      subnetId: fc.option(id("subnet")),
      securityGroupIds: fc.option(fc.uniqueArray(id("sg"), { minLength: 1, maxLength: 2 })),
      privateIpAddress: fc.constantFrom<SettingValue>("10.0.0.9", null),
      associatePublicIpAddress: fc.option(fc.boolean()),
      iamInstanceProfile: fc.constantFrom<SettingValue>(
        "three",
        "arn:aws:iam::111122223333:instance-profile/four",
        null,
      ),
      "metadataOptions.httpTokens": fc.constantFrom<SettingValue>("required", null),
      "tags.Tier": fc.constantFrom<SettingValue>("app", null),
      "tags.a.b": fc.constantFrom<SettingValue>("dots", null),
    },
    { requiredKeys: [] },
  )
  .map((members) =>
    Object.fromEntries(Object.entries(members).map(([member, value]) => [`launchTemplate.${member}`, value])),
  );

const PATHS = [
  ...[
    "instanceType",
    "subnetId",
    "securityGroupIds",
    "privateIpAddress",
    "associatePublicIpAddress",
    "iamInstanceProfile",
  ],
  ...["metadataOptions.httpTokens", "metadataOptions.httpPutResponseHopLimit", "tags.Tier", "tags.Name", "tags.a.b"],
].map((member) => `launchTemplate.${member}`);

describe("an edit of a launch template", () => {
  it("gives what it names the wanted values, and leaves every other member as it is", () => {
    fc.assert(
      fc.property(templates, values, (data, wanted) => {
        const after = edited(data, wanted);
        for (const path of PATHS) {
          const expected = path in wanted ? (wanted[path] ?? null) : templateValue(path, data);
          expect([
            path,
            isSame(path, templateValue(path, after), expected) || [templateValue(path, after), expected],
          ]).toEqual([path, true]);
        }
        expect(after["EbsOptimized"]).toBe(data["EbsOptimized"]);
        const others = (all: unknown) => (Array.isArray(all) ? all.filter(({ DeviceIndex }) => DeviceIndex !== 0) : []);
        expect(others(after["NetworkInterfaces"])).toEqual(others(data["NetworkInterfaces"]));
      }),
    );
  });

  it("never has security groups both on an interface and beside it, which EC2 refuses", () => {
    fc.assert(
      fc.property(templates, values, (data, wanted) => {
        fc.pre(!(data["NetworkInterfaces"] !== undefined && data["SecurityGroupIds"] !== undefined));
        const after = edited(data, wanted);
        expect(after["NetworkInterfaces"] === undefined || after["SecurityGroupIds"] === undefined).toBe(true);
      }),
    );
  });

  it("is put back by what was there before", () => {
    fc.assert(
      fc.property(templates, values, (data, wanted) => {
        const paths = Object.keys(wanted);
        const before = Object.fromEntries(paths.map((path) => [path, templateValue(path, data)]));
        const after = edited(data, wanted);
        const stored = Object.fromEntries(paths.map((path) => [path, templateValue(path, after)]));
        const plan = planRestore(wanted, before, stored);
        expect(plan.left).toEqual([]);
        const back = edited(after, plan.values);
        expect(
          settingChanges(before, Object.fromEntries(paths.map((path) => [path, templateValue(path, back)]))),
        ).toEqual([]);
      }),
    );
  });
});

const version = (data: Ec2Members, incomplete: string[] = []): TemplateVersion => ({
  launchTemplateId: "lt-1",
  version: 3,
  data,
  incomplete,
});

describe("an edit that would lose something", () => {
  it.each([
    [
      "a member that it sends whole",
      { "launchTemplate.subnetId": "subnet-1" },
      ["NetworkInterfaces"],
      "NetworkInterfaces",
    ],
    ["any member, where one has to go", { "launchTemplate.instanceType": null }, ["Placement"], "Placement"],
  ])("names %s", (_label, wanted: SettingValues, incomplete, named) => {
    const data = { InstanceType: "m5.large", NetworkInterfaces: [{ DeviceIndex: 0 }] };
    expect(lossOf(templateEdit(data, wanted), version(data, incomplete))).toBe(
      `version 3 of launch template lt-1 has members in ${named} that this version of @aws-sdk/client-ec2 does not know, ` +
        "and a new version would lose them",
    );
  });

  it("is none where the new version takes the member over", () => {
    const data = { InstanceType: "m5.large" };
    const edit = templateEdit(data, { "launchTemplate.instanceType": "r5.large" });
    expect(lossOf(edit, version(data, ["NetworkInterfaces"]))).toBeUndefined();
  });
});

describe("a primary interface that cannot be set", () => {
  it.each([
    [
      "is an existing one",
      [{ DeviceIndex: 0, NetworkInterfaceId: "eni-1" }],
      { subnetId: "subnet-1" },
      "the launch template attaches the existing interface eni-1, which has its own subnet, security groups and addresses",
    ],
    [
      "could be one of several",
      [{ DeviceIndex: 0 }, { DeviceIndex: 0 }],
      { subnetId: "subnet-1" },
      "the launch template has network interfaces, and none or several of them could be the primary one",
    ],
    [
      "has others beside it, for a public address",
      [{ DeviceIndex: 0 }, { DeviceIndex: 1 }],
      { associatePublicIpAddress: true },
      "the launch template has several network interfaces, and EC2 gives a public address only to an instance with one",
    ],
    ["is not concerned", [{ DeviceIndex: 0, NetworkInterfaceId: "eni-1" }], { instanceType: "m5.large" }, undefined],
  ])("%s", (_label, NetworkInterfaces, members: SettingValues, obstacle) => {
    expect(interfaceObstacle({ NetworkInterfaces }, members)).toBe(obstacle);
  });
});

describe("settings by their paths", () => {
  it("are the leaves that the program names, with what was looked up in the place of what it says", () => {
    const wanted = wantedValues(
      {
        copyTags: false,
        licensing: { osByol: true },
        launchIntoInstance: { name: "target" },
        launchTemplate: { instanceType: "source", securityGroupIds: ["sg-1"], tags: { "a.b": "c" } },
      },
      {
        launchIntoInstance: "i-1",
        "launchTemplate.instanceType": "m5.large",
        "launchTemplate.subnetId": "nobody asked",
      },
    );
    expect(wanted).toEqual({
      copyTags: false,
      "licensing.osByol": true,
      launchIntoInstance: "i-1",
      "launchTemplate.instanceType": "m5.large",
      "launchTemplate.securityGroupIds": ["sg-1"],
      "launchTemplate.tags.a.b": "c",
    });
  });
});
