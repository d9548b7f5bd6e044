import { describe, expect, it } from "vitest";
import { requireIsolation as rule } from "../../../../policy/src/rules/requireIsolation";
import type { ObservedLaunchTemplate, ObservedSource, Surroundings } from "../../../../provider/src/vocabulary";
import { commandForInterface, noSubnet, waveAnswers } from "../answersOf";
import {
  aSeenServer,
  aServer,
  aSource,
  aTemplate,
  aWave,
  aWaveAmid,
  type Changes,
  DB,
  observing,
  PRODUCTION_VPC,
  SOURCE_INSTANCE,
  SUBNET,
  theSurroundings,
  VPC,
  WEB,
} from "../factories";

type Route = { destination: string; target: string };

const TGW = "tgw-0123456789abcdef0";
const PCX = "pcx-0123456789abcdef0";
const NAT = "nat-0123456789abcdef0";
const CORE = "arn:aws:networkmanager::111122223333:core-network/core-network-0123456789abcdef0";
const placeless = aTemplate({ subnetId: undefined });
const place = { vpcId: VPC, cidrBlock: "10.0.1.0/24", availableIpAddressCount: 200 };
const routed = (...routes: Route[]) => aWaveAmid({ subnets: { [SUBNET]: { ...place, routes } } });
const to = (target: string, destination = "0.0.0.0/0") => routed({ destination, target });
const WHY = "copies could do production's work twice, or answer in its place";
const _isolate = commandForInterface({ SubnetId: "<isolated subnet>" });
const leave = commandForInterface({ SubnetId: "<isolated subnet>", Groups: ["<security group>"] });
const NAME_SUBNET = "name a subnet and security groups in the launch templates";
const leadsTo = (routes: string, ...targets: string[]) =>
  `could reach other networks from ${SUBNET} (${routes}): ${WHY} | ` +
  `launch into an isolated subnet, or accept it (allowed: ${JSON.stringify(targets)})`;
const leads = (target: string, destination = "0.0.0.0/0") => leadsTo(`${destination} by ${target}`, target);
/** A wave whose template names no subnet, where the default ones have these routes. */
const leftTo = (...routes: Route[][]) => {
  const ids = routes.map((_, index) => `subnet-${"ab"[index]}`);
  const around = theSurroundings({
    defaultSubnets: Object.fromEntries(ids.map((id, index) => [`us-west-2${"ab"[index]}`, id])),
    subnets: Object.fromEntries(ids.map((id, index) => [id, { ...place, routes: routes[index] ?? [] }])),
  });
  return aWave({ observed: observing([aSeenServer({ launchTemplate: placeless })], around) });
};
/** A wave of one server, around which nobody looked. */
const alone = (launchTemplate: ObservedLaunchTemplate = aTemplate()) => {
  const { surroundings: _surroundings, ...observed } = observing([aSeenServer({ launchTemplate })]);
  return aWave({ observed });
};

