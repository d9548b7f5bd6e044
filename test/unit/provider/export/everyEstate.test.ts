import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import type { Estate, EstateServer } from "../../../../provider/src/export/estate";
import { planProgram } from "../../../../provider/src/export/planProgram";
import { printProgram } from "../../../../provider/src/export/printProgram";
import { launchConfigurationSchema } from "../../../../provider/src/lifecycle/settings/launchConfigurationSchema";
import {
  conflictsOf,
  conflictsWithStored,
  DECISIVE,
} from "../../../../provider/src/settings/launchConfiguration/conflicts";
import {
  settingChanges,
  storedValues,
  wantedValues,
} from "../../../../provider/src/settings/launchConfiguration/members";
import { anEstate, aTemplate, idOf } from "./estates";
import { evaluated, type Leaves, leavesOf, managed } from "./evaluated";

/** Whatever a person, an agent or an attacker may call something. */
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom(
    "__proto__",
    "constructor",
    "toString",
    "a.b",
    "$" + "{x}",
    "`",
    "*/",
    "\u2028",
    "'\"",
    "\\",
    "// x",
    "class",
  ),
  fc.constantFrom("web", "db-1", "web1", "place"),
);

const someText = anyText.filter((text) => text !== "");

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 });

const defined = <T extends object>(record: T) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));

const settings = fc
  .record({
    targetInstanceTypeRightSizingMethod: maybe(fc.constantFrom("NONE", "NONE", "BASIC", "IN_AWS", "FUTURE")),
    launchDisposition: maybe(fc.constantFrom("STARTED", "STOPPED")),
    copyPrivateIp: maybe(fc.boolean()),
    copyTags: maybe(fc.boolean()),
    licensing: maybe(fc.record({ osByol: fc.boolean() })),
    postLaunchEnabled: maybe(fc.boolean()),
    launchIntoInstanceProperties: maybe(fc.constantFrom({}, { launchIntoEC2InstanceID: "i-0123456789abcdef0" })),
    recoveryMode: maybe(fc.constantFrom("FAST", "OPTIMAL")),
    futureMember: maybe(anyText),
  })
  .map(defined);

const aTags = fc.dictionary(someText, anyText, { maxKeys: 3 });

const networkInterface = fc
  .record({
    DeviceIndex: maybe(fc.constant(0)),
    SubnetId: maybe(fc.constantFrom("subnet-1a", "subnet-2a")),
    Groups: maybe(fc.uniqueArray(fc.constantFrom("sg-1a", "sg-2a"), { minLength: 1, maxLength: 2 })),
    PrivateIpAddress: maybe(fc.constantFrom("10.0.0.1", "10.0.0.2")),
    AssociatePublicIpAddress: maybe(fc.boolean()),
    NetworkInterfaceId: fc.option(fc.constant("eni-1"), { nil: undefined, freq: 9 }),
    Description: maybe(anyText),
  })
  .map(defined);

