import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InterfaceEdit, TemplateChange } from "../../../../policy/src/judged/change";
import { remedyFor } from "../../../../policy/src/telling/commands";
import { mergeChanges, templateCommand } from "../../../../policy/src/telling/templateCommand";
import { toLaunchTemplateVersion } from "../../../../provider/src/ec2/translateTemplate";
import type { ObservedLaunchTemplate } from "../../../../provider/src/vocabulary";
import { aTemplate } from "../factories";
import { type Data, dataAfter } from "../runTemplateCommand";

const LT = "lt-0123456789abcdef0";

/** The template as the provider sees it. */
function seen(data: Data): ObservedLaunchTemplate {
  return toLaunchTemplateVersion({ LaunchTemplateId: LT, VersionNumber: 1, LaunchTemplateData: data });
}

function commandFor(template: ObservedLaunchTemplate, ...changes: Omit<TemplateChange, "kind" | "template">[]): string {
  const [first = {}, ...others] = changes;
  const whole = (change: Omit<TemplateChange, "kind" | "template">): TemplateChange => ({
    kind: "template",
    template,
    ...change,
  });
  return templateCommand(mergeChanges([whole(first), ...others.map(whole)]), LT);
}

describe(templateCommand.name, () => {
  it("starts from the version that is the default one when it runs, and quotes for a shell", () => {
    expect(commandFor(aTemplate(), { data: { KeyName: "it's" } })).toBe(
      `aws ec2 modify-launch-template --launch-template-id ${LT} --default-version "$(aws ec2 create-launch-template-version ` +
        `--launch-template-id ${LT} --source-version '$Default' --launch-template-data '{"KeyName":"it'\\''s"}' ` +
        '--query LaunchTemplateVersion.VersionNumber --output text)"',
    );
  });

  it("reads the interfaces of the default version, and changes their list", () => {
    const edit = { interfaces: [{ index: 0, set: { Description: "it's `new`" } }] };
    expect(commandFor(aTemplate(), edit, { data: { InstanceType: "r5.large" } })).toBe(
      `aws ec2 modify-launch-template --launch-template-id ${LT} --default-version "$(aws ec2 create-launch-template-version ` +
        `--launch-template-id ${LT} --source-version '$Default' --launch-template-data "$(aws ec2 ` +
        `describe-launch-template-versions --launch-template-id ${LT} --versions '$Default' --query ` +
        "'LaunchTemplateVersions[0].LaunchTemplateData.{NetworkInterfaces: [[merge(NetworkInterfaces[0], " +
        '`{"Description":"it\'\\\'\'s \\u0060new\\u0060"}`)], NetworkInterfaces[1:]][], InstanceType: `"r5.large"`}\' --output json)" ' +
        '--query LaunchTemplateVersion.VersionNumber --output text)"',
    );
  });

  it("keeps interfaces that came after anybody looked", () => {
    const [one, two] = [{ DeviceIndex: 0 }, { DeviceIndex: 1, FutureNet: true }];
    const edit = { interfaces: [{ index: 0, set: { SubnetId: "subnet-1" } }] };
    expect(dataAfter(commandFor(seen({ NetworkInterfaces: [one] }), edit), { NetworkInterfaces: [one, two] })).toEqual({
      NetworkInterfaces: [{ ...one, SubnetId: "subnet-1" }, two],
    });
  });

  it.each([
    { label: "no list of interfaces", data: {} },
    { label: "an empty list", data: { NetworkInterfaces: [] } },
    { label: "another's list, made since", data: { NetworkInterfaces: [{ DeviceIndex: 0, FutureNet: true }] } },
  ])("makes the first interface where there is $label", ({ data }) => {
    const command = commandFor(seen({}), { interfaces: [{ index: 0, set: { Groups: ["sg-2"] } }] });
    const [now = { DeviceIndex: 0, DeleteOnTermination: true }] = data.NetworkInterfaces ?? [];
    expect(dataAfter(command, data)).toEqual({ NetworkInterfaces: [{ ...now, Groups: ["sg-2"] }] });
  });

  it("does not repeat what only answers have", () => {
    const data = { NetworkInterfaces: [{ Ipv6Addresses: [{ Ipv6Address: "2001:db8::1", IsPrimaryIpv6: false }] }] };
    const command = commandFor(seen(data), { interfaces: [{ index: 0, set: { Groups: ["sg-2"] } }] });
    expect(dataAfter(command, data)).toEqual({
      NetworkInterfaces: [{ Ipv6Addresses: [{ Ipv6Address: "2001:db8::1" }], Groups: ["sg-2"] }],
    });
  });

  it.each([
    { now: { Min: 2 }, most: { Min: 8 } },
    { now: { Min: 2, Max: 4 }, most: { Min: 8, Max: 8 } },
    { now: { Min: 2, Max: 16 }, most: { Min: 8, Max: 16 } },
    { now: undefined, most: { Min: 8 } },
  ])("makes the least of $now 8, and the most no less", ({ now, most }) => {
    const data = { InstanceRequirements: { FutureNeed: "yes", ...(now === undefined ? {} : { VCpuCount: now }) } };
    const command = commandFor(seen(data), { within: { InstanceRequirements: { VCpuCount: { Min: 8 } } } });
    expect(dataAfter(command, data)).toEqual({ InstanceRequirements: { FutureNeed: "yes", VCpuCount: most } });
  });

  it.each<{ label: string; groups: string[]; without: string[][]; left: string[] }>([
    { label: "one of several", groups: ["sg-1", "sg-2"], without: [["sg-1"]], left: ["sg-2"] },
    { label: "the only one", groups: ["sg-1"], without: [["sg-1"]], left: ["<security group>"] },
    {
      label: "each by another change",
      groups: ["sg-1", "sg-2", "sg-3"],
      without: [["sg-1"], ["sg-3"]],
      left: ["sg-2"],
    },
  ])("takes groups away: $label", ({ groups, without, left }) => {
    const data = { NetworkInterfaces: [{ DeviceIndex: 0, Groups: groups }] };
    const changes = without.map((withoutGroups) => ({ interfaces: [{ index: 0, set: {}, withoutGroups }] }));
    expect(dataAfter(commandFor(seen(data), ...changes), data)).toEqual({
      NetworkInterfaces: [{ DeviceIndex: 0, Groups: left }],
    });
  });

  it("takes the first of what several changes want of a member", () => {
    const data = { NetworkInterfaces: [{ DeviceIndex: 0, Groups: ["sg-1"] }] };
    const command = commandFor(
      seen(data),
      { interfaces: [{ index: 0, set: { SubnetId: "subnet-1" } }], data: { InstanceType: "r5.large" } },
      {
        interfaces: [{ index: 0, set: { SubnetId: "subnet-2", Groups: ["sg-2"] } }],
        data: { InstanceType: "m5.large" },
      },
      { interfaces: [{ index: 0, set: {}, withoutGroups: ["sg-1"] }], within: { Placement: { Tenancy: "host" } } },
      { within: { Placement: { Tenancy: "default", Affinity: "host" } } },
    );
    expect(dataAfter(command, data)).toEqual({
      NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: "subnet-1", Groups: ["sg-2"] }],
      InstanceType: "r5.large",
      Placement: { Tenancy: "host", Affinity: "host" },
    });
  });
});

