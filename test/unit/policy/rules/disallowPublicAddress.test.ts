import { describe, expect, it } from "vitest";
import { editTemplate } from "../../../../policy/src/judged/launchTemplate";
import { disallowPublicAddress as rule } from "../../../../policy/src/rules/disallowPublicAddress";
import type { ObservedLaunchTemplate, ObservedSubnet, Surroundings } from "../../../../provider/src/vocabulary";
import { waveAnswers } from "../answersOf";
import { aSeenServer, aTemplate, aWave, aWaveOf, GROUP, observing, SUBNET, theSurroundings } from "../factories";

const silent = aTemplate({ associatePublicIp: undefined });
const placeless = aTemplate({ associatePublicIp: undefined, subnetId: undefined });
const silentAmid = (surroundings: Partial<Surroundings>) =>
  aWave({ observed: observing([aSeenServer({ launchTemplate: silent })], theSurroundings(surroundings)) });
const silentIn = (subnet: Partial<ObservedSubnet>) =>
  silentAmid({ subnets: { [SUBNET]: { cidrBlock: "10.0.1.0/24", availableIpAddressCount: 200, ...subnet } } });
const template = "launch template lt-0123456789abcdef0 (version 2)";
const wanted = "must not give a public address";
const edit = (place: { SubnetId?: string }) =>
  editTemplate(aTemplate(), {
    NetworkInterfaces: [
      { DeviceIndex: 0, DeleteOnTermination: true, ...place, Groups: [GROUP], AssociatePublicIpAddress: false },
    ],
  });
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
      said: [`AssociatePublicIpAddress of ${template} is true, ${wanted} | ${edit({ SubnetId: SUBNET })}`],
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
        `AssociatePublicIpAddress of network interface 1 of ${template} is true, ${wanted} | ` +
          editTemplate(aTemplate(), {
            NetworkInterfaces: [
              { DeviceIndex: 0, SubnetId: SUBNET, AssociatePublicIpAddress: false },
              { DeviceIndex: 1, SubnetId: SUBNET },
            ],
          }),
      ],
    },
    { label: "a private subnet", wave: silentIn({ mapPublicIpOnLaunch: false }), said: ["compliant"] },
    {
      label: "a public subnet",
      wave: silentIn({ mapPublicIpOnLaunch: true }),
      said: [
        `${template} does not say AssociatePublicIpAddress, and MapPublicIpOnLaunch of ${SUBNET} is true, ${wanted} | ${edit({ SubnetId: SUBNET })}`,
      ],
    },
    {
      label: "neither said nor a subnet named",
      wave: aWaveOf({ launchTemplate: placeless }),
      said: [
        `${template} names neither AssociatePublicIpAddress nor a subnet, so that a default subnet decides, ${wanted} | ${edit({})}`,
      ],
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