describe(rule.name, () => {
  it.each([
    { label: "no routes", wave: aWave(), said: ["compliant"] },
    {
      label: "a gateway endpoint",
      wave: to("vpce-0123456789abcdef0", "pl-63a5400a"),
      said: ["compliant"],
    },
    {
      label: "a gateway endpoint beside a way out",
      wave: routed({ destination: "pl-63a5400a", target: "vpce-0aa" }, { destination: "::/0", target: "pcx-0bb" }),
      said: [leads("pcx-0bb", "::/0")],
    },
    {
      label: "several ways out",
      wave: routed({ destination: "10.8.0.0/16", target: PCX }, { destination: "10.9.0.0/16", target: TGW }),
      said: [leadsTo(`10.8.0.0/16 by ${PCX} and 1 more`, PCX, TGW)],
    },
    // drs-subnet-disallow-internet judges ways to the internet.
    { label: "a NAT gateway", wave: to(NAT), said: ["compliant"] },
    { label: "a NAT gateway for IPv6", wave: to(NAT, "64:ff9b::/96"), said: ["compliant"] },
    { label: "an internet gateway", wave: to("igw-0123456789abcdef0"), said: ["compliant"] },
    ...["10.9.0.0/16", "172.20.0.0/16", "192.168.7.0/24", "100.64.0.0/10", "pl-0123456789abcdef0"].map((range) => ({
      label: `a NAT gateway for ${range}, which is not on the internet`,
      wave: to(NAT, range),
      said: [leads(NAT, range)],
    })),
    {
      label: "a prefix list that leads elsewhere",
      wave: to(TGW, "pl-0123456789abcdef0"),
      said: [leads(TGW, "pl-0123456789abcdef0")],
    },
    {
      label: "no subnet in the template, with nothing seen around",
      wave: alone(placeless),
      said: ["not observed: default subnets"],
    },
    {
      label: "a default subnet without routes to other networks",
      wave: leftTo([{ destination: "0.0.0.0/0", target: "igw-0123456789abcdef0" }]),
      said: ["compliant"],
    },
    {
      label: "a default subnet that leads to production's network",
      wave: leftTo([{ destination: "10.0.0.0/8", target: TGW }]),
      said: [`${noSubnet("able to reach other networks")} | ${NAME_SUBNET}; ${leave}`],
    },
    {
      label: "default subnets of which one leads there",
      wave: leftTo([{ destination: "10.0.0.0/8", target: TGW }], []),
      said: [
        "not observed: which default subnet of us-west-2 (subnet-a, subnet-b) EC2 picks for launch template " +
          "lt-0123456789abcdef0 (version 2), which names none",
      ],
    },
    { label: "no default subnet, so that nothing is launched", wave: leftTo(), said: ["notApplicable"] },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });

  it.each([
    { target: "pcx-0123456789abcdef0", kind: "peering" },
    { target: TGW, kind: "transit-gateway" },
    { target: "vgw-0123456789abcdef0", kind: "vpn-gateway" },
    { target: "lgw-0123456789abcdef0", kind: "local-gateway" },
    { target: CORE, kind: "core-network" },
    { target: "i-0123456789abcdef0", kind: "appliance" },
    { target: "eni-0123456789abcdef0", kind: "appliance" },
    { target: "vpce-0123456789abcdef0", kind: "endpoint" },
  ])("reports a route to $target, and allows it by itself or as $kind", ({ target, kind }) => {
    const wave = to(target);
    const answers = [{}, { allowed: [target] }, { allowed: [kind] }].map((config) => waveAnswers(rule, wave, config));
    expect(answers).toEqual([[leads(target)], ["compliant"], ["compliant"]]);
  });

  it.each(["unknown", "abc-0123456789abcdef0", "constructor-0"])(
    "cannot allow a route to %s by every kind",
    (target) => {
      const allowed = ["internet", "nat", "transit-gateway", "appliance", "endpoint"];
      expect(waveAnswers(rule, to(target), { allowed })).toEqual([leads(target)]);
    },
  );

  it.each(["abc-0123456789abcdef0", "arn:aws:new:us-west-2:111122223333:thing/1"])(
    "allows a route to %s, whose kind nobody knows, by itself alone",
    (target) => {
      const answers = [[target], ["unknown"]].map((allowed) => waveAnswers(rule, to(target), { allowed }));
      expect(answers).toEqual([["compliant"], [leads(target)]]);
    },
  );

  it("reports what another target or kind leaves", () => {
    const allowed = ["tgw-0fedcba9876543210", "peering"];
    expect(waveAnswers(rule, to(TGW), { allowed })).toEqual([leads(TGW)]);
  });

  it("refuses to allow a target without a name", () => {
    expect(() => waveAnswers(rule, aWave(), { allowed: [""] })).toThrow(
      `configuration of ${rule.name}: allowed[0]: expected at least 1 character, got ""`,
    );
  });
});

/** A server that is this machine, amid this. */
const copyOf = (source: Changes<ObservedSource>, around: Changes<Surroundings> = {}) =>
  aWave({ observed: observing([aSeenServer({ source: aSource(source) })], theSurroundings(around)) });
const beside =
  `would start beside production in ${VPC}: within a VPC every subnet reaches every other, and ${WHY} | ` +
  `launch into a subnet and groups of another VPC, or accept it (allowed: ["${VPC}"])`;
const onPremises = { ec2InstanceId: undefined, originRegion: undefined, originAccount: undefined };

