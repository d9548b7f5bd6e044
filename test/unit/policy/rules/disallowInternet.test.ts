import { describe, expect, it } from "vitest";
import { disallowInternet as rule } from "../../../../policy/src/rules/disallowInternet";
import type { Surroundings } from "../../../../provider/src/vocabulary";
import { commandForInterface, noSubnet, waveAnswers } from "../answersOf";
import {
  aSeenServer,
  aTemplate,
  aWave,
  aWaveAmid,
  type Changes,
  observing,
  SUBNET,
  theSurroundings,
  VPC,
} from "../factories";

type Route = { destination: string; target: string };

const NAT = "nat-0123456789abcdef0";
const IGW = "igw-0123456789abcdef0";
const place = { vpcId: VPC, cidrBlock: "10.0.1.0/24", availableIpAddressCount: 200 };
const routed = (...routes: Route[]) => aWaveAmid({ subnets: { [SUBNET]: { ...place, routes } } });
const to = (target: string, destination = "0.0.0.0/0") => routed({ destination, target });
const WHY = "a copy of a server could act in production's name";
const leads = (targets: string, ...kinds: string[]) =>
  `could reach the internet from ${SUBNET} (by ${targets}): ${WHY} | ` +
  `launch into an isolated subnet, or accept it (allowed: ${JSON.stringify(kinds)})`;

describe(rule.name, () => {
  it.each([
    { label: "no routes", wave: aWave(), said: "compliant" },
    { label: "a way through a NAT gateway", wave: to(NAT), said: leads(NAT, "nat") },
    {
      label: "a way through it to one place",
      wave: to(NAT, "203.0.113.7/32"),
      said: leads(NAT, "nat"),
    },
    { label: "an internet gateway", wave: to(IGW), said: leads(IGW, "internet") },
    { label: "an IPv6 way out", wave: to("eigw-0aa", "::/0"), said: leads("eigw-0aa", "egress-only-internet") },
    { label: "a carrier gateway", wave: to("cagw-0aa"), said: leads("cagw-0aa", "carrier-gateway") },
    {
      label: "two ways out",
      wave: routed({ destination: "0.0.0.0/0", target: NAT }, { destination: "::/0", target: "eigw-0aa" }),
      said: leads(`${NAT}, eigw-0aa`, "egress-only-internet", "nat"),
    },
    // drs-subnet-require-isolation judges these.
    { label: "a private NAT gateway's way to a private range", wave: to(NAT, "10.9.0.0/16"), said: "compliant" },
    { label: "a NAT gateway's way to a prefix list", wave: to(NAT, "pl-0123456789abcdef0"), said: "compliant" },
    { label: "a transit gateway for everything", wave: to("tgw-0123456789abcdef0"), said: "compliant" },
    { label: "a target that nobody knows", wave: to("abc-0123456789abcdef0"), said: "compliant" },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual([said]);
  });

  it.each([
    { allowed: [NAT], said: "compliant" },
    { allowed: ["nat"], said: "compliant" },
    { allowed: ["internet", "nat-0fedcba9876543210"], said: leads(NAT, "nat") },
  ])("allows $allowed", ({ allowed, said }) => {
    expect(waveAnswers(rule, to(NAT), { allowed })).toEqual([said]);
  });

  it.each<{ label: string; around: Changes<Surroundings>; said: string }>([
    {
      label: "the default subnet that a template without one gets",
      around: {
        defaultSubnets: { "us-west-2a": "subnet-d" },
        subnets: { "subnet-d": { ...place, routes: [{ destination: "0.0.0.0/0", target: IGW }] } },
      },
      said:
        `${noSubnet("able to reach the internet")} | name a subnet and security groups in the launch templates; ` +
        commandForInterface({ SubnetId: "<isolated subnet>", Groups: ["<security group>"] }),
    },
    { label: "no default subnet, so that nothing is launched", around: { defaultSubnets: {} }, said: "notApplicable" },
    { label: "default subnets that nobody looked at", around: {}, said: "not observed: default subnets" },
  ])("$label", ({ around, said }) => {
    const launchTemplate = aTemplate({ subnetId: undefined });
    const observed = observing([aSeenServer({ launchTemplate })], theSurroundings(around));
    expect(waveAnswers(rule, aWave({ observed }))).toEqual([said]);
  });
});