describe("an address beside a change of the subnet", () => {
  const moving = { interfaces: [{ index: 0, set: { SubnetId: "<isolated subnet>" } }] };
  const fixing = { interfaces: [{ index: 0, set: { PrivateIpAddress: "<address in 10.1.0.0/24 for lt-1>" } }] };
  const first = { interfaces: [{ index: 0, set: { SubnetId: "subnet-1", PrivateIpAddress: "10.2.0.9" } }] };

  it.each([
    { label: "in any order", changes: [fixing, moving], address: `<address in that subnet for ${LT}>` },
    { label: "in the other order", changes: [moving, fixing], address: `<address in that subnet for ${LT}>` },
    { label: "alone", changes: [fixing], address: "<address in 10.1.0.0/24 for lt-1>" },
    { label: "of that subnet itself", changes: [first, moving], address: "10.2.0.9" },
  ])("is one of the new subnet: $label", ({ changes, address }) => {
    const data = { NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: "subnet-9" }] };
    expect(dataAfter(commandFor(seen(data), ...changes), data)).toMatchObject({
      NetworkInterfaces: [{ PrivateIpAddress: address }],
    });
  });

  it("is asked for each template by itself, so that no loop gives one twice", () => {
    const [one, two] = ["lt-1", "lt-2"].map((launchTemplateId): TemplateChange => {
      return { kind: "template", template: { ...seen({}), launchTemplateId }, ...fixing };
    });
    const changes = [one, two].flatMap((change) => change ?? []);
    const moved = changes.flatMap((change): TemplateChange[] => [change, { ...change, ...moving }]);
    expect(remedyFor(moved, undefined).commands.length).toBe(2);
  });
});

