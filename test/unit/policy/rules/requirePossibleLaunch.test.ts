import { describe, expect, it } from "vitest";
import { editTemplate } from "../../../../policy/src/judged/launchTemplate";
import { requirePossibleLaunch as rule } from "../../../../policy/src/rules/requirePossibleLaunch";
import type { ObservedLaunchTemplate, Surroundings } from "../../../../provider/src/vocabulary";
import { waveAnswers } from "../answersOf";
import {
  aLaunchConfiguration,
  aSeenServer,
  aTemplate,
  aWave,
  aWaveOf,
  type Changes,
  GROUP,
  observing,
  theSurroundings,
} from "../factories";

const bare: Changes<ObservedLaunchTemplate> = { subnetId: undefined };
const amid = (template: Changes<ObservedLaunchTemplate>, around: Changes<Surroundings>) =>
  aWave({ observed: observing([aSeenServer({ launchTemplate: aTemplate(template) })], theSurroundings(around)) });
const fix = editTemplate(aTemplate(), {
  NetworkInterfaces: [
    {
      DeviceIndex: 0,
      DeleteOnTermination: true,
      SubnetId: "<subnet>",
      Groups: [GROUP],
      AssociatePublicIpAddress: false,
    },
  ],
});
const none = (where: string) =>
  `launch template lt-0123456789abcdef0 (version 2) names no subnet, and there is no default subnet in ${where}, ` +
  `must name one, because EC2 refuses the launch otherwise | ${fix}`;
const elsewhere = { placement: { AvailabilityZone: "us-west-2c" } };
const defaults = { defaultSubnets: { "us-west-2a": "subnet-a" } };

const enforcing = (httpTokens?: string): Changes<Surroundings> => ({
  metadataDefaults: { httpTokensEnforced: "enabled", ...(httpTokens === undefined ? {} : { httpTokens }) },
});

describe(rule.name, () => {
  it.each([
    { label: "a subnet", wave: aWave(), said: "compliant" },
    { label: "no subnet, and a default one", wave: amid(bare, defaults), said: "compliant" },
    { label: "no subnet, and no default one", wave: amid(bare, { defaultSubnets: {} }), said: none("us-west-2") },
    {
      label: "no subnet, and no default one in the template's zone",
      wave: amid({ ...bare, ...elsewhere }, defaults),
      said: none("us-west-2c"),
    },
    {
      label: "no subnet, where nobody looked for default ones",
      wave: amid(bare, {}),
      said: "not observed: default subnets",
    },
    {
      label: "no subnet, where the default ones could not be read",
      wave: amid(bare, { unseen: { defaultSubnets: "denied" } }),
      said: "not observed: denied",
    },
    {
      label: "an existing interface, which has its subnet",
      wave: amid({ networkInterfaces: [{ deviceIndex: 0, networkInterfaceId: "eni-1" }] }, { defaultSubnets: {} }),
      said: "compliant",
    },
    {
      label: "IMDSv2 that is optional, where the account enforces it",
      wave: amid({ httpTokens: "optional", metadataOptions: { HttpEndpoint: "enabled" } }, enforcing()),
      said:
        "httpTokens of launch template lt-0123456789abcdef0 (version 2) is optional, and the account enforces IMDSv2 in " +
        "us-west-2 (HttpTokensEnforced), must be required, because EC2 refuses the launch otherwise | " +
        editTemplate(aTemplate(), { MetadataOptions: { HttpEndpoint: "enabled", HttpTokens: "required" } }),
    },
    { label: "IMDSv2 that is required, with nothing seen of the account", wave: aWave(), said: "compliant" },
    {
      label: "IMDSv2 that is optional, where the account does not enforce it",
      wave: amid({ httpTokens: "optional" }, { metadataDefaults: { httpTokens: "required" } }),
      said: "compliant",
    },
    {
      label: "IMDSv2 that is not set, where the account requires and enforces it",
      wave: amid({ httpTokens: undefined }, enforcing("required")),
      said: "compliant",
    },
    {
      label: "IMDSv2 that neither says, where the account enforces it",
      wave: amid({ httpTokens: undefined }, enforcing()),
      said:
        "not observed: whether the image requires IMDSv2, which us-west-2 enforces and launch template " +
        "lt-0123456789abcdef0 (version 2) does not say",
    },
    {
      label: "IMDSv2 that is optional, where the account's defaults could not be read",
      wave: amid({ httpTokens: "optional" }, { unseen: { metadataDefaults: "denied" } }),
      said: "not observed: denied",
    },
    {
      label: "an existing instance, for which no template counts",
      wave: aWaveOf({
        launchTemplate: aTemplate(bare),
        launchConfiguration: aLaunchConfiguration({
          launchIntoInstanceProperties: { launchIntoEC2InstanceID: "i-00000000000000002" },
        }),
      }),
      said: "notApplicable",
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual([said]);
  });
});
