/** What each rule that reads a launch template makes of templates of every shape. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../../policy/src/judged/answers";
import type { Judgement } from "../../../policy/src/judged/judgement";
import { configure } from "../../../policy/src/policies/settings";
import { judgeWave } from "../../../policy/src/policies/toPolicy";
import type { ConfigEntries, Rule } from "../../../policy/src/rule";
import { RULES } from "../../../policy/src/rules";
import type { ObservedLaunchTemplate, ObservedNetworkInterface } from "../../../provider/src/vocabulary";
import {
  aLaunchConfiguration,
  anInterface,
  aPlan,
  aPlannedWave,
  aSeenServer,
  aSource,
  aTemplate,
  aWave,
  type Changes,
  GROUP,
  observing,
  STAGING,
  SUBNET,
  theSurroundings,
} from "./factories";

const PUBLIC = "drs-template-disallow-public-address";
const DEFAULT_GROUP = "drs-template-disallow-default-security-group";
const INGRESS = "drs-template-disallow-open-ingress";
const ISOLATION = "drs-subnet-require-isolation";
const LAUNCH = "drs-template-require-possible-launch";
const INTERNET = "drs-subnet-disallow-internet";
const ADDRESS = "drs-subnet-require-source-address";
const ROOM = "drs-subnet-require-launch-room";
const TYPE = "drs-template-require-instance-type";
const CAPACITY = "drs-template-require-source-capacity";
const CURRENT = "drs-evidence-require-current-settings";
const IMDS = "drs-template-require-imdsv2";
const BYOL = "drs-server-require-byol-tenancy";

const NETWORK = [PUBLIC, DEFAULT_GROUP, INGRESS, ISOLATION, INTERNET, ADDRESS, ROOM, LAUNCH];
const TYPES = [TYPE, CAPACITY, CURRENT];
const READERS = [...NETWORK, ...TYPES, IMDS, BYOL];

const OPEN = "sg-0000000000000000a";
const TAKEN = "subnet-0000000000000000b";

const DEFAULT = "subnet-0000000000000000d";

/** Two launch subnets and two groups that comply; OPEN and TAKEN do not, nor does the default subnet. */
const surroundings = theSurroundings({
  defaultSubnets: { "us-west-2a": DEFAULT },
  subnets: {
    ...theSurroundings().subnets,
    [DEFAULT]: {
      vpcId: "vpc-0000000000000000d",
      cidrBlock: "172.31.0.0/20",
      availableIpAddressCount: 4000,
      mapPublicIpOnLaunch: true,
      routes: [{ destination: "0.0.0.0/0", target: "igw-0123456789abcdefd" }],
    },
    [TAKEN]: {
      cidrBlock: "10.0.2.0/24",
      availableIpAddressCount: 0,
      mapPublicIpOnLaunch: true,
      routes: [
        { destination: "0.0.0.0/0", target: "igw-0123456789abcdef0" },
        { destination: "10.0.0.0/8", target: "tgw-0123456789abcdef0" },
      ],
    },
  },
  securityGroups: {
    [GROUP]: { groupName: "drill", openIngress: [] },
    [OPEN]: { groupName: "default", openIngress: ["all from 0.0.0.0/0"] },
  },
});

/** Windows with a licence of its owner's, so that tenancy counts as well. */
function aWaveWith(launchTemplate: ObservedLaunchTemplate) {
  const server = aSeenServer({
    source: aSource({ operatingSystem: "Microsoft Windows Server 2022" }),
    launchConfiguration: aLaunchConfiguration({ licensing: { osByol: true } }),
    launchTemplate,
  });
  return aWave({ observed: observing([server], surroundings) });
}

const hosted = (changes: Changes<ObservedLaunchTemplate> = {}) => aTemplate({ tenancy: "host", ...changes });
const CONFIG: Record<string, object> = { [BOOT]: { modes: { database: "uefi" } } };

function judgementOf(name: string, template: ObservedLaunchTemplate): Judgement {
  const rule = RULES.find((each) => each.name === name);
  const [answer] = rule === undefined ? [] : answersOf(rule, template);
  if (answer === undefined) {
    throw new Error(`${name} answers nothing`);
  }
  return answer.judgement;
}

function answersOf<Entries extends ConfigEntries>(rule: Rule<Entries>, template: ObservedLaunchTemplate): Answer[] {
  const { config } = configure(rule, "recommended", {}).read(CONFIG[rule.name] ?? {});
  const wave = aWaveWith(template);
  if (!("judgePlan" in rule)) {
    return judgeWave(rule, wave, config);
  }
  const { record } = aPlannedWave();
  const servers =
    record?.servers.map((server) => ({
      ...server,
      launchConfiguration: aLaunchConfiguration({ licensing: { osByol: true } }),
    })) ?? [];
  return rule.judgePlan(
    aPlan(aPlannedWave({ wave, ...(record === undefined ? {} : { record: { ...record, servers } }) })),
    config,
  );
}

