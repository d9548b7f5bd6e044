import type { Estate, EstateServer } from "../../../../provider/src/export/estate";

/** A server with common settings, all of them read. */
export function aServer(changed: Partial<EstateServer> & { sourceServerId: string }): EstateServer {
  const hostname = `host-${changed.sourceServerId.slice(-2)}`;
  return {
    hostname,
    tags: {},
    configuration: {
      settings: {
        targetInstanceTypeRightSizingMethod: "NONE",
        launchDisposition: "STARTED",
        copyPrivateIp: false,
        copyTags: true,
        licensing: { osByol: false },
        postLaunchEnabled: false,
      },
      launchTemplateId: `lt-${changed.sourceServerId.slice(2)}`,
    },
    template: aTemplate({ InstanceType: "m5.large" }),
    actions: [],
    unread: [],
    ...changed,
  };
}

/** A template as DRS makes it, with these members. */
export function aTemplate(data: Record<string, unknown>): NonNullable<EstateServer["template"]> {
  return {
    launchTemplateId: "lt-0123456789abcdef0",
    version: 1,
    data: {
      EbsOptimized: true,
      BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { VolumeType: "gp3" } }],
      NetworkInterfaces: [{ DeviceIndex: 0, DeleteOnTermination: true }],
      ...data,
    },
    incomplete: [],
  };
}

/** The id of the server with this number. */
export function idOf(number: number): string {
  return `s-${number.toString(16).padStart(17, "0")}`;
}

export function anEstate(servers: readonly EstateServer[], changed: Partial<Estate> = {}): Estate {
  return { region: "us-west-2", account: "111122223333", servers, others: [], ...changed };
}
