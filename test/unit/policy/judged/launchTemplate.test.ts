import { describe, expect, it } from "vitest";
import { editInterface } from "../../../../policy/src/judged/interfaceEdit";
import type { LaunchInterface } from "../../../../policy/src/judged/launchInterfaces";
import { editStructure, editTemplate } from "../../../../policy/src/judged/launchTemplate";
import type { ObservedLaunchTemplate, ObservedNetworkInterface } from "../../../../provider/src/vocabulary";
import { anInterface, aTemplate, type Changes, GROUP, SUBNET } from "../factories";

const LT = "lt-0123456789abcdef0";
const primary = { DeviceIndex: 0, DeleteOnTermination: true, SubnetId: SUBNET, Groups: [GROUP] };
const BACKUP: ObservedNetworkInterface = {
  deviceIndex: 1,
  subnetId: "subnet-9",
  securityGroupIds: ["sg-9"],
  privateIpAddress: "10.0.9.5",
  deleteOnTermination: false,
  description: "the DBA's",
  interfaceType: "efa",
};
const EXISTING: ObservedNetworkInterface = { deviceIndex: 2, networkInterfaceId: "eni-1" };

/** An interface of a template, the first one unless said otherwise. */
const ofTemplate = (changes: Changes<ObservedLaunchTemplate> = {}, index = 0): LaunchInterface => {
  const template = aTemplate(changes);
  const { networkInterfaces: all = [] } = template;
  const place = all.length === 0 ? {} : { index };
  return { ...all[index], ...place, template, isPrimary: index === 0, isOnly: all.length < 2 };
};

describe(editTemplate.name, () => {
  it("starts from the version that is the default one when it runs, and quotes for a shell", () => {
    expect(editTemplate(aTemplate(), { KeyName: "it's" })).toBe(
      `aws ec2 modify-launch-template --launch-template-id ${LT} --default-version "$(aws ec2 create-launch-template-version ` +
        `--launch-template-id ${LT} --source-version '$Default' --launch-template-data '{"KeyName":"it'\\''s"}' ` +
        '--query LaunchTemplateVersion.VersionNumber --output text)"',
    );
  });
});

describe(editStructure.name, () => {
  it("repeats what stands beside the change", () => {
    const template = aTemplate({ metadataOptions: { HttpEndpoint: "enabled", HttpPutResponseHopLimit: 2 } });
    expect(editStructure(template, "MetadataOptions", { HttpTokens: "required" })).toBe(
      editTemplate(template, {
        MetadataOptions: { HttpEndpoint: "enabled", HttpPutResponseHopLimit: 2, HttpTokens: "required" },
      }),
    );
  });

  it("gives no command where what stands beside it was not seen", () => {
    expect(editStructure(aTemplate({ placement: undefined }), "Placement", { Tenancy: "host" })).toBe(
      `make a new default version of ${LT} from the default one, with its Placement as it is but for {"Tenancy":"host"}`,
    );
  });
});

describe(editInterface.name, () => {
  it("repeats what was seen of the interface beside the change", () => {
    expect(editInterface(ofTemplate(), { SubnetId: "subnet-2" })).toBe(
      editTemplate(aTemplate(), {
        NetworkInterfaces: [{ ...primary, SubnetId: "subnet-2", AssociatePublicIpAddress: false }],
      }),
    );
  });

  it.each([
    { label: "has", bare: { subnetId: undefined, securityGroupIds: undefined, associatePublicIp: undefined } },
    {
      label: "has, which is no list of interfaces",
      bare: { subnetId: undefined, securityGroupIds: undefined, associatePublicIp: undefined, networkInterfaces: [] },
    },
  ])("says only what the template $label", ({ bare }) => {
    expect(editInterface(ofTemplate(bare), { Groups: ["sg-2"] })).toBe(
      editTemplate(aTemplate(), {
        NetworkInterfaces: [{ DeviceIndex: 0, DeleteOnTermination: true, Groups: ["sg-2"] }],
      }),
    );
  });

  it("repeats every other interface with all that it has", () => {
    const networkInterfaces = [anInterface(aTemplate()), BACKUP, EXISTING];
    const backup = {
      DeviceIndex: 1,
      InterfaceType: "efa",
      Description: "the DBA's",
      DeleteOnTermination: false,
      SubnetId: "subnet-9",
      Groups: ["sg-9"],
      PrivateIpAddress: "10.0.9.5",
    };
    const existing = { DeviceIndex: 2, NetworkInterfaceId: "eni-1" };
    const first = { ...primary, AssociatePublicIpAddress: false };
    expect(editInterface(ofTemplate({ networkInterfaces }), { Groups: ["sg-2"] })).toBe(
      editTemplate(aTemplate(), { NetworkInterfaces: [{ ...first, Groups: ["sg-2"] }, backup, existing] }),
    );
    expect(editInterface(ofTemplate({ networkInterfaces }, 1), { SubnetId: "subnet-2" })).toBe(
      editTemplate(aTemplate(), {
        NetworkInterfaces: [
          first,
          { ...backup, SubnetId: "subnet-2", PrivateIpAddress: "<address in that subnet>" },
          existing,
        ],
      }),
    );
  });

  it.each([
    {
      label: "groups beside the interfaces would be kept by it",
      changes: { securityGroupsBesideInterface: true as const, associatePublicIp: undefined },
      text:
        `make a new default version of ${LT} without --source-version from what version 2 says, with no SecurityGroupIds ` +
        "or SecurityGroups (EC2 refuses them beside network interfaces) and with the network interfaces " +
        `[{"DeviceIndex":0,"DeleteOnTermination":true,"SubnetId":"subnet-2","Groups":["${GROUP}"]}]`,
    },
    {
      label: "only the names are known of what an interface says",
      changes: {
        networkInterfaces: [
          { deviceIndex: 0, subnetId: SUBNET },
          { deviceIndex: 1, otherMembers: ["Ipv6AddressCount", "FutureNet"] },
        ],
      },
      text:
        `make a new default version of ${LT} from the default one, with the network interfaces ` +
        '[{"DeviceIndex":0,"DeleteOnTermination":true,"SubnetId":"subnet-2"},{"DeviceIndex":1}], ' +
        "and with what interface 1 says of Ipv6AddressCount, FutureNet",
    },
    {
      label: "an older observation does not have the other interfaces",
      changes: { networkInterfaces: undefined },
      text:
        `make a new default version of ${LT} from the default one, with its first network interface as it is but for ` +
        '{"SubnetId":"subnet-2"}, and every other one as it is',
    },
  ])("gives no command where $label", ({ changes, text }) => {
    expect(editInterface(ofTemplate(changes), { SubnetId: "subnet-2" })).toBe(text);
  });
});
