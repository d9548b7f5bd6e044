import { describe, expect, it } from "vitest";
import type { Change } from "../../../../policy/src/judged/change";
import { changeInterface, changeTemplate } from "../../../../policy/src/judged/templateChange";
import { requirePossibleLaunch as rule } from "../../../../policy/src/rules/requirePossibleLaunch";
import { remedyFor } from "../../../../policy/src/telling/commands";
import type {
  ObservedInstanceType,
  ObservedLaunchTemplate,
  ObservedSource,
  Surroundings,
} from "../../../../provider/src/vocabulary";
import { waveAnswers } from "../answersOf";
import {
  aLaunchConfiguration,
  aSeenServer,
  aSource,
  aTemplate,
  aWave,
  aWaveOf,
  type Changes,
  GROUP,
  observing,
  STAGING,
  SUBNET,
  theSurroundings,
  VPC,
} from "../factories";

const bare: Changes<ObservedLaunchTemplate> = { subnetId: undefined };
const amid = (template: Changes<ObservedLaunchTemplate>, around: Changes<Surroundings>) =>
  aWave({ observed: observing([aSeenServer({ launchTemplate: aTemplate(template) })], theSurroundings(around)) });
const primary = (template = aTemplate()) => ({ deviceIndex: 0, index: 0, isPrimary: true, isOnly: true, template });
const command = (change: Change) => remedyFor([change], undefined).commands.join();
const none = (where: string) =>
  `cannot start: their launch templates name no subnet, and there is no default one in ${where} | name a subnet and ` +
  `security groups in the launch templates; ${command(changeInterface(primary(), { SubnetId: "<isolated subnet>" }))}`;
const elsewhere = { placement: { AvailabilityZone: "us-west-2c" } };
const defaults = {
  defaultSubnets: { "us-west-2a": "subnet-a" },
  subnets: {
    "subnet-a": { vpcId: VPC, availabilityZone: "us-west-2a", cidrBlock: "10.0.1.0/24", availableIpAddressCount: 9 },
  },
};

const fixing = (privateIpAddress: string, copyPrivateIp: boolean) =>
  aWaveOf({
    launchConfiguration: aLaunchConfiguration({ copyPrivateIp }),
    launchTemplate: aTemplate({ networkInterfaces: [{ deviceIndex: 0, subnetId: SUBNET, privateIpAddress }] }),
  });
/** A source with these demands, on a type that is like this. */
const running = (
  demands: Changes<ObservedSource>,
  type: Partial<ObservedInstanceType>,
  method: "NONE" | "BASIC" = "NONE",
) => {
  const launchConfiguration = aLaunchConfiguration({ targetInstanceTypeRightSizingMethod: method });
  const around = theSurroundings({
    instanceTypes: { "r5.2xlarge": { vCpus: 8, memoryMiB: 65_536, bootModes: [], ...type } },
  });
  return aWave({ observed: observing([aSeenServer({ source: aSource(demands), launchConfiguration })], around) });
};