/** The rules that do not find that the template complies, by what they find. */
function findings(template: ObservedLaunchTemplate): Partial<Record<Judgement["status"], string[]>> {
  const found: Partial<Record<Judgement["status"], string[]>> = {};
  for (const name of READERS) {
    const { status } = judgementOf(name, template);
    if (status !== "compliant") {
      found[status] = [...(found[status] ?? []), name];
    }
  }
  return found;
}

const first = anInterface({ subnetId: SUBNET, securityGroupIds: [GROUP], associatePublicIp: false });
const second: ObservedNetworkInterface = { ...first, deviceIndex: 1, subnetId: STAGING };
const existing: ObservedNetworkInterface = { deviceIndex: 1, networkInterfaceId: "eni-0123456789abcdef0" };
const withInterfaces = (...networkInterfaces: ObservedNetworkInterface[]) => hosted({ networkInterfaces });
const bare = { subnetId: undefined, securityGroupIds: undefined, associatePublicIp: undefined };

describe("a launch template", () => {
  it.each<{ label: string; template: ObservedLaunchTemplate; found: ReturnType<typeof findings> }>([
    { label: "one interface", template: hosted(), found: {} },
    {
      label: "an observation that has the primary interface alone",
      template: hosted({ networkInterfaces: undefined, metadataOptions: undefined, placement: undefined }),
      found: {},
    },
    { label: "several interfaces that comply", template: withInterfaces(first, second), found: {} },
    {
      label: "a second interface with a public address",
      template: withInterfaces(first, { ...second, associatePublicIp: true }),
      found: { violation: [PUBLIC] },
    },
    {
      label: "a second interface with an open default group",
      template: withInterfaces(first, { ...second, securityGroupIds: [OPEN] }),
      found: { violation: [DEFAULT_GROUP, INGRESS] },
    },
    {
      label: "a second interface without groups",
      template: withInterfaces(first, { deviceIndex: 1, subnetId: STAGING, associatePublicIp: false }),
      found: { violation: [DEFAULT_GROUP] },
    },
    {
      label: "a second interface in a full subnet with a way out",
      template: withInterfaces(first, { ...second, subnetId: TAKEN }),
      found: { violation: [ISOLATION, INTERNET, ROOM] },
    },
    {
      label: "a second interface that leaves it to a public subnet",
      template: withInterfaces(first, { deviceIndex: 1, subnetId: TAKEN, securityGroupIds: [GROUP] }),
      found: { unknown: [PUBLIC], violation: [ISOLATION, INTERNET, ROOM] },
    },
    {
      label: "a second interface in a subnet that was not seen",
      template: withInterfaces(first, { ...second, subnetId: "subnet-unseen" }),
      found: { unknown: [ISOLATION, INTERNET, ROOM] },
    },
    {
      label: "a second interface without a subnet",
      template: withInterfaces(first, { deviceIndex: 1, securityGroupIds: [GROUP] }),
      found: { unknown: [PUBLIC, ISOLATION, INTERNET, ROOM, LAUNCH] },
    },
    {
      label: "a second interface that takes more addresses, or a carrier's",
      template: withInterfaces(first, {
        ...second,
        otherMembers: ["SecondaryPrivateIpAddressCount", "AssociateCarrierIpAddress"],
      }),
      found: { unknown: [PUBLIC, ROOM] },
    },
    {
      label: "a second interface of a type that is not understood",
      template: withInterfaces(first, { ...second, interfaceType: "branch" }),
      found: { unknown: NETWORK },
    },
    {
      label: "an existing second interface",
      template: withInterfaces(first, existing),
      found: { unknown: [PUBLIC, DEFAULT_GROUP, INGRESS, ISOLATION, INTERNET] },
    },
    {
      label: "an existing interface alone",
      template: hosted({ ...bare, networkInterfaces: [{ ...existing, deviceIndex: 0 }] }),
      found: { unknown: [PUBLIC, DEFAULT_GROUP, INGRESS, ISOLATION, INTERNET, ADDRESS], notApplicable: [ROOM] },
    },
    {
      label: "an existing primary interface beside one that violates",
      template: withInterfaces({ ...existing, deviceIndex: 0 }, { ...second, associatePublicIp: true }),
      found: { unknown: [PUBLIC, DEFAULT_GROUP, INGRESS, ISOLATION, INTERNET, ADDRESS] },
    },
    {
      label: "no primary interface",
      template: hosted({ ...bare, networkInterfaces: [second] }),
      found: { unknown: NETWORK },
    },
    {
      label: "two interfaces that may be the primary one",
      template: hosted({ ...bare, networkInterfaces: [first, { ...first, subnetId: STAGING }] }),
      found: { unknown: NETWORK },
    },
    {
      label: "groups beside the interfaces",
      template: hosted({ securityGroupsBesideInterface: true }),
      found: { unknown: [DEFAULT_GROUP, INGRESS] },
    },
    {
      label: "groups beside, and no interface",
      template: hosted({
        ...bare,
        securityGroupIds: [GROUP],
        securityGroupsBesideInterface: true,
        networkInterfaces: [],
      }),
      found: { violation: [PUBLIC, INTERNET, ADDRESS], notApplicable: [ROOM] },
    },
    {
      label: "groups by their names, and no interface",
      template: hosted({ ...bare, securityGroupNames: ["drill"], networkInterfaces: [] }),
      found: { violation: [PUBLIC, INTERNET, ADDRESS], unknown: [DEFAULT_GROUP, INGRESS], notApplicable: [ROOM] },
    },
    {
      label: "no interface at all",
      template: hosted({ ...bare, networkInterfaces: [] }),
      found: { violation: [PUBLIC, DEFAULT_GROUP, INTERNET, ADDRESS], notApplicable: [INGRESS, ROOM] },
    },
    {
      label: "requirements instead of a type",
      template: hosted({
        instanceType: undefined,
        instanceRequirements: { minimumVCpus: 8, minimumMemoryMiB: 65_536 },
      }),
      found: { unknown: [BOOT, CURRENT] },
    },
    {
      label: "requirements of which the least is not known",
      template: hosted({ instanceType: undefined, instanceRequirements: {} }),
      found: { unknown: [CAPACITY, CURRENT] },
    },
    {
      label: "requirements and a type",
      template: hosted({ instanceRequirements: { minimumVCpus: 8, minimumMemoryMiB: 65_536 } }),
      found: { unknown: TYPES },
    },
    {
      label: "CPU options that leave fewer vCPUs",
      template: hosted({ cpuOptions: { CoreCount: 1, ThreadsPerCore: 1 } }),
      found: { unknown: [CAPACITY] },
    },
    { label: "CPU options that do not", template: hosted({ cpuOptions: { AmdSevSnp: "enabled" } }), found: {} },
    {
      label: "a host resource group without a tenancy, which EC2 takes for host",
      template: hosted({ tenancy: undefined, placement: { HostResourceGroupArn: "arn:aws:resource-groups:x" } }),
      found: {},
    },
    {
      label: "a host resource group beside another tenancy",
      template: hosted({ tenancy: "default", placement: { HostResourceGroupArn: "arn:aws:resource-groups:x" } }),
      found: { violation: [BYOL] },
    },
    {
      label: "a host without a tenancy",
      template: hosted({ tenancy: undefined, placement: { HostId: "h-1" } }),
      found: { unknown: [BYOL] },
    },
    {
      label: "licence configurations without a tenancy",
      template: hosted({ tenancy: undefined, licenseSpecifications: true }),
      found: { unknown: [BYOL] },
    },
    {
      label: "licence configurations on a host",
      template: hosted({ licenseSpecifications: true }),
      found: {},
    },
    {
      label: "an interface member that is not understood",
      template: hosted({ unknownMembers: ["NetworkInterfaces.FutureNet"] }),
      found: { unknown: NETWORK },
    },
    {
      label: "interfaces of a kind that is not understood",
      template: hosted({ unknownMembers: ["SecondaryInterfaces"] }),
      found: { unknown: NETWORK },
    },
    {
      label: "a placement that is not understood",
      template: hosted({ unknownMembers: ["Placement.FuturePlace"] }),
      found: { unknown: [BYOL] },
    },
    {
      label: "metadata options that are not understood",
      template: hosted({ unknownMembers: ["MetadataOptions.FutureTokens"] }),
      found: { unknown: [IMDS, LAUNCH] },
    },
    {
      label: "CPU options that are not understood",
      template: hosted({ cpuOptions: { FutureCores: 1 }, unknownMembers: ["CpuOptions.FutureCores"] }),
      found: { unknown: [CAPACITY] },
    },
    {
      label: "a member that is not understood, which may touch anything",
      template: hosted({ unknownMembers: ["FutureSetting"] }),
      found: { unknown: READERS },
    },
  ])("with $label", ({ template, found }) => {
    const shown = findings(template);
    const sorted = Object.fromEntries(Object.entries(found).map(([status, names]) => [status, names.toSorted()]));
    expect(Object.fromEntries(Object.entries(shown).map(([status, names]) => [status, names.toSorted()]))).toEqual(
      sorted,
    );
  });
});

