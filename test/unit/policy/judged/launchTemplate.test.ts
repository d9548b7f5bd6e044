import { describe, expect, it } from "vitest";
import { editInterface, editTemplate } from "../../../../policy/src/judged/launchTemplate";
import { aTemplate, GROUP, SUBNET } from "../factories";

const LT = "lt-0123456789abcdef0";
const loss =
  "# replaces the network interfaces as a whole: an address that the template fixes, and further interfaces, are lost";
const primary = { DeviceIndex: 0, DeleteOnTermination: true, SubnetId: SUBNET, Groups: [GROUP] };

describe(editInterface.name, () => {
  it("repeats what was seen of the interface beside the change, and says what is lost", () => {
    expect(editInterface(aTemplate(), { SubnetId: "subnet-2" })).toBe(
      `${editTemplate(aTemplate(), {
        NetworkInterfaces: [{ ...primary, SubnetId: "subnet-2", AssociatePublicIpAddress: false }],
      })} ${loss}`,
    );
  });

  it("says only what the template has", () => {
    const bare = aTemplate({ subnetId: undefined, securityGroupIds: undefined, associatePublicIp: undefined });
    expect(editInterface(bare, { Groups: ["sg-2"] })).toBe(
      `${editTemplate(aTemplate(), {
        NetworkInterfaces: [{ DeviceIndex: 0, DeleteOnTermination: true, Groups: ["sg-2"] }],
      })} ${loss}`,
    );
  });

  it("gives no command where groups beside the interfaces would be kept by it", () => {
    const template = aTemplate({ securityGroupsBesideInterface: true, associatePublicIp: undefined });
    expect(editInterface(template, { SubnetId: "subnet-2" })).toBe(
      `make a new default version of ${LT} without --source-version from what version 2 says, with no SecurityGroupIds ` +
        "(EC2 refuses them beside network interfaces) and with the first network interface " +
        `{"DeviceIndex":0,"DeleteOnTermination":true,"SubnetId":"subnet-2","Groups":["${GROUP}"]}`,
    );
  });
});
