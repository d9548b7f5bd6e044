import { describe, expect, it } from "vitest";
import { templateFingerprint } from "../../../../provider/src/ec2/templateFingerprint";
import { toLaunchTemplateVersion } from "../../../../provider/src/ec2/translateTemplate";

type Version = Parameters<typeof toLaunchTemplateVersion>[0];
type Data = NonNullable<Version["LaunchTemplateData"]>;

const VERSION = { LaunchTemplateId: "lt-1", VersionNumber: 7 };
const NOTHING = { launchTemplateId: "lt-1", version: 7, networkInterfaces: [], metadataOptions: {}, placement: {} };
const from = (LaunchTemplateData: Data, sent?: string) =>
  toLaunchTemplateVersion(
    { ...VERSION, LaunchTemplateData },
    sent === undefined ? undefined : `<item><launchTemplateData>${sent}</launchTemplateData></item>`,
  );

describe(toLaunchTemplateVersion.name, () => {
  it("leaves out what the template leaves open", () => {
    expect(from({})).toEqual(NOTHING);
  });

  it("takes no answer about what it launches with for no proof of anything", () => {
    expect(() => toLaunchTemplateVersion(VERSION)).toThrow(
      "EC2 does not show what version 7 launches with (LaunchTemplateData)",
    );
    expect(toLaunchTemplateVersion(VERSION, "<item><launchTemplateData/></item>")).toMatchObject(NOTHING);
  });

  it.each<{ label: string; data: Data; seen: object }>([
    {
      label: "subnet and groups of the primary network interface, where DRS puts them, and every other interface",
      data: {
        InstanceType: "r5.2xlarge",
        SecurityGroupIds: ["sg-beside"],
        NetworkInterfaces: [
          { DeviceIndex: 1, SubnetId: "subnet-2", Groups: ["sg-2"], AssociatePublicIpAddress: true },
          { DeviceIndex: 0, SubnetId: "subnet-1", Groups: ["sg-1"], AssociatePublicIpAddress: false },
        ],
      },
      seen: {
        instanceType: "r5.2xlarge",
        subnetId: "subnet-1",
        securityGroupIds: ["sg-1"],
        securityGroupsBesideInterface: true,
        associatePublicIp: false,
        networkInterfaces: [
          { deviceIndex: 1, subnetId: "subnet-2", securityGroupIds: ["sg-2"], associatePublicIp: true },
          { deviceIndex: 0, subnetId: "subnet-1", securityGroupIds: ["sg-1"], associatePublicIp: false },
        ],
      },
    },
    {
      label: "an interface without an index as the primary one, and empty lists as none",
      data: { SecurityGroupIds: [], SecurityGroups: [], NetworkInterfaces: [{ SubnetId: "subnet-1", Groups: [] }] },
      seen: { subnetId: "subnet-1", networkInterfaces: [{ subnetId: "subnet-1" }] },
    },
    {
      label: "no primary interface where two may be it",
      data: { NetworkInterfaces: [{ SubnetId: "subnet-1" }, { DeviceIndex: 0, SubnetId: "subnet-2" }] },
      seen: { networkInterfaces: [{ subnetId: "subnet-1" }, { deviceIndex: 0, subnetId: "subnet-2" }] },
    },
    {
      label: "the primary interface on the first network card",
      data: {
        NetworkInterfaces: [
          { DeviceIndex: 0, NetworkCardIndex: 1, SubnetId: "subnet-2" },
          { DeviceIndex: 0, NetworkCardIndex: 0, SubnetId: "subnet-1" },
        ],
      },
      seen: {
        subnetId: "subnet-1",
        networkInterfaces: [
          { deviceIndex: 0, networkCardIndex: 1, subnetId: "subnet-2" },
          { deviceIndex: 0, networkCardIndex: 0, subnetId: "subnet-1" },
        ],
      },
    },
    {
      label: "an existing interface, and all that another says, by name where it is not kept",
      data: {
        NetworkInterfaces: [
          { DeviceIndex: 0, NetworkInterfaceId: "eni-1" },
          {
            DeviceIndex: 1,
            PrivateIpAddress: "10.0.1.5",
            DeleteOnTermination: false,
            Description: "backup",
            InterfaceType: "interface",
            Ipv6AddressCount: 1,
          },
        ],
      },
      seen: {
        networkInterfaces: [
          { deviceIndex: 0, networkInterfaceId: "eni-1" },
          {
            deviceIndex: 1,
            privateIpAddress: "10.0.1.5",
            deleteOnTermination: false,
            description: "backup",
            interfaceType: "interface",
            otherMembers: ["Ipv6AddressCount"],
          },
        ],
      },
    },
    {
      label: "groups beside the interfaces of a template that was edited by hand, by id and by name",
      data: { SecurityGroupIds: ["sg-beside"], SecurityGroups: ["default"] },
      seen: {
        securityGroupIds: ["sg-beside"],
        securityGroupsBesideInterface: true,
        securityGroupNames: ["default"],
      },
    },
    {
      label: "IMDSv2 and tenancy, and what stands beside them",
      data: {
        MetadataOptions: { State: "pending", HttpTokens: "required", HttpPutResponseHopLimit: 2 },
        Placement: { Tenancy: "host", HostResourceGroupArn: "arn:aws:resource-groups:x", PartitionNumber: 3 },
      },
      seen: {
        httpTokens: "required",
        metadataOptions: { HttpPutResponseHopLimit: 2 },
        tenancy: "host",
        placement: { HostResourceGroupArn: "arn:aws:resource-groups:x", PartitionNumber: 3 },
      },
    },
    {
      label: "requirements in place of a type, licences and CPU options",
      data: {
        InstanceRequirements: { VCpuCount: { Min: 2 }, MemoryMiB: { Min: 4096 }, AllowedInstanceTypes: ["r5.*"] },
        LicenseSpecifications: [{ LicenseConfigurationArn: "arn:aws:license-manager:x" }],
        CpuOptions: { CoreCount: 2, ThreadsPerCore: 1 },
      },
      seen: {
        instanceRequirements: { minimumVCpus: 2, minimumMemoryMiB: 4096, allowedInstanceTypes: ["r5.*"] },
        licenseSpecifications: true,
        cpuOptions: { CoreCount: 2, ThreadsPerCore: 1 },
      },
    },
  ])("reads $label", ({ data, seen }) => {
    expect(from(data)).toEqual({ ...NOTHING, ...seen });
  });

  it("names what the client has dropped, and keeps of it what is known", () => {
    const sent =
      "<instanceRequirements><vCpuCount><min>2</min></vCpuCount></instanceRequirements>" +
      "<placement><availabilityZoneId>usw2-az1</availabilityZoneId><futurePlace>x</futurePlace></placement>" +
      "<metadataOptions><futureTokens>x</futureTokens></metadataOptions>" +
      "<networkInterfaceSet><item><deviceIndex>0</deviceIndex><subnetId>subnet-1</subnetId><enaQueueCount>4</enaQueueCount></item>" +
      "<item><deviceIndex>1</deviceIndex><futureNet><on>1</on></futureNet></item></networkInterfaceSet>" +
      "<secondaryInterfaceSet><item><deviceIndex>2</deviceIndex></item></secondaryInterfaceSet>" +
      "<futureSetting>on</futureSetting><futureSet/><securityGroupSet/>";
    const data = { NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: "subnet-1" }, { DeviceIndex: 1 }] };
    expect(from(data, sent)).toEqual({
      ...NOTHING,
      instanceRequirements: {},
      subnetId: "subnet-1",
      networkInterfaces: [
        { deviceIndex: 0, subnetId: "subnet-1", otherMembers: ["EnaQueueCount"] },
        { deviceIndex: 1, otherMembers: ["FutureNet"] },
      ],
      placement: { AvailabilityZoneId: "usw2-az1", FuturePlace: "x" },
      metadataOptions: { FutureTokens: "x" },
      unknownMembers: [
        "SecondaryInterfaces",
        "FutureSetting",
        "NetworkInterfaces.FutureNet",
        "Placement.FuturePlace",
        "MetadataOptions.FutureTokens",
      ],
      fingerprint: templateFingerprint(`<launchTemplateData>${sent}</launchTemplateData>`),
    });
  });
});