const oneOf = <Value>(...values: Value[]) => fc.constantFrom(...values);
const present = (members: Record<string, unknown>) =>
  // A generated interface lacks what is undefined, as in an observation.
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as ObservedNetworkInterface;
const anyInterface = fc
  .record({
    networkInterfaceId: oneOf(undefined, undefined, "eni-0123456789abcdef0"),
    subnetId: oneOf(undefined, SUBNET, STAGING, TAKEN, "subnet-unseen"),
    securityGroupIds: oneOf(undefined, [GROUP], [OPEN], [GROUP, OPEN], ["sg-unseen"]),
    associatePublicIp: oneOf(undefined, false, true),
    privateIpAddress: oneOf(undefined, "10.0.1.9"),
    otherMembers: oneOf(undefined, undefined, ["Ipv6AddressCount"], ["PrivateIpAddresses"]),
  })
  .map(({ networkInterfaceId, ...members }) =>
    present(networkInterfaceId === undefined ? members : { networkInterfaceId }),
  );
const harmless = oneOf(second, existing, { ...second, subnetId: SUBNET });
const numbered = (interfaces: readonly ObservedNetworkInterface[]) =>
  interfaces.map((each, deviceIndex) => ({ ...each, deviceIndex }));

/** As the provider says it: the flat members are the primary interface's. */
function templateOf(interfaces: readonly ObservedNetworkInterface[]): ObservedLaunchTemplate {
  const networkInterfaces = numbered(interfaces);
  const { subnetId, securityGroupIds, associatePublicIp } = networkInterfaces[0] ?? {};
  return hosted({ subnetId, securityGroupIds, associatePublicIp, networkInterfaces });
}

