import { describe, expect, it } from "vitest";
import { disallowOpenIngress as rule } from "../../../../policy/src/rules/disallowOpenIngress";
import type { ObservedLaunchTemplate, Surroundings } from "../../../../provider/src/vocabulary";
import { commandOf, waveAnswers } from "../answersOf";
import { aSeenServer, aTemplate, aWave, aWaveAmid, aWaveOf, GROUP, observing, theSurroundings } from "../factories";

const OTHER = "sg-0fedcba9876543210";
const groupless = aTemplate({ securityGroupIds: undefined });
const letting = (...openIngress: string[]) => ({ groupName: "drill", openIngress });
const inBoth = (securityGroups: Surroundings["securityGroups"]) =>
  aWave({
    observed: observing(
      [aSeenServer({ launchTemplate: aTemplate({ securityGroupIds: [GROUP, OTHER] }) })],
      theSurroundings({ securityGroups }),
    ),
  });
const open = (id: string, what: string, left?: string) => {
  const networkInterfaces = [
    { deviceIndex: 0, deleteOnTermination: true, securityGroupIds: left === undefined ? [GROUP] : [GROUP, OTHER] },
  ];
  const change = { interfaces: [{ index: 0, set: {}, withoutGroups: [id] }] };
  return (
    `could be reached from everywhere by ${id} (drill: ${what}): a drill copies production with its data, and with ` +
    "whatever is unpatched | name a group that lets in less, or revoke these rules where nothing else uses the group; " +
    commandOf(change, aTemplate({ networkInterfaces }))
  );
};
/** A wave of one server, around which nobody looked. */
const alone = (launchTemplate: ObservedLaunchTemplate = aTemplate()) => {
  const { surroundings: _surroundings, ...observed } = observing([aSeenServer({ launchTemplate })]);
  return aWave({ observed });
};

describe(rule.name, () => {
  it.each([
    { label: "nothing open", wave: aWave(), said: ["compliant"] },
    {
      label: "a port open",
      wave: aWaveAmid({ securityGroups: { [GROUP]: letting("tcp 22 from 0.0.0.0/0") } }),
      said: [open(GROUP, "tcp 22 from 0.0.0.0/0")],
    },
    {
      label: "several open",
      wave: aWaveAmid({ securityGroups: { [GROUP]: letting("tcp 8000-8080 from ::/0", "all from 0.0.0.0/0") } }),
      said: [open(GROUP, "tcp 8000-8080 from ::/0, all from 0.0.0.0/0")],
    },
    {
      label: "several groups open",
      wave: inBoth({ [GROUP]: letting("icmp from 0.0.0.0/0"), [OTHER]: letting("tcp 3389 from ::/0") }),
      said: [`${open(GROUP, "icmp from 0.0.0.0/0", OTHER)} & ${open(OTHER, "tcp 3389 from ::/0", GROUP)}`],
    },
    {
      label: "a group open beside one that was not seen",
      wave: inBoth({ [OTHER]: letting("tcp 3389 from ::/0") }),
      said: [open(OTHER, "tcp 3389 from ::/0", GROUP)],
    },
    {
      label: "a group closed beside one that was not seen",
      wave: inBoth({ [GROUP]: letting() }),
      said: [`not observed: security group ${OTHER} was not found`],
    },
    {
      label: "no groups, with nothing seen around",
      wave: alone(groupless),
      said: ["notApplicable"],
    },
    {
      label: "an empty list of groups",
      wave: aWaveOf({ launchTemplate: aTemplate({ securityGroupIds: [] }) }),
      said: ["notApplicable"],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });

  it.each<{ traffic: string; allowedPorts?: number[]; isOpen: boolean }>([
    { traffic: "tcp 443 from ::/0", isOpen: false },
    { traffic: "tcp 80 from 0.0.0.0/0", isOpen: false },
    { traffic: "udp 443 from 0.0.0.0/0", isOpen: false },
    { traffic: "tcp 80-443 from 0.0.0.0/0", isOpen: true },
    { traffic: "tcp from 0.0.0.0/0", isOpen: true },
    { traffic: "all from 0.0.0.0/0", isOpen: true },
    // Of ICMP these are type and code.
    { traffic: "icmp 80 from 0.0.0.0/0", isOpen: true },
    { traffic: "tcp 443 from 0.0.0.0/0", allowedPorts: [], isOpen: true },
    { traffic: "tcp 8080-8081 from 0.0.0.0/0", allowedPorts: [8081, 8080, 8081], isOpen: false },
    { traffic: "tcp 8080-8082 from 0.0.0.0/0", allowedPorts: [8080, 8081, 8081], isOpen: true },
  ])("$traffic with the ports $allowedPorts", ({ traffic, allowedPorts, isOpen }) => {
    const wave = aWaveAmid({ securityGroups: { [GROUP]: letting(traffic) } });
    const config = allowedPorts === undefined ? {} : { allowedPorts };
    expect(waveAnswers(rule, wave, config)).toEqual([isOpen ? open(GROUP, traffic) : "compliant"]);
  });

  it("names of a group what may not be open alone", () => {
    const wave = aWaveAmid({ securityGroups: { [GROUP]: letting("tcp 443 from ::/0", "tcp 22 from 0.0.0.0/0") } });
    expect(waveAnswers(rule, wave)).toEqual([open(GROUP, "tcp 22 from 0.0.0.0/0")]);
  });
});
