import { describe, expect, it } from "vitest";
import { disallowPublicAddress as rule } from "../../../../policy/src/rules/disallowPublicAddress";
import type { ObservedLaunchTemplate, ObservedSubnet, Surroundings } from "../../../../provider/src/vocabulary";
import { commandForInterface, noSubnet, waveAnswers } from "../answersOf";
import { aSeenServer, aTemplate, aWave, aWaveOf, observing, SUBNET, theSurroundings } from "../factories";

const silent = aTemplate({ associatePublicIp: undefined });
const placeless = aTemplate({ associatePublicIp: undefined, subnetId: undefined });
const silentAmid = (surroundings: Partial<Surroundings>) =>
  aWave({ observed: observing([aSeenServer({ launchTemplate: silent })], theSurroundings(surroundings)) });
const silentIn = (subnet: Partial<ObservedSubnet>) =>
  silentAmid({ subnets: { [SUBNET]: { cidrBlock: "10.0.1.0/24", availableIpAddressCount: 200, ...subnet } } });
const template = "launch template lt-0123456789abcdef0 (version 2)";
const WHY = "anyone could try to reach a copy of production";
const off = `turn that off in the launch template; ${commandForInterface({ AssociatePublicIpAddress: false })}`;
const asked = `would start with a public IP address (AssociatePublicIpAddress is true): ${WHY}`;
const given = `would start with a public IP address, given by ${SUBNET}: ${WHY} | ${off}`;
/** A wave whose template leaves all to default subnets, which give public addresses or not. */
const leftTo = (subnets: Record<string, boolean>, changes: Parameters<typeof aTemplate>[0] = {}) => {
  const named = Object.entries(subnets).map(([zone, mapPublicIpOnLaunch]) => ({ zone, mapPublicIpOnLaunch }));
  const around = theSurroundings({
    defaultSubnets: Object.fromEntries(named.map(({ zone }) => [`us-west-2${zone}`, `subnet-${zone}`])),
    subnets: Object.fromEntries(
      named.map(({ zone, mapPublicIpOnLaunch }) => [
        `subnet-${zone}`,
        { cidrBlock: "172.31.0.0/20", availableIpAddressCount: 9, mapPublicIpOnLaunch },
      ]),
    ),
  });
  const launchTemplate = aTemplate({ subnetId: undefined, associatePublicIp: undefined, ...changes });
  return aWave({ observed: observing([aSeenServer({ launchTemplate })], around) });
};
/** Its security group is one of the default VPC's, and another VPC has others. */
const moved = { SubnetId: "<isolated subnet>", Groups: ["<security group>"], AssociatePublicIpAddress: false };
const fromDefault =
  `${noSubnet("with a public IP address")} | ` +
  `name a subnet and security groups in the launch templates; ${commandForInterface(moved)}`;
/** A wave of one server, around which nobody looked. */
const alone = (launchTemplate: ObservedLaunchTemplate = aTemplate()) => {
  const { surroundings: _surroundings, ...observed } = observing([aSeenServer({ launchTemplate })]);
  return aWave({ observed });
};

describe(rule.name, () => {
  it.each([
    { label: "no public address by the template", wave: aWave(), said: ["compliant"] },
    {
      label: "no public address by the template, with nothing seen around",
      wave: alone(),
      said: ["compliant"],
    },
    {
      label: "a public address by the template, with nothing seen around",
      wave: alone(aTemplate({ associatePublicIp: true })),
      said: [`${asked} | ${off}`],
    },
    {
      label: "a public address by the second interface, of several which none may say it",
      wave: alone(
        aTemplate({
          networkInterfaces: [
            { deviceIndex: 0, subnetId: SUBNET, associatePublicIp: false },
            { deviceIndex: 1, subnetId: SUBNET, associatePublicIp: true },
          ],
        }),
      ),
      said: [
        `${asked} | turn that off in the launch template; make a new default version of lt-0123456789abcdef0 from ` +
          "$Default with its network interfaces as they are, but without AssociatePublicIpAddress in number 1",
      ],
    },
    { label: "a private subnet", wave: silentIn({ mapPublicIpOnLaunch: false }), said: ["compliant"] },
    {
      label: "a public subnet",
      wave: silentIn({ mapPublicIpOnLaunch: true }),
      said: [given],
    },
    {
      label: "a default subnet that gives public addresses",
      wave: leftTo({ a: true }),
      said: [fromDefault],
    },
    { label: "default subnets that all do", wave: leftTo({ a: true, b: true }), said: [fromDefault] },
    { label: "default subnets of which none does", wave: leftTo({ a: false, b: false }), said: ["compliant"] },
    {
      label: "default subnets of which some do",
      wave: leftTo({ a: true, b: false }),
      said: [
        `not observed: which default subnet of us-west-2 (subnet-a, subnet-b) EC2 picks for ${template}, which names none`,
      ],
    },
    {
      label: "the default subnet of the zone that the template names",
      wave: leftTo({ a: true, b: false }, { placement: { AvailabilityZone: "us-west-2b" } }),
      said: ["compliant"],
    },
    // The launch fails, and drs-template-require-possible-launch says so.
    { label: "no default subnet", wave: leftTo({}), said: ["notApplicable"] },
    {
      label: "default subnets that nobody looked at",
      wave: aWaveOf({ launchTemplate: placeless }),
      said: ["not observed: default subnets"],
    },
    {
      label: "default subnets that could not be read",
      wave: aWave({
        observed: observing(
          [aSeenServer({ launchTemplate: placeless })],
          theSurroundings({ unseen: { defaultSubnets: "denied" } }),
        ),
      }),
      said: ["not observed: denied"],
    },
    {
      label: "a subnet that does not say either",
      wave: silentIn({}),
      said: [`not observed: whether ${SUBNET} gives public addresses (MapPublicIpOnLaunch)`],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });
});
