import { describe, expect, it } from "vitest";
import { requireSourceAddress as rule } from "../../../../policy/src/rules/requireSourceAddress";
import type { ObservedLaunchTemplate, ObservedSubnet } from "../../../../provider/src/vocabulary";
import { waveAnswers } from "../answersOf";
import {
  aLaunchConfiguration,
  aSeenServer,
  aServer,
  aSource,
  aTemplate,
  aWave,
  aWaveAmid,
  aWaveOf,
  DB,
  observing,
  SUBNET,
  theSurroundings,
} from "../factories";

const placeless = aTemplate({ subnetId: undefined });
const { privateIp: __, ...unaddressed } = aSource();
const amid = (subnet: Partial<ObservedSubnet>) =>
  aWaveAmid({ subnets: { [SUBNET]: { cidrBlock: "10.0.1.0/24", availableIpAddressCount: 200, ...subnet } } });
const at = (privateIp: string, cidrBlock = "10.0.1.0/24") =>
  aWave({
    observed: observing(
      [aSeenServer({ source: aSource({ privateIp }) })],
      theSurroundings({ subnets: { [SUBNET]: { cidrBlock, availableIpAddressCount: 1 } } }),
    ),
  });
/** A wave of one server that was seen like this, and whose launch subnet has no free address. */
const fullAround = (seen: Parameters<typeof aSeenServer>[0]) =>
  aWave({
    observed: observing(
      [aSeenServer(seen)],
      theSurroundings({ subnets: { [SUBNET]: { cidrBlock: "10.0.1.0/24", availableIpAddressCount: 0 } } }),
    ),
  });
const template = "launch template lt-0123456789abcdef0 (version 2)";
const move = `aws drs update-launch-configuration --source-server-id ${DB} --no-copy-private-ip`;
const outside = (address: string, cidrBlock = "10.0.1.0/24", command = move) =>
  `(${address}) cannot start with the address that they keep (copyPrivateIp) in ${SUBNET} (${cidrBlock}): EC2 refuses an ` +
  `address outside of the subnet | choose a subnet that has it, or let them take another address (copyPrivateIp: ` +
  `false, in the program too); ${command}`;
/** A wave whose template names no subnet, where the default ones have these ranges. */
const leftTo = (...ranges: string[]) => {
  const around = theSurroundings({
    defaultSubnets: Object.fromEntries(ranges.map((_, index) => [`us-west-2${"ab"[index]}`, `subnet-${index}`])),
    subnets: Object.fromEntries(
      ranges.map((cidrBlock, index) => [`subnet-${index}`, { cidrBlock, availableIpAddressCount: 9 }]),
    ),
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
    { label: "a subnet that contains the address", wave: aWave(), said: ["compliant"] },
    { label: "the first address of the range", wave: at("10.0.1.0"), said: ["compliant"] },
    { label: "the last address of the range", wave: at("10.0.1.255"), said: ["compliant"] },
    { label: "the address before the range", wave: at("10.0.0.255"), said: [outside("10.0.0.255")] },
    { label: "the address after the range", wave: at("10.0.2.0"), said: [outside("10.0.2.0")] },
    {
      label: "an IPv6 range that contains the address",
      wave: at("2001:db8::20", "2001:db8::/64"),
      said: ["compliant"],
    },
    {
      label: "an IPv6 range that does not",
      wave: at("2001:db8:0:1::20", "2001:db8::/64"),
      said: [outside("2001:db8:0:1::20", "2001:db8::/64")],
    },
    {
      label: "an IPv6 address and an IPv4 range",
      wave: at("2001:db8::20"),
      said: [`not observed: whether ${SUBNET} (10.0.1.0/24) can hold 2001:db8::20`],
    },
    {
      label: "a subnet without an IPv4 range",
      wave: at("10.0.1.20", ""),
      said: [`not observed: whether ${SUBNET} () can hold 10.0.1.20`],
    },
    {
      label: "what is no address",
      wave: at("localhost"),
      said: [`not observed: whether ${SUBNET} (10.0.1.0/24) can hold localhost`],
    },
    { label: "one free address", wave: amid({ availableIpAddressCount: 1 }), said: ["compliant"] },
    {
      label: "no free address, which is another rule's business",
      wave: amid({ availableIpAddressCount: 0 }),
      said: ["compliant"],
    },
    {
      label: "no free address, and a recovery instance that gives its own back",
      wave: fullAround({ recoveryInstances: [{ recoveryInstanceId: "i-00000000000000001", isDrill: true }] }),
      said: ["compliant"],
    },
    {
      label: "no free address, another range and a recovery instance",
      wave: fullAround({
        source: aSource({ privateIp: "10.0.2.20" }),
        recoveryInstances: [{ recoveryInstanceId: "i-00000000000000001", isDrill: true }],
      }),
      said: [outside("10.0.2.20")],
    },
    {
      label: "an existing instance that is launched into",
      wave: fullAround({
        launchConfiguration: aLaunchConfiguration({
          launchIntoInstanceProperties: { launchIntoEC2InstanceID: "i-00000000000000002" },
        }),
      }),
      said: ["notApplicable"],
    },
    {
      label: "no free address, and another range",
      wave: amid({ availableIpAddressCount: 0, cidrBlock: "10.0.2.0/24" }),
      said: [outside("10.0.1.20", "10.0.2.0/24")],
    },
    {
      label: "no subnet in the template, with nothing seen around",
      wave: alone(placeless),
      said: ["not observed: default subnets"],
    },
    {
      label: "default subnets of which none contains the address",
      wave: leftTo("172.31.0.0/20", "172.31.16.0/20"),
      said: [outside("10.0.1.20", "172.31.0.0/20").replace(SUBNET, "default subnet subnet-0")],
    },
    { label: "a default subnet that contains the address", wave: leftTo("10.0.1.0/24"), said: ["compliant"] },
    {
      label: "default subnets of which one contains the address",
      wave: leftTo("10.0.1.0/24", "10.0.2.0/24"),
      said: [
        `not observed: which default subnet of us-west-2 (subnet-0, subnet-1) EC2 picks for ${template}, which names none`,
      ],
    },
    { label: "no default subnet, so that nothing is launched", wave: leftTo(), said: ["notApplicable"] },
    {
      label: "an address that is not reported",
      wave: aWaveOf({ source: unaddressed }),
      said: [`not observed: DRS does not report the private address of db-1 (${DB})`],
    },
    {
      label: "another address stored",
      wave: aWaveOf({ launchConfiguration: aLaunchConfiguration({ copyPrivateIp: false }) }),
      said: ["notApplicable"],
    },
    {
      label: "another address stored and this one declared",
      wave: aWaveOf(
        {
          launchConfiguration: aLaunchConfiguration({ copyPrivateIp: false }),
          source: aSource({ privateIp: "10.0.2.20" }),
        },
        { sourceServers: [aServer({ launchConfiguration: { copyPrivateIp: true } })] },
      ),
      said: [outside("10.0.2.20")],
    },
    {
      label: "another address declared and nothing observed: this one may be stored",
      wave: aWave({
        sourceServers: [aServer({ launchConfiguration: { copyPrivateIp: false } })],
        observe: "off",
        observed: undefined,
      }),
      said: ['not observed: the wave says observe: "off"'],
    },
    {
      label: "this address declared and nothing observed",
      wave: aWave({
        sourceServers: [aServer({ launchConfiguration: { copyPrivateIp: true } })],
        observe: "off",
        observed: undefined,
      }),
      said: ['not observed: the wave says observe: "off"'],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });
});
