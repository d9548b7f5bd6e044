/** From the EC2 SDK's shapes to ours. */
import type {
  Instance,
  InstanceStatus as SdkInstanceStatus,
  LaunchTemplateVersion as SdkLaunchTemplateVersion,
  Subnet as SdkSubnet,
} from "@aws-sdk/client-ec2";
import { present } from "../present";
import type { Ec2Instance, InstanceStatus, LaunchTemplateVersion, Subnet, TaggedInstance } from "./types";

export function toLaunchTemplateVersion(version: SdkLaunchTemplateVersion): LaunchTemplateVersion {
  const data = version.LaunchTemplateData;
  // DRS puts subnet and groups on the first network interface; a template edited by hand may have them beside it.
  const primary = data?.NetworkInterfaces?.find((each) => (each.DeviceIndex ?? 0) === 0);
  return present({
    launchTemplateId: version.LaunchTemplateId ?? "",
    version: version.VersionNumber ?? 0,
    instanceType: data?.InstanceType,
    subnetId: primary?.SubnetId,
    securityGroupIds: primary?.Groups ?? data?.SecurityGroupIds,
  });
}

export function toSubnet(subnet: SdkSubnet): Subnet {
  return {
    subnetId: subnet.SubnetId ?? "",
    cidrBlock: subnet.CidrBlock ?? "",
    availableIpAddressCount: subnet.AvailableIpAddressCount ?? 0,
  };
}

export function toEc2Instance(instance: Instance): Ec2Instance {
  return present({
    instanceId: instance.InstanceId ?? "",
    state: instance.State?.Name ?? "unknown",
    instanceType: instance.InstanceType,
  });
}

export function toTaggedInstance(instance: Instance): TaggedInstance {
  const tags = (instance.Tags ?? []).flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? ""]]));
  const launchedAt = instance.LaunchTime?.getTime();
  return { ...toEc2Instance(instance), ...present({ launchedAt }), tags: Object.fromEntries(tags) };
}

export function toInstanceStatus(status: SdkInstanceStatus): InstanceStatus {
  const details = [...(status.SystemStatus?.Details ?? []), ...(status.InstanceStatus?.Details ?? [])];
  const since = details.flatMap((detail) =>
    detail.ImpairedSince === undefined ? [] : [detail.ImpairedSince.getTime()],
  );
  return present({
    instanceId: status.InstanceId ?? "",
    state: status.InstanceState?.Name ?? "unknown",
    system: status.SystemStatus?.Status ?? "unknown",
    instance: status.InstanceStatus?.Status ?? "unknown",
    impairedSince: since.length === 0 ? undefined : Math.min(...since),
  });
}
