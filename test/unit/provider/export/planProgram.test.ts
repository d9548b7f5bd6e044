import { describe, expect, it } from "vitest";
import type { EstateServer } from "../../../../provider/src/export/estate";
import { planProgram } from "../../../../provider/src/export/planProgram";
import { printProgram } from "../../../../provider/src/export/printProgram";
import { anEstate, aServer, aTemplate, idOf } from "./estates";

const WEB = { Tier: "web" };
const three = (change: (number: number) => Partial<EstateServer> = () => ({})) =>
  [1, 2, 3].map((number) => aServer({ sourceServerId: idOf(number), tags: WEB, ...change(number) }));

const made = (...given: Parameters<typeof planProgram>) =>
  planProgram(...given).program.resources.map(({ kind, name }) => `${kind} ${name}`);

const ALONE = ["LaunchConfiguration host-01", "LaunchConfiguration host-02", "LaunchConfiguration host-03"];

/** Settings that are stored beside those of a usual server. */
const stored = (settings: object) => {
  const { configuration } = aServer({ sourceServerId: idOf(1) });
  return { configuration: { ...configuration, settings: { ...configuration?.settings, ...settings } } };
};

describe("which servers become one resource", () => {
  it.each([
    { label: "those that a tag tells apart", given: () => [anEstate(three())], kinds: ["LaunchConfigurations web"] },
    { label: "none, where each is asked for", given: () => [anEstate(three()), { isSingle: true }], kinds: ALONE },
    {
      label: "none, where another server of the Region has the tag",
      given: () => [anEstate(three(), { others: [{ sourceServerId: idOf(9), tags: WEB }] })],
      kinds: ALONE,
    },
    {
      label: "none, where something of one of them is not known",
      given: () => [
        anEstate(three((number) => (number === 2 ? { unread: [{ part: "launch actions", reason: "no" }] } : {}))),
      ],
      kinds: ALONE,
    },
    {
      label: "none, by tags of AWS, by names or by an empty value",
      given: () => [anEstate(three(() => ({ tags: { "aws:x": "1", Name: "same", Tier: "" } })))],
      kinds: ALONE,
    },
    {
      label: "those that share a single setting, which is shorter all the same",
      given: () => [
        anEstate(three((number) => ({ configuration: { settings: { copyTags: true }, name: `name ${number}` } }))),
      ],
      kinds: ["LaunchConfigurations web"],
    },
    {
      label: "by the tag that makes the program shortest",
      given: () => [
        anEstate(
          [1, 2, 3, 4, 5, 6].map((number) =>
            aServer({
              sourceServerId: idOf(number),
              tags: { Owner: "ops", Tier: number < 4 ? "web" : "app" },
              ...stored({ launchDisposition: number < 4 ? "STARTED" : "STOPPED", copyTags: number < 4 }),
              template: aTemplate({ InstanceType: number < 4 ? "m5.large" : "r5.large" }),
            }),
          ),
        ),
      ],
      kinds: ["LaunchConfigurations app", "LaunchConfigurations web"],
    },
  ] as { label: string; given: () => Parameters<typeof planProgram>; kinds: string[] }[])(
    "$label",
    ({ given, kinds }) => {
      expect(made(...given())).toEqual(kinds);
    },
  );
});

