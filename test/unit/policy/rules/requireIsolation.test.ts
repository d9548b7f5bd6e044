import { describe, expect, it } from "vitest";
import { editTemplate } from "../../../../policy/src/judged/launchTemplate";
import { requireIsolation as rule } from "../../../../policy/src/rules/requireIsolation";
import type { ObservedLaunchTemplate } from "../../../../provider/src/vocabulary";
import { waveAnswers } from "../answersOf";
import { aSeenServer, aTemplate, aWave, aWaveAmid, GROUP, observing, SUBNET } from "../factories";

type Route = { destination: string; target: string };

const TGW = "tgw-0123456789abcdef0";
const NAT = "nat-0123456789abcdef0";
const CORE = "arn:aws:networkmanager::111122223333:core-network/core-network-0123456789abcdef0";
const placeless = aTemplate({ subnetId: undefined });
const place = { cidrBlock: "10.0.1.0/24", availableIpAddressCount: 200 };
const routed = (...routes: Route[]) => aWaveAmid({ subnets: { [SUBNET]: { ...place, routes } } });
const to = (target: string, destination = "0.0.0.0/0") => routed({ destination, target });
const isolate = editTemplate(aTemplate(), {
  NetworkInterfaces: [
    {
      DeviceIndex: 0,
      DeleteOnTermination: true,
      SubnetId: "<isolated subnet>",
      Groups: [GROUP],
      AssociatePublicIpAddress: false,
    },
  ],
});
const leads = (target: string, kind: string, destination = "0.0.0.0/0") =>
  `route ${destination} of ${SUBNET} leads to ${target} (${kind}), must not lead out of the VPC unless its target or its kind is allowed | ` +
  `${isolate}, or let the configuration of ${rule.name} say allowed: ["${target}"]`;
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
      wave: routed({ destination: "pl-63a5400a", target: "vpce-0aa" }, { destination: "::/0", target: "eigw-0bb" }),
      said: [leads("eigw-0bb", "egress-only-internet", "::/0")],
    },
    {
      label: "several ways out",
      wave: routed({ destination: "0.0.0.0/0", target: NAT }, { destination: "10.9.0.0/16", target: TGW }),
      said: [`${leads(NAT, "nat")} & ${leads(TGW, "transit-gateway", "10.9.0.0/16")}`],
    },
    {
      label: "a prefix list that leads elsewhere",
      wave: to(TGW, "pl-0123456789abcdef0"),
      said: [leads(TGW, "transit-gateway", "pl-0123456789abcdef0")],
    },
    {
      label: "no subnet in the template, with nothing seen around",
      wave: alone(placeless),
      said: [
        "launch template lt-0123456789abcdef0 (version 2) names no subnet, so that DRS launches into the default VPC, " +
          `must name an isolated one | ${isolate}`,
      ],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });

  it.each([
    { target: "pcx-0123456789abcdef0", kind: "peering" },
    { target: TGW, kind: "transit-gateway" },
    { target: "vgw-0123456789abcdef0", kind: "vpn-gateway" },
    { target: NAT, kind: "nat" },
    { target: "igw-0123456789abcdef0", kind: "internet" },
    { target: "eigw-0123456789abcdef0", kind: "egress-only-internet" },
    { target: "lgw-0123456789abcdef0", kind: "local-gateway" },
    { target: "cagw-0123456789abcdef0", kind: "carrier-gateway" },
    { target: CORE, kind: "core-network" },
    { target: "i-0123456789abcdef0", kind: "appliance" },
    { target: "eni-0123456789abcdef0", kind: "appliance" },
    { target: "vpce-0123456789abcdef0", kind: "endpoint" },
  ])("reports a route to $target, and allows it by itself or as $kind", ({ target, kind }) => {
    const wave = to(target);
    const answers = [{}, { allowed: [target] }, { allowed: [kind] }].map((config) => waveAnswers(rule, wave, config));
    expect(answers).toEqual([[leads(target, kind)], ["compliant"], ["compliant"]]);
  });

  it.each(["unknown", "abc-0123456789abcdef0", "constructor-0"])(
    "cannot allow a route to %s by every kind",
    (target) => {
      const allowed = ["internet", "nat", "transit-gateway", "appliance", "endpoint"];
      expect(waveAnswers(rule, to(target), { allowed })).toEqual([leads(target, "unknown")]);
    },
  );

  it.each(["abc-0123456789abcdef0", "arn:aws:new:us-west-2:111122223333:thing/1"])(
    "allows a route to %s, whose kind nobody knows, by itself alone",
    (target) => {
      const answers = [[target], ["unknown"]].map((allowed) => waveAnswers(rule, to(target), { allowed }));
      expect(answers).toEqual([["compliant"], [leads(target, "unknown")]]);
    },
  );

  it("reports what another target or kind leaves", () => {
    const allowed = ["tgw-0fedcba9876543210", "peering"];
    expect(waveAnswers(rule, to(TGW), { allowed })).toEqual([leads(TGW, "transit-gateway")]);
  });

  it("refuses to allow a target without a name", () => {
    expect(() => waveAnswers(rule, aWave(), { allowed: [""] })).toThrow(
      `configuration of ${rule.name}: allowed[0]: expected at least 1 character, got ""`,
    );
  });
});
