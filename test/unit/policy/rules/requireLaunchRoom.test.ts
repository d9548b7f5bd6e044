import { describe, expect, it } from "vitest";
import { requireLaunchRoom as rule } from "../../../../policy/src/rules/requireLaunchRoom";
import type { Surroundings } from "../../../../provider/src/vocabulary";
import { waveAnswers } from "../answersOf";
import {
  aLaunchConfiguration,
  aSeenServer,
  aServer,
  aTemplate,
  aWave,
  aWaveAmid,
  aWaveOf,
  DB,
  GROUP,
  observing,
  SUBNET,
  theSurroundings,
  WEB,
} from "../factories";

const subnets = (availableIpAddressCount: number): Surroundings["subnets"] => ({
  [SUBNET]: { cidrBlock: "10.0.1.0/24", availableIpAddressCount },
});

/** A wave of two servers, the second of which was seen like this, and a launch subnet with this many free addresses. */
const two = (second: Parameters<typeof aSeenServer>[0], free: number) =>
  aWave({
    sourceServers: [aServer(), aServer({ sourceServerId: WEB })],
    observed: observing(
      [aSeenServer(), aSeenServer({ sourceServerId: WEB, hostname: "web-1", ...second })],
      theSurroundings({ subnets: subnets(free) }),
    ),
  });
const full = (room: string, needed: string, surplus = 1) =>
  `launch subnet ${SUBNET} (10.0.1.0/24) has ${room} for ${needed}, must have one for each recovery instance | ` +
  `for ${surplus} of its servers, such as db-1 (${DB}): ` +
  "aws ec2 modify-launch-template --launch-template-id lt-0123456789abcdef0 --default-version " +
  `"$(aws ec2 create-launch-template-version --launch-template-id lt-0123456789abcdef0 --source-version '$Default' ` +
  `--launch-template-data '{"NetworkInterfaces":[{"DeviceIndex":0,"DeleteOnTermination":true,"SubnetId":"<larger subnet>","Groups":["${GROUP}"],"AssociatePublicIpAddress":false}]}' ` +
  '--query LaunchTemplateVersion.VersionNumber --output text)"';
const earlier = [{ recoveryInstanceId: "i-00000000000000001", isDrill: true }];

describe(rule.name, () => {
  it.each([
    { label: "room", wave: aWave(), said: ["compliant"] },
    { label: "one address for one", wave: aWaveAmid({ subnets: subnets(1) }), said: ["compliant"] },
    {
      label: "none for one",
      wave: aWaveAmid({ subnets: subnets(0) }),
      said: [full("0 free addresses", "1 server")],
    },
    { label: "two addresses for two", wave: two({}, 2), said: ["compliant"] },
    { label: "one address for two", wave: two({}, 1), said: [full("1 free address", "2 servers")] },
    { label: "none for two", wave: two({}, 0), said: [full("0 free addresses", "2 servers", 2)] },
    {
      label: "one address for two, one of which gives its own back",
      wave: two({ recoveryInstances: earlier }, 1),
      said: ["compliant"],
    },
    {
      label: "no address for one that gives its own back",
      wave: aWave({
        observed: observing([aSeenServer({ recoveryInstances: earlier })], theSurroundings({ subnets: subnets(0) })),
      }),
      said: ["compliant"],
    },
    {
      label: "one address for two, one of which launches into an instance",
      wave: two(
        {
          launchConfiguration: aLaunchConfiguration({
            launchIntoInstanceProperties: { launchIntoEC2InstanceID: "i-00000000000000002" },
          }),
        },
        1,
      ),
      said: ["compliant"],
    },
    {
      label: "one address for two, one of which names no subnet",
      wave: two({ launchTemplate: aTemplate({ subnetId: undefined }) }, 1),
      said: ["compliant"],
    },
    {
      label: "no subnet named",
      wave: aWaveOf({ launchTemplate: aTemplate({ subnetId: undefined }) }),
      said: ["notApplicable"],
    },
    {
      label: "room for those servers whose template was read",
      wave: two({ launchTemplate: undefined }, 2),
      said: [`not observed: the launch template of web-1 (${WEB}) could not be read`],
    },
    {
      label: "a full subnet, and another server's template that could not be read",
      wave: two({ launchTemplate: undefined }, 0),
      said: [full("0 free addresses", "1 server")],
    },
    { label: "no servers", wave: aWave({ sourceServers: [] }), said: ["notApplicable"] },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });

  it("says groups and public address only where the template has them", () => {
    const launchTemplate = aTemplate({ securityGroupIds: undefined, associatePublicIp: undefined });
    const observed = observing([aSeenServer({ launchTemplate })], theSurroundings({ subnets: subnets(0) }));
    expect(waveAnswers(rule, aWave({ observed }))).toEqual([
      full("0 free addresses", "1 server").replace(`,"Groups":["${GROUP}"],"AssociatePublicIpAddress":false`, ""),
    ]);
  });
});