/** A server whose type these zones offer. */
const offering = (
  instanceTypeOfferings: Record<string, string[]> | undefined,
  targetInstanceTypeRightSizingMethod: "NONE" | "BASIC" = "NONE",
) => {
  const launchConfiguration = aLaunchConfiguration({ targetInstanceTypeRightSizingMethod });
  return aWave({
    observed: observing([aSeenServer({ launchConfiguration })], theSurroundings({ instanceTypeOfferings })),
  });
};
const anotherType = command(changeTemplate(aTemplate(), { InstanceType: "<type that us-west-2a offers>" }));

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
        "cannot start: their launch templates say HttpTokens optional, and the account enforces IMDSv2 (HttpTokensEnforced) in us-west-2 | " +
        command(changeTemplate(aTemplate(), { MetadataOptions: { HttpEndpoint: "enabled", HttpTokens: "required" } })),
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
    {
      label: "a security group of another VPC than the subnet's",
      wave: amid({}, { securityGroups: { [GROUP]: { groupName: "web", vpcId: "vpc-other", openIngress: [] } } }),
      said:
        `cannot start: their security groups are of another VPC than their subnets with ${GROUP} of vpc-other in ${SUBNET} of ${VPC} | ` +
        command(changeInterface(primary(), { Groups: [`<security group of ${VPC}>`] })),
    },
    {
      label: "a security group whose VPC is not reported",
      wave: amid({}, { securityGroups: { [GROUP]: { groupName: "web", openIngress: [] } } }),
      said: `not observed: the VPC of security group ${GROUP} is not reported`,
    },
    {
      label: "a security group that EC2 does not have",
      wave: amid({}, { securityGroups: {} }),
      said: `not observed: security group ${GROUP} was not found`,
    },
    {
      label: "a security group of the second interface's own VPC only",
      wave: amid(
        {
          networkInterfaces: [
            { deviceIndex: 0, subnetId: SUBNET, securityGroupIds: [GROUP] },
            { deviceIndex: 1, subnetId: STAGING, securityGroupIds: ["sg-2"] },
          ],
        },
        {
          securityGroups: {
            ...theSurroundings().securityGroups,
            "sg-2": { groupName: "x", vpcId: "vpc-other", openIngress: [] },
          },
        },
      ),
      said: expect.stringContaining(`with sg-2 of vpc-other in ${STAGING} of ${VPC} |`),
    },
    {
      label: "a fixed address outside of the subnet",
      wave: fixing("10.0.9.9", false),
      said: expect.stringContaining(
        `(10.0.9.9) cannot start: the addresses that their launch templates fix lie outside of their subnets in ${SUBNET} (10.0.1.0/24) | `,
      ),
    },
    { label: "a fixed address of the subnet", wave: fixing("10.0.1.9", false), said: "compliant" },
    { label: "a fixed address for which DRS puts the source's", wave: fixing("10.0.9.9", true), said: "compliant" },
    {
      label: "a type of another architecture",
      wave: running({ architecture: "arm64" }, { architectures: ["x86_64"] }),
      said: `cannot start: r5.2xlarge runs x86_64, and the sources are arm64 | ${command(changeTemplate(aTemplate(), { InstanceType: "<type for arm64>" }))}`,
    },
    {
      label: "a type of the same architecture",
      wave: running({ architecture: "x86_64" }, { architectures: ["i386", "x86_64"] }),
      said: "compliant",
    },
    {
      label: "a type of another architecture that right-sizing replaces",
      wave: running({ architecture: "arm64" }, { architectures: ["x86_64"] }, "BASIC"),
      said: "compliant",
    },
    {
      label: "a type whose architecture is not reported",
      wave: running({ architecture: "arm64" }, {}),
      said: "not observed: which architectures r5.2xlarge runs is not reported",
    },
    {
      label: "a type on Nitro, for a source that does not support it",
      wave: running({ supportsNitroInstances: false }, { isNitro: true }),
      said: `cannot boot: r5.2xlarge is built on Nitro, which the sources do not support | ${command(changeTemplate(aTemplate(), { InstanceType: "<type on Xen>" }))}`,
    },
    {
      label: "a type on Xen for it",
      wave: running({ supportsNitroInstances: false }, { isNitro: false }),
      said: "compliant",
    },
    {
      label: "a type on Nitro for a source that supports it",
      wave: running({ supportsNitroInstances: true }, { isNitro: true }),
      said: "compliant",
    },
    {
      label: "a type that the subnet's zone does not offer",
      wave: offering({ "r5.2xlarge": ["us-west-2b", "us-west-2c"] }),
      said:
        `cannot start: r5.2xlarge is not offered in the zone of their subnets in us-west-2a (${SUBNET}) | take another instance ` +
        `type, or a subnet in us-west-2b and us-west-2c; ${anotherType}`,
    },
    {
      label: "a type that no zone offers",
      wave: offering({ "r5.2xlarge": [] }),
      said: `cannot start: r5.2xlarge is not offered in the zone of their subnets in us-west-2a (${SUBNET}) | take another instance type; ${anotherType}`,
    },
    {
      label: "a type that the zone does not offer and right-sizing replaces",
      wave: offering({ "r5.2xlarge": [] }, "BASIC"),
      said: "compliant",
    },
    {
      label: "a type of which nobody has seen where it is offered",
      wave: offering({}),
      said: "not observed: where r5.2xlarge is offered was not found",
    },
    {
      label: "a type, where nobody looked where it is offered",
      wave: offering(undefined),
      said: "not observed: where instance types are offered",
    },
    {
      label: "a disk with product codes",
      wave: aWaveOf({
        replication: {
          volumeProblems: ["/dev/sdb CONTAINS_MARKETPLACE_PRODUCT_CODES", "/dev/sdc MISSING_VOLUME_ATTRIBUTES"],
        },
      }),
      said: "not observed: whether this account may launch /dev/sdb, which has product codes of AWS Marketplace",
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual([said]);
  });
});