describe(`${rule.name} in production's own VPC`, () => {
  it.each<{ label: string; source?: Changes<ObservedSource>; around?: Changes<Surroundings>; said: string }>([
    { label: "another VPC", said: "compliant" },
    { label: "its own VPC", around: { sourceVpcs: { [DB]: VPC } }, said: beside },
    {
      label: "its own VPC, where DRS does not say the Region",
      source: { originRegion: undefined },
      around: { sourceVpcs: { [DB]: VPC } },
      said: beside,
    },
    { label: "a machine that is no EC2 instance", source: onPremises, around: { sourceVpcs: {} }, said: "compliant" },
    {
      label: "an instance of another Region",
      source: { originRegion: "eu-west-1" },
      around: { sourceVpcs: {} },
      said: "compliant",
    },
    {
      label: "an instance of this Region that EC2 does not show, as another account's",
      source: { originAccount: "999999999999" },
      around: { sourceVpcs: {} },
      said: `not observed: the VPC of ${SOURCE_INSTANCE}, which db-1 (${DB}) is a copy of, was not found`,
    },
    {
      label: "an instance of this Region whose id DRS does not say",
      source: { ec2InstanceId: undefined },
      said: `not observed: which EC2 instance of us-west-2 db-1 (${DB}) is`,
    },
    {
      label: "instances that could not be listed",
      around: { sourceVpcs: {}, unseen: { sourceVpcs: "denied" } },
      said: "not observed: denied",
    },
    {
      label: "an observation of a version that did not look",
      around: { sourceVpcs: undefined },
      said: "not observed: the VPCs of the source servers",
    },
    {
      label: "a subnet whose VPC EC2 does not say",
      around: { subnets: { [SUBNET]: { cidrBlock: "10.0.1.0/24", availableIpAddressCount: 9, routes: [] } } },
      said: `not observed: which VPC ${SUBNET} is in`,
    },
    {
      label: "its own VPC and a route to another",
      around: {
        sourceVpcs: { [DB]: VPC },
        subnets: { [SUBNET]: { ...place, routes: [{ destination: "10.0.0.0/8", target: TGW }] } },
      },
      said: `${beside} & ${leads(TGW, "10.0.0.0/8")}`,
    },
  ])("$label", ({ source = {}, around = {}, said }) => {
    expect(waveAnswers(rule, copyOf(source, around))).toEqual([said]);
  });

  it("tells of a default subnet there by its cause", () => {
    const around = theSurroundings({
      sourceVpcs: { [DB]: VPC },
      defaultSubnets: { "us-west-2a": "subnet-a" },
      subnets: { "subnet-a": { ...place, routes: [] } },
    });
    const observed = observing([aSeenServer({ launchTemplate: placeless })], around);
    expect(waveAnswers(rule, aWave({ observed }))).toEqual([
      `${noSubnet("beside production")} | ${NAME_SUBNET}; ${leave}`,
    ]);
  });

  it("tells of a server that is launched beside what another server of the wave is a copy of", () => {
    const web = aSeenServer({ sourceServerId: WEB, hostname: "web-1", source: aSource({ ec2InstanceId: "i-0aa" }) });
    const around = theSurroundings({ sourceVpcs: { [DB]: PRODUCTION_VPC, [WEB]: VPC } });
    const sourceServers = [aServer(), aServer({ sourceServerId: WEB })];
    const said = waveAnswers(rule, aWave({ sourceServers, observed: observing([aSeenServer(), web], around) }));
    expect(said).toEqual([beside, beside]);
  });

  it.each([
    { allowed: [VPC], said: "compliant" },
    { allowed: [PRODUCTION_VPC], said: beside },
  ])("allows $allowed, as for a drill in another zone", ({ allowed, said }) => {
    expect(waveAnswers(rule, copyOf({}, { sourceVpcs: { [DB]: VPC } }), { allowed })).toEqual([said]);
  });
});

describe(`${rule.name}, of staging subnets`, () => {
  const staging = (stagingAreaSubnetId: string) => ({ replicationConfigurations: { [DB]: { stagingAreaSubnetId } } });
  const FOUND = `would start among replication servers in ${SUBNET}: a drill takes the addresses that replication servers need, and reaches them`;

  it.each([
    { label: "the launch subnet", wave: aWaveAmid(staging(SUBNET)), said: FOUND },
    { label: "another one", wave: aWaveAmid(staging("subnet-other")), said: "compliant" },
    {
      label: "one that could not be read, which other rules say",
      wave: aWaveAmid({ replicationConfigurations: {} }),
      said: "compliant",
    },
  ])("judges $label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave).map((each) => each.split(" | ")[0])).toEqual([said]);
  });

  it("allows one that is meant", () => {
    expect(waveAnswers(rule, aWaveAmid(staging(SUBNET)), { allowed: [SUBNET] })).toEqual(["compliant"]);
  });
});