const template = fc
  .record({
    InstanceType: maybe(fc.constantFrom("m5.large", "r5.large")),
    NetworkInterfaces: fc
      .tuple(networkInterface, fc.array(networkInterface, { maxLength: 1 }))
      .map(([primary, others]) => [primary, ...others.map((each) => ({ ...each, DeviceIndex: 1 }))]),
    IamInstanceProfile: maybe(
      fc.constantFrom<object>({ Name: "web" }, { Arn: "arn:aws:iam::111122223333:instance-profile/web/it's" }),
    ),
    MetadataOptions: maybe(
      fc
        .record({
          HttpTokens: maybe(fc.constantFrom("required", "optional")),
          HttpPutResponseHopLimit: maybe(fc.integer({ min: 1, max: 64 })),
        })
        .map(defined),
    ),
    TagSpecifications: maybe(
      aTags.map((tags) => [
        { ResourceType: "instance", Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
      ]),
    ),
    Monitoring: maybe(fc.record({ Enabled: fc.boolean() })),
  })
  .map((data) => aTemplate(defined(data)));

const server = (number: number): fc.Arbitrary<EstateServer> =>
  fc
    .record({
      sourceServerId: fc.constant(idOf(number)),
      hostname: maybe(anyText),
      tags: fc.oneof(aTags, fc.constantFrom({ Tier: "web" }, { Tier: "database" })),
      configuration: fc.record({
        settings: fc.oneof(settings, fc.constant({ targetInstanceTypeRightSizingMethod: "NONE", copyTags: true })),
        name: maybe(someText),
        launchTemplateId: fc.constant("lt-1"),
      }),
      template: maybe(template),
      actions: fc.constant([]),
      unread: fc.constant([]),
    })
    .map((each) => defined(each) as unknown as EstateServer);

const estate: fc.Arbitrary<Estate> = fc
  .integer({ min: 1, max: 6 })
  .chain((number) => fc.tuple(...Array.from({ length: number }, (_each, index) => server(index))))
  .map((servers) => anEstate(servers));

/** What AWS has of the args' members, read here once more, and not as the command reads it. */
function stored({ configuration, template: version, hostname, sourceServerId }: EstateServer): Leaves {
  const { launchIntoInstanceProperties: into = {}, ...plain } = { ...configuration?.settings };
  const known: Record<string, unknown> = { ...plain };
  delete known["futureMember"];
  if (plain.targetInstanceTypeRightSizingMethod === ("FUTURE" as string)) {
    delete known["targetInstanceTypeRightSizingMethod"];
  }
  for (const copied of ["copyTags", "copyPrivateIp"]) {
    // DRS takes neither with an instance that exists.
    if (into.launchIntoEC2InstanceID !== undefined && known[copied] === true) {
      delete known[copied];
    }
  }
  const name = configuration?.name;
  if (name !== undefined && name !== hostname && !name.includes(sourceServerId)) {
    known["name"] = name;
  }
  if (into.launchIntoEC2InstanceID !== undefined && plain.copyTags !== true && plain.copyPrivateIp !== true) {
    known["launchIntoInstance"] = { instanceId: into.launchIntoEC2InstanceID };
  }
  return leavesOf({ ...known, launchTemplate: storedTemplate(version?.data ?? {}, plain, hostname) });
}

type Named = Record<string, unknown>;

function storedTemplate(data: Named, plain: Named, hostname: string | undefined): Named {
  const interfaces = (data["NetworkInterfaces"] ?? []) as Named[];
  const [primary = {}] = interfaces;
  const isOwn = primary["NetworkInterfaceId"] === undefined;
  const profile = (data["IamInstanceProfile"] ?? {}) as Named;
  const metadata = (data["MetadataOptions"] ?? {}) as Named;
  const [specification] = (data["TagSpecifications"] ?? []) as { Tags: { Key: string; Value: string }[] }[];
  const ofDrs = (key: string, value: string) =>
    (key === "Name" && value === hostname) ||
    /^(aws:|drs\.amazonaws\.com|AWSElasticDisasterRecovery)/i.test(key) ||
    ["__proto__", "prototype", "constructor"].includes(key);
  const tags = (specification?.Tags ?? []).filter(({ Key, Value }) => !ofDrs(Key, Value));
  return {
    ...(plain["targetInstanceTypeRightSizingMethod"] === "NONE" ? { instanceType: data["InstanceType"] } : {}),
    ...(isOwn ? { subnetId: primary["SubnetId"], securityGroupIds: primary["Groups"] } : {}),
    ...(isOwn && plain["copyPrivateIp"] === false ? { privateIpAddress: primary["PrivateIpAddress"] } : {}),
    ...(isOwn && !(interfaces.length > 1 && primary["AssociatePublicIpAddress"] === true)
      ? { associatePublicIpAddress: primary["AssociatePublicIpAddress"] }
      : {}),
    iamInstanceProfile: profile["Arn"] ?? profile["Name"],
    metadataOptions: {
      httpTokens: metadata["HttpTokens"],
      httpPutResponseHopLimit: metadata["HttpPutResponseHopLimit"],
    },
    tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
  };
}

const inOrder = (leaves: Leaves | undefined) => [...(leaves ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));

/** What the check of the resource says of the args, beside what is stored. */
function flawsOf(args: Record<string, unknown>, { servers }: Estate): unknown[] {
  const { success, issues = [] } = v.safeParse(launchConfigurationSchema, args);
  const { configuration = { settings: {} }, template: version } =
    servers.find(({ sourceServerId }) => sourceServerId === args["sourceServerId"]) ?? {};
  const live = { configuration, template: version };
  const wanted = wantedValues(args);
  return [
    ...(success ? [] : issues.map(({ message }) => message)),
    ...conflictsOf(args, () => false),
    ...conflictsWithStored(wanted, storedValues([...DECISIVE], live)),
    ...settingChanges(wanted, storedValues(Object.keys(wanted), live)),
  ];
}

describe("the program of any estate", () => {
  it.each([false, true])("gives back exactly what is stored, single: %s", (isSingle) => {
    fc.assert(
      fc.property(estate, (each) => {
        const { program } = planProgram(each, { isSingle });
        const registered = evaluated(printProgram(program));
        const tags = Object.fromEntries(each.servers.map((one) => [one.sourceServerId, { ...one.tags }]));
        const found = managed(registered, tags);
        for (const one of each.servers) {
          expect(inOrder(found.get(one.sourceServerId))).toEqual(inOrder(stored(one)));
        }
        for (const { kind, args } of registered.filter((one) => one.kind === "LaunchConfiguration")) {
          expect({ kind, flaws: flawsOf(args, each) }).toEqual({ kind, flaws: [] });
        }
        expect(new Set(registered.map(({ name }) => name)).size).toBe(registered.length);
        expect(registered.every(({ args }) => args["region"] === "us-west-2")).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