describe("what the program cannot say", () => {
  it.each<{ label: string; change: Partial<EstateServer>; said: string }>([
    {
      label: "a type that DRS picks",
      change: stored({ targetInstanceTypeRightSizingMethod: "IN_AWS" }),
      said: 'launchTemplate.instanceType "m5.large" of host-01: DRS sets it itself while targetInstanceTypeRightSizingMethod is IN_AWS',
    },
    {
      label: "an address that DRS copies",
      change: {
        ...stored({ copyPrivateIp: true }),
        template: aTemplate({ NetworkInterfaces: [{ DeviceIndex: 0, PrivateIpAddress: "10.0.0.9" }] }),
      },
      said: 'launchTemplate.privateIpAddress "10.0.0.9" of host-01: DRS sets it itself while copyPrivateIp is true',
    },
    {
      label: "a value that AWS has added",
      change: stored({ launchDisposition: "HIBERNATED" }),
      said: 'launchDisposition "HIBERNATED" of host-01: LaunchConfiguration takes no such value: expected one of STARTED, STOPPED',
    },
    {
      label: "a member that AWS has added",
      change: stored({ bootMode: { secure: true } }),
      said: 'bootMode {"secure":true} of host-01: LaunchConfiguration has no arg for it',
    },
    {
      label: "user data, without its value",
      change: { template: aTemplate({ UserData: "c2VjcmV0" }) },
      said: "UserData (8 characters, not shown) of host-01: LaunchConfiguration has no arg for it",
    },
    {
      label: "another interface",
      change: {
        template: aTemplate({ NetworkInterfaces: [{ DeviceIndex: 0 }, { DeviceIndex: 1, SubnetId: "subnet-1a" }] }),
      },
      said: 'NetworkInterfaces[1] {"DeviceIndex":1,"SubnetId":"subnet-1a"} of host-01: LaunchConfiguration has no arg for it',
    },
    {
      label: "an interface that is not clearly the primary one",
      change: { template: aTemplate({ NetworkInterfaces: [{ SubnetId: "subnet-1a" }, {}] }) },
      said: 'NetworkInterfaces[0] {"SubnetId":"subnet-1a"} of host-01: LaunchConfiguration has no arg for it',
    },
    {
      label: "a member that the client reads in part",
      change: { template: { ...aTemplate({}), incomplete: ["CpuOptions"] } },
      said: "CpuOptions of host-01: it has members that this version of @aws-sdk/client-ec2 does not read",
    },
    {
      label: "a launch action",
      change: {
        actions: [
          { name: "port 5432", active: true, optional: false, actionId: "11111111-1111-4111-8111-111111111111" },
        ],
      },
      said: 'launch action {"name":"port 5432","active":true,"optional":false,"actionId":"11111111-1111-4111-8111-111111111111"} of host-01: it is left as it is, and a LaunchAction would be one more beside it',
    },
    {
      label: "tags of volumes",
      change: {
        template: aTemplate({ TagSpecifications: [{ ResourceType: "volume", Tags: [{ Key: "a", Value: "b" }] }] }),
      },
      said: 'TagSpecifications of volume [{"Key":"a","Value":"b"}] of host-01: LaunchConfiguration has no arg for it',
    },
  ])("is told beside it and in a comment: $label", ({ change, said }) => {
    const { program, leftOut } = planProgram(anEstate([aServer({ sourceServerId: idOf(1), ...change })]));
    expect(leftOut).toContain(`not in the program: ${said}`);
    expect(printProgram(program)).toContain(`// Not here: ${said.replace(" of host-01:", ":")}\n`);
  });

  it("is nothing, of what DRS itself gives a template", () => {
    const Tags = [
      { Key: "Name", Value: "host-01" },
      { Key: "AWSElasticDisasterRecoveryManaged", Value: "drs.amazonaws.com" },
    ];
    const template = aTemplate({
      TagSpecifications: ["instance", "volume"].map((ResourceType) => ({ ResourceType, Tags })),
    });
    const named = { name: `Launch Configuration for Source Server ${idOf(1)}`, ...stored({}).configuration };
    const { leftOut, program } = planProgram(
      anEstate([aServer({ sourceServerId: idOf(1), template, configuration: named })]),
    );
    expect({ leftOut, hasName: printProgram(program).includes("  name:") }).toEqual({ leftOut: [], hasName: false });
  });

  it("leaves a server out of which nothing can be said", () => {
    const server = aServer({ sourceServerId: idOf(1), configuration: { settings: {} }, template: aTemplate({}) });
    const { program } = planProgram(anEstate([server]));
    expect(program.resources).toEqual([]);
    expect(program.footer).toEqual([
      `Not here: host-01 (${idOf(1)}): nothing is stored for it that LaunchConfiguration has an arg for`,
    ]);
  });

  it("says DRS's own actions where somebody has turned them on, and leaves those that are off", () => {
    const own = {
      actionCode: "AWSMigration-VerifyMountedVolumes",
      actionVersion: "$DEFAULT",
      order: 401,
      optional: false,
    };
    const parameters = {
      Paths: { type: "SSM_STORE", value: "ManagedByAWSElasticDisasterRecoveryService-paths" },
      Instance: { type: "DYNAMIC", value: "InstanceId" },
    };
    const actions = [
      { ...own, active: true, parameters },
      { ...own, actionCode: "AWSMigration-ValidateDiskSpace", active: false },
      { ...own, actionCode: "AWS-CreateImage", active: true, parameters: { Name: { type: "PLAIN", value: "x" } } },
      { ...own, order: 1001, active: false },
    ];
    const { program, leftOut } = planProgram(anEstate([aServer({ sourceServerId: idOf(1), actions })]));
    expect(printProgram(program)).toContain(`
const host01AWSMigrationVerifyMountedVolumes = new LaunchAction(
  "host-01-AWSMigration-VerifyMountedVolumes",
  {
    ...place,
    sourceServerId: "${idOf(1)}",
    predefined: "AWSMigration-VerifyMountedVolumes",
    documentVersion: "$DEFAULT",
    optional: false,
    active: true,
    parameters: {
      Paths: {
        ssmParameter: "ManagedByAWSElasticDisasterRecoveryService-paths",
      },
      Instance: { dynamic: "InstanceId" },
    },
  },
);
`);
    expect(leftOut.map((each) => each.replace(/\{.*\}/, "{}"))).toEqual([
      "not in the program: launch action {} of host-01: LaunchAction cannot say all of it",
      "not in the program: launch action {} of host-01: it is left as it is, and a LaunchAction would be one more beside it",
    ]);
  });

  it("gives resources names of their own, whatever servers are called", () => {
    const hostnames = ["web 1", "web-1", "WEB-1", "1st", "class", "", "日本"];
    const servers = hostnames.map((hostname, index) => aServer({ sourceServerId: idOf(index + 1), hostname }));
    const { program } = planProgram(anEstate(servers), { isSingle: true });
    expect(program.resources.map(({ name, variable }) => ({ name, variable }))).toEqual([
      { name: idOf(6), variable: `s${idOf(6).slice(2)}` },
      { name: "1st", variable: "server1st" },
      { name: "WEB-1", variable: "wEB1" },
      { name: "class", variable: "class2" },
      { name: "web-1", variable: "web1" },
      { name: `web-1-${idOf(2)}`, variable: `web1S${idOf(2).slice(2)}` },
      { name: idOf(7), variable: `s${idOf(7).slice(2)}` },
    ]);
  });
});