describe("generated templates", () => {
  it("are never judged by what is not understood, nor are they once something is", () => {
    const unknownMember = oneOf("FutureSetting", "NetworkInterfaces.FutureNet", "SecondaryInterfaces");
    fc.assert(
      fc.property(fc.array(anyInterface, { maxLength: 3 }), unknownMember, oneOf(...NETWORK), (all, member, name) => {
        const template = { ...templateOf(all), unknownMembers: [member] };
        expect(judgementOf(name, template).status).toBe("unknown");
      }),
    );
  });

  it("stay unjudged when an interface comes that violates nothing itself", () => {
    fc.assert(
      fc.property(
        fc.array(anyInterface, { minLength: 1, maxLength: 3 }),
        harmless,
        oneOf(...NETWORK),
        (all, more, name) => {
          const { status } = judgementOf(name, templateOf(all));
          fc.pre(status === "unknown");
          expect(judgementOf(name, templateOf([...all, more])).status).toBe("unknown");
        },
      ),
    );
  });

  it("are told to be changed by commands or words that have every interface with all that is known of it", () => {
    fc.assert(
      fc.property(fc.array(anyInterface, { minLength: 1, maxLength: 3 }), oneOf(...NETWORK), (all, name) => {
        const template = templateOf(all);
        const judgement = judgementOf(name, template);
        fc.pre(judgement.status === "violation");
        for (const { fix } of judgement.status === "violation" ? judgement.facts : []) {
          const [json = ""] = /\[\{"DeviceIndex".*?\}\](?=[}',]|$)/.exec(fix) ?? [];
          const told = JSON.parse(json) as Record<string, unknown>[];
          expect(told.map((each) => each["DeviceIndex"])).toEqual(numbered(all).map((each) => each.deviceIndex));
          // One interface is changed, and only in what the rule is about.
          const kept = told.filter((each, index) => isKept(each, all[index] ?? {}));
          expect(kept.length).toBeGreaterThanOrEqual(all.length - 1);
          const named = all.flatMap(({ otherMembers = [] }) => otherMembers);
          expect(named.filter((member) => !fix.includes(member))).toEqual([]);
          expect(named.length > 0 && fix.startsWith("aws ec2 modify")).toBe(false);
        }
      }),
    );
  });
});

function isKept(told: Record<string, unknown>, seen: ObservedNetworkInterface): boolean {
  return (
    told["SubnetId"] === seen.subnetId &&
    told["NetworkInterfaceId"] === seen.networkInterfaceId &&
    told["AssociatePublicIpAddress"] === seen.associatePublicIp &&
    told["PrivateIpAddress"] === seen.privateIpAddress &&
    JSON.stringify(told["Groups"]) === JSON.stringify(seen.securityGroupIds)
  );
}