/** JSON as EC2 answers it: a member that is null is not there. */
const value = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.integer(),
  fc.boolean(),
  fc.array(fc.string({ maxLength: 4 }), { maxLength: 2 }),
);
const future = fc.dictionary(fc.constantFrom("FutureNet", "Ipv6AddressCount", "PrimaryIpv6"), value);
const anInterface = fc
  .tuple(
    future,
    fc.record(
      {
        DeviceIndex: fc.nat(3),
        SubnetId: fc.constantFrom("subnet-1", "subnet-2"),
        Groups: fc.subarray(["sg-1", "sg-2", "sg-3"], { minLength: 1 }),
        Description: fc.string(),
      },
      { requiredKeys: ["DeviceIndex"] },
    ),
  )
  .map(([others, known]): Data => ({ ...others, ...known }));
const someData = fc.record(
  {
    NetworkInterfaces: fc.array(anInterface, { maxLength: 3 }),
    Placement: fc.dictionary(fc.constantFrom("GroupName", "HostId", "FuturePlace"), value),
    InstanceRequirements: fc.dictionary(fc.constantFrom("FutureNeed", "SpotMaxPricePercentageOverLowestPrice"), value),
    UserData: fc.string(),
    FutureSetting: value,
  },
  { requiredKeys: [] },
);
const set = fc.record(
  { SubnetId: fc.string(), AssociatePublicIpAddress: fc.boolean(), Description: fc.string() },
  { requiredKeys: [] },
);
const someChange = fc.record(
  {
    interfaces: fc.array(fc.record({ index: fc.nat(2), set }), { maxLength: 2 }),
    within: fc.record(
      {
        Placement: fc.record({ Tenancy: fc.string() }),
        InstanceRequirements: fc.record({ AllowedInstanceTypes: fc.array(fc.string()) }),
      },
      { requiredKeys: [] },
    ),
    data: fc.record({ InstanceType: fc.string(), KeyName: fc.string() }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

describe("a generated command", () => {
  it("makes what it says, and keeps every other member, whatever it is", () => {
    fc.assert(
      fc.property(someData, someChange, (data, change) => {
        const { interfaces = [], within = {}, data: members = {} } = change;
        const count = Math.max((data.NetworkInterfaces ?? []).length, 1);
        const edits: InterfaceEdit[] = interfaces.filter(({ index }) => index < count);
        fc.pre(edits.length + Object.keys(within).length + Object.keys(members).length > 0);
        const after = dataAfter(commandFor(seen(data), { interfaces: edits, within, data: members }), data);
        const [made = { DeviceIndex: 0, DeleteOnTermination: true }, ...others] = data.NetworkInterfaces ?? [];
        const list = [made, ...others].map((each, index) => {
          const own = edits.filter((edit) => edit.index === index).map((edit) => edit.set);
          return Object.assign({}, each, ...own.toReversed());
        });
        const changed = Object.entries(within).map(([name, to]) => {
          return [name, { ...data[name as keyof typeof within], ...to }];
        });
        expect(after).toEqual({
          ...data,
          ...(edits.length === 0 ? {} : { NetworkInterfaces: list }),
          ...Object.fromEntries(changed),
          ...members,
        });
      }),
      { numRuns: 300 },
    );
  });
});
