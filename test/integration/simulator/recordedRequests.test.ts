import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { manualClock, type Simulator, startSimulator } from "../../../simulator/src/index";
import { SIGNED } from "./client";

const TEMPLATE = "lt-0123456789abcdef1";
const EC2 = { Version: "2016-11-15", LaunchTemplateId: TEMPLATE };

// What other clients than the JavaScript SDK put on the wire. They make a client token of their own, and cannot write a structure without members.
const RECORDED = {
  "AWS CLI 1.45.11, create-launch-template-version with --launch-template-data '{}'": {
    ...EC2,
    Action: "CreateLaunchTemplateVersion",
    SourceVersion: "1",
    ClientToken: "c14c5d2f-baf3-4fe7-ab97-f89b16ff4e8a",
  },
  "boto3 1.43.11, create_launch_template_version with lists": {
    ...EC2,
    Action: "CreateLaunchTemplateVersion",
    SourceVersion: "1",
    VersionDescription: "boto",
    "LaunchTemplateData.InstanceType": "r5.2xlarge",
    "LaunchTemplateData.IamInstanceProfile.Name": "p",
    "LaunchTemplateData.MetadataOptions.HttpTokens": "required",
    "LaunchTemplateData.MetadataOptions.HttpPutResponseHopLimit": "2",
    "LaunchTemplateData.MetadataOptions.InstanceMetadataTags": "enabled",
    "LaunchTemplateData.NetworkInterface.1.DeviceIndex": "0",
    "LaunchTemplateData.NetworkInterface.1.SubnetId": "subnet-0123456789abcdef0",
    "LaunchTemplateData.NetworkInterface.1.SecurityGroupId.1": "sg-0123456789abcdef0",
    "LaunchTemplateData.NetworkInterface.1.AssociatePublicIpAddress": "false",
    "LaunchTemplateData.NetworkInterface.1.DeleteOnTermination": "true",
    "LaunchTemplateData.NetworkInterface.1.ConnectionTrackingSpecification.UdpTimeout": "30",
    "LaunchTemplateData.TagSpecification.1.ResourceType": "instance",
    "LaunchTemplateData.TagSpecification.1.Tag.1.Key": "a",
    "LaunchTemplateData.TagSpecification.1.Tag.1.Value": "",
    "LaunchTemplateData.BlockDeviceMapping.1.DeviceName": "/dev/xvda",
    "LaunchTemplateData.BlockDeviceMapping.1.Ebs.VolumeType": "gp3",
    "LaunchTemplateData.BlockDeviceMapping.1.Ebs.Iops": "4000",
    ClientToken: "8384dcbb-b22b-4c42-ac08-01b1eaba67b1",
  },
} as const;

describe("recorded requests of other clients", () => {
  let simulator: Simulator;

  beforeEach(async () => {
    simulator = await startSimulator({
      clock: manualClock(),
      world: {
        sourceServers: [
          {
            sourceServerID: "s-0123456789abcdef1",
            launchConfiguration: { targetInstanceTypeRightSizingMethod: "NONE" },
            launchTemplate: { launchTemplateId: TEMPLATE, instanceType: "m5.large" },
          },
        ],
      },
    });
  });

  afterEach(() => simulator.close());

  async function send(parameters: Readonly<Record<string, string>>): Promise<string> {
    const answer = await fetch(simulator.url, {
      method: "POST",
      headers: { authorization: SIGNED, "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
      body: new URLSearchParams(parameters).toString(),
    });
    return answer.text();
  }

  function data() {
    return simulator.world().launchTemplates[0]?.versions.at(-1)?.data;
  }

  it("make a copy of the source version where nothing is given", async () => {
    await send(RECORDED["AWS CLI 1.45.11, create-launch-template-version with --launch-template-data '{}'"]);
    const [first, second] = simulator.world().launchTemplates[0]?.versions ?? [];
    expect(second?.data).toEqual(first?.data);
  });

  it("put every member where it belongs, and no other", async () => {
    await send(RECORDED["boto3 1.43.11, create_launch_template_version with lists"]);
    expect(data()).toEqual({
      ebsOptimized: true,
      instanceType: "r5.2xlarge",
      iamInstanceProfile: { name: "p" },
      metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 2, instanceMetadataTags: "enabled" },
      networkInterfaces: [
        {
          deviceIndex: 0,
          subnetId: "subnet-0123456789abcdef0",
          groups: ["sg-0123456789abcdef0"],
          associatePublicIpAddress: false,
          deleteOnTermination: true,
          connectionTrackingSpecification: { udpTimeout: 30 },
        },
      ],
      tagSpecifications: [{ resourceType: "instance", tags: [{ key: "a", value: "" }] }],
      blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeType: "gp3", iops: 4000 } }],
    });
  });

  it("that are sent again, as a client does whose answer was lost, are carried out once", async () => {
    const made = RECORDED["boto3 1.43.11, create_launch_template_version with lists"];
    simulator.faults.add({ operation: "CreateLaunchTemplateVersion", kind: "resetAfter" });
    await expect(send(made)).rejects.toThrow("fetch failed");
    expect(await send(made)).toContain("<versionNumber>2</versionNumber>");
    expect(simulator.world().launchTemplates[0]?.versions).toHaveLength(2);
  });

  it.each([
    { Action: "ModifyLaunchTemplate", SetDefaultVersion: "1", ClientToken: "2965811b-b91d-45c4-970b-c55f123d70be" },
    { Action: "DeleteLaunchTemplateVersions", "LaunchTemplateVersion.1": "7" },
    { Action: "DescribeLaunchTemplateVersions", "LaunchTemplateVersion.1": "$Default" },
    { Action: "CreateTags", "ResourceId.1": TEMPLATE, "Tag.1.Key": "Swap", "Tag.1.Value": "1" },
    { Action: "DeleteTags", "ResourceId.1": TEMPLATE, "Tag.1.Key": "Swap" },
    { Action: "DescribeTags", "Filter.1.Name": "resource-id", "Filter.1.Value.1": TEMPLATE },
  ])("meet a fault at the second call: $Action", async (parameters) => {
    const operation = parameters.Action;
    const asked = { Version: "2016-11-15", ...(operation.endsWith("Tags") ? {} : { LaunchTemplateId: TEMPLATE }) };
    const request = { ...asked, ...parameters };
    simulator.faults.add({ operation, kind: "error", code: "UnauthorizedOperation", status: 403, skip: 1 });
    expect(await send(request)).toContain(`<${operation}Response`);
    expect(await send(request)).toContain("<Code>UnauthorizedOperation</Code>");
    expect(await send(request)).toContain(`<${operation}Response`);
  });
});
