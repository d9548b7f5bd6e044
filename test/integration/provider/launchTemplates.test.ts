import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { APP, aWorld } from "../../engine/worlds";
import { openSimulatedWave, type SimulatedWave } from "./simulatedWave";

const SUBNETS = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"] as const;
const GROUPS = ["sg-0123456789abcdef0", "sg-0123456789abcdef1"] as const;
const ENI = "eni-0123456789abcdef0";

let drill: SimulatedWave | undefined;
beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await drill?.close();
});

/** What check sees of a server whose launch template says this, and of what is around it. */
async function observe(data: Record<string, unknown>) {
  const vpcId = "vpc-0123456789abcdef0";
  const world = aWorld(
    { [APP]: { launchTemplate: { data } } },
    {
      subnets: SUBNETS.map((subnetId, index) => ({ subnetId, vpcId, cidrBlock: `10.0.${index}.0/24` })),
      securityGroups: GROUPS.map((groupId) => ({ groupId, groupName: groupId, ingress: [] })),
    },
  );
  drill = await openSimulatedWave(world);
  const { observed } = await drill.check({ sourceServers: [{ sourceServerId: APP }] });
  return { template: observed?.servers[0]?.launchTemplate, surroundings: observed?.surroundings };
}

describe("a launch template that check sees", () => {
  it("has every network interface, and the subnets and groups of all of them are looked at", async () => {
    const { template, surroundings } = await observe({
      NetworkInterfaces: [
        { DeviceIndex: 1, SubnetId: SUBNETS[1], Groups: [GROUPS[1]], PrivateIpAddress: "10.0.1.9", EnaQueueCount: 2 },
        { DeviceIndex: 0, SubnetId: SUBNETS[0], Groups: [GROUPS[0]], AssociatePublicIpAddress: false },
        { DeviceIndex: 2, NetworkInterfaceId: ENI },
      ],
    });
    expect(template).toMatchObject({
      subnetId: SUBNETS[0],
      securityGroupIds: [GROUPS[0]],
      associatePublicIp: false,
      networkInterfaces: [
        {
          deviceIndex: 1,
          subnetId: SUBNETS[1],
          securityGroupIds: [GROUPS[1]],
          privateIpAddress: "10.0.1.9",
          otherMembers: ["EnaQueueCount"],
        },
        { deviceIndex: 0, subnetId: SUBNETS[0], securityGroupIds: [GROUPS[0]], associatePublicIp: false },
        { deviceIndex: 2, networkInterfaceId: ENI },
      ],
    });
    expect(Object.keys(surroundings?.subnets ?? {})).toEqual(expect.arrayContaining([...SUBNETS]));
    expect(Object.keys(surroundings?.securityGroups ?? {})).toEqual(expect.arrayContaining([...GROUPS]));
  });

  it.each([
    {
      label: "requirements instead of a type",
      data: { InstanceRequirements: { VCpuCount: { Min: 2 }, MemoryMiB: { Min: 4096 } } },
      seen: { instanceRequirements: { minimumVCpus: 2, minimumMemoryMiB: 4096 } },
    },
    {
      label: "hosts and licences",
      data: {
        Placement: {
          HostResourceGroupArn: "arn:aws:resource-groups:us-west-2:111122223333:group/x",
          PartitionNumber: 2,
        },
        LicenseSpecifications: [{ LicenseConfigurationArn: "arn:aws:license-manager:x" }],
      },
      seen: {
        placement: {
          HostResourceGroupArn: "arn:aws:resource-groups:us-west-2:111122223333:group/x",
          PartitionNumber: 2,
        },
        licenseSpecifications: true,
      },
    },
    {
      label: "metadata and CPU options",
      data: {
        MetadataOptions: { HttpTokens: "optional", HttpPutResponseHopLimit: 2 },
        CpuOptions: { CoreCount: 1, NestedVirtualization: "enabled" },
      },
      seen: {
        httpTokens: "optional",
        metadataOptions: { HttpPutResponseHopLimit: 2 },
        cpuOptions: { CoreCount: 1, NestedVirtualization: "enabled" },
      },
    },
    {
      label: "interfaces of a kind that the client does not know",
      data: { SecondaryInterfaces: [{ DeviceIndex: 2, SecondarySubnetId: "subnet-x" }] },
      seen: { unknownMembers: ["SecondaryInterfaces"] },
    },
    {
      label: "groups by their names, and no interface",
      data: { NetworkInterfaces: [], SecurityGroups: ["web"] },
      seen: { networkInterfaces: [], securityGroupNames: ["web"] },
    },
  ])("has $label", async ({ data, seen }) => {
    const { template } = await observe(data);
    expect(template).toMatchObject(seen);
    expect(template?.unknownMembers).toEqual("unknownMembers" in seen ? seen.unknownMembers : undefined);
  });
});
