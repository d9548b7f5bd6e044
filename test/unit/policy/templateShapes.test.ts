/** What each rule that reads a launch template makes of templates of every shape. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../../policy/src/judged/answers";
import type { Change } from "../../../policy/src/judged/change";
import type { Judgement } from "../../../policy/src/judged/judgement";
import { configure } from "../../../policy/src/policies/settings";
import { judgeWave } from "../../../policy/src/policies/toPolicy";
import type { ConfigEntries, Rule } from "../../../policy/src/rule";
import { RULES } from "../../../policy/src/rules";
import { remedyFor } from "../../../policy/src/telling/commands";
import { toLaunchTemplateVersion } from "../../../provider/src/ec2/translateTemplate";
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
  SUBNET,
  theSurroundings,
  VPC,
} from "./factories";
import { type Data, dataAfter } from "./runTemplateCommand";

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
const OTHER = "subnet-0000000000000000c";

/** Two launch subnets and two groups that comply; OPEN and TAKEN do not, nor does the default subnet. */
const surroundings = theSurroundings({
  defaultSubnets: { "us-west-2a": DEFAULT },
  subnets: {
    ...theSurroundings().subnets,
    [OTHER]: { ...theSurroundings().subnets[SUBNET], cidrBlock: "10.0.3.0/24", availableIpAddressCount: 200 },
    [DEFAULT]: {
      vpcId: "vpc-0000000000000000d",
      availabilityZone: "us-west-2a",
      cidrBlock: "172.31.0.0/20",
      availableIpAddressCount: 4000,
      mapPublicIpOnLaunch: true,
      routes: [{ destination: "0.0.0.0/0", target: "igw-0123456789abcdefd" }],
    },
    [TAKEN]: {
      vpcId: VPC,
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
    [GROUP]: { groupName: "drill", vpcId: VPC, openIngress: [] },
    [OPEN]: { groupName: "default", vpcId: VPC, openIngress: ["all from 0.0.0.0/0"] },
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

function judgementOf(name: string, template: ObservedLaunchTemplate): Judgement {
  const rule = RULES.find((each) => each.name === name);
  const judgements = rule === undefined ? [] : answersOf(rule, template).map(({ judgement }) => judgement);
  const [first] = judgements;
  if (first === undefined) {
    throw new Error(`${name} answers nothing`);
  }
  const worst = ["violation", "unknown"].flatMap((status) => judgements.filter((each) => each.status === status));
  return worst[0] ?? first;
}

function answersOf<Entries extends ConfigEntries>(rule: Rule<Entries>, template: ObservedLaunchTemplate): Answer[] {
  const { config } = configure(rule, "recommended", {}).read({});
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
const second: ObservedNetworkInterface = { ...first, deviceIndex: 1, subnetId: OTHER };
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
      template: withInterfaces(first, { deviceIndex: 1, subnetId: OTHER, associatePublicIp: false }),
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
      found: { unknown: [ISOLATION, INTERNET, ROOM, LAUNCH] },
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
      template: hosted({ ...bare, networkInterfaces: [first, { ...first, subnetId: OTHER }] }),
      found: { unknown: NETWORK },
    },
    {
      label: "groups beside the interfaces",
      template: hosted({ securityGroupsBesideInterface: true }),
      found: { unknown: [DEFAULT_GROUP, INGRESS, LAUNCH] },
    },
    {
      label: "groups beside, and no interface",
      template: hosted({
        ...bare,
        securityGroupIds: [GROUP],
        securityGroupsBesideInterface: true,
        networkInterfaces: [],
      }),
      found: { violation: [PUBLIC, INTERNET, ADDRESS, LAUNCH] },
    },
    {
      label: "groups by their names, and no interface",
      template: hosted({ ...bare, securityGroupNames: ["drill"], networkInterfaces: [] }),
      found: { violation: [PUBLIC, INTERNET, ADDRESS], unknown: [DEFAULT_GROUP, INGRESS, LAUNCH] },
    },
    {
      label: "no interface at all",
      template: hosted({ ...bare, networkInterfaces: [] }),
      found: { violation: [PUBLIC, DEFAULT_GROUP, INTERNET, ADDRESS], notApplicable: [INGRESS] },
    },
    {
      label: "requirements instead of a type",
      template: hosted({
        instanceType: undefined,
        instanceRequirements: { minimumVCpus: 8, minimumMemoryMiB: 65_536 },
      }),
      found: { unknown: [CURRENT] },
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
/** A generated interface lacks what is undefined, as in an observation. */
const present = <Members extends object>(members: Members): Members =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Members;
const anyInterface = fc
  .record({
    networkInterfaceId: oneOf(undefined, undefined, "eni-0123456789abcdef0"),
    subnetId: oneOf(undefined, SUBNET, OTHER, TAKEN, "subnet-unseen"),
    securityGroupIds: oneOf(undefined, [GROUP], [OPEN], [GROUP, OPEN], ["sg-unseen"]),
    associatePublicIp: oneOf(undefined, false, true),
    privateIpAddress: oneOf(undefined, "10.0.1.9"),
    otherMembers: oneOf(undefined, undefined, ["Ipv6AddressCount"], ["PrivateIpAddresses"]),
  })
  .map(
    ({ networkInterfaceId, ...members }): ObservedNetworkInterface =>
      // No rule reads what an existing interface has; `present` leaves no member undefined.
      present(networkInterfaceId === undefined ? members : { networkInterfaceId }) as ObservedNetworkInterface,
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

  it("have nothing left of what a network rule says once its commands have run", () => {
    fc.assert(
      fc.property(fc.array(anyInterface, { maxLength: 3 }), oneOf(...JUDGED), (all, name) => {
        const template = templateOf(all);
        const changes = changesOf(judgementOf(name, template));
        const { commands, byHand } = remedyFor(changes, undefined);
        fc.pre(commands.length > 0 && byHand.length === 0);
        const after = dataAfter(chosen(commands.join("; ")), dataOf(template));
        expect(judgementOf(name, seenAs(after)).status).not.toBe("violation");
      }),
    );
  });

  it("have nothing left of what all of them say once the commands for the template have run, as one", () => {
    fc.assert(
      fc.property(fc.array(anyInterface, { maxLength: 3 }), (all) => {
        const template = templateOf(all);
        const changes = JUDGED.flatMap((name) => changesOf(judgementOf(name, template)));
        const { commands, byHand } = remedyFor(changes, undefined);
        fc.pre(commands.length > 0 && byHand.length === 0);
        expect(commands.length).toBe(1);
        const after = seenAs(dataAfter(chosen(commands.join("; ")), dataOf(template)));
        const changed = JUDGED.filter((name) => changesOf(judgementOf(name, template)).length > 0);
        expect(changed.filter((name) => changesOf(judgementOf(name, after)).length > 0)).toEqual([]);
      }),
    );
  });

  it("keep what the rule has not spoken of", () => {
    fc.assert(
      fc.property(fc.array(anyInterface, { minLength: 1, maxLength: 3 }), oneOf(...JUDGED), (all, name) => {
        const template = templateOf(all);
        const before = { ...dataOf(template), FutureSetting: { Kept: ["yes"] } };
        const { commands } = remedyFor(changesOf(judgementOf(name, template)), undefined);
        fc.pre(commands.length > 0);
        const after = dataAfter(chosen(commands.join("; ")), before);
        const { NetworkInterfaces: made, ...others } = after;
        expect(others).toEqual({ ...before, NetworkInterfaces: undefined });
        expect((made as Data[]).map(withoutNetwork)).toEqual(before.NetworkInterfaces.map(withoutNetwork));
      }),
    );
  });
});

/** Rules that say how the network interfaces of a template change. */
const JUDGED = [PUBLIC, DEFAULT_GROUP, INGRESS, ISOLATION, INTERNET];

function changesOf(judgement: Judgement): Change[] {
  const facts = judgement.status === "violation" ? judgement.facts : [];
  return facts.flatMap(({ fix }) => fix.change ?? []);
}

/** What a reader puts in place of what stands in angle brackets. */
function chosen(command: string): string {
  return command
    .replaceAll("<isolated subnet>", SUBNET)
    .replaceAll("<security group>", GROUP)
    .replace(/<address in [^>]*>/g, "10.0.1.8");
}

/** Members of which nothing is known but their names have some value. */
function dataOf({ networkInterfaces = [] }: ObservedLaunchTemplate) {
  return {
    Placement: { Tenancy: "host" },
    NetworkInterfaces: networkInterfaces.map(({ otherMembers = [], ...each }): Data => {
      return present({ ...byEc2Names(each), ...Object.fromEntries(otherMembers.map((name) => [name, [{ Kept: 1 }]])) });
    }),
  };
}

function byEc2Names(each: ObservedNetworkInterface): Data {
  return {
    DeviceIndex: each.deviceIndex,
    NetworkInterfaceId: each.networkInterfaceId,
    SubnetId: each.subnetId,
    Groups: each.securityGroupIds,
    AssociatePublicIpAddress: each.associatePublicIp,
    PrivateIpAddress: each.privateIpAddress,
  };
}

/** As the provider sees it. */
function seenAs(data: Data): ObservedLaunchTemplate {
  return hosted({ ...bare, ...toLaunchTemplateVersion({ VersionNumber: 3, LaunchTemplateData: data }) });
}

/** What no rule about the network changes. */
function withoutNetwork(each: Data): Data {
  const changed = ["SubnetId", "Groups", "AssociatePublicIpAddress", "PrivateIpAddress"];
  return Object.fromEntries(Object.entries(each).filter(([name]) => !changed.includes(name)));
}
