import { allVolumes } from "../../world/state/hardware";
import { type Ec2Operation, ec2Error, invalidParameterValue } from "../operation";
import { productCodesToXml, UNKNOWN_VOLUME } from "../volumes";

/** An attribute of a volume: its product codes, or autoEnableIO. */
export const describeVolumeAttribute: Ec2Operation = {
  name: "DescribeVolumeAttribute",
  mutates: false,
  answer(form, { state }) {
    const id = form.text("VolumeId") ?? "";
    const volume = allVolumes(state).find(({ volumeId }) => volumeId === id);
    if (volume === undefined) {
      throw ec2Error(UNKNOWN_VOLUME.code, UNKNOWN_VOLUME.message(id));
    }
    switch (form.text("Attribute")) {
      case "productCodes":
        return { volumeId: id, productCodes: productCodesToXml(volume.productCodes) };
      case "autoEnableIO":
        return { volumeId: id, autoEnableIO: { value: false } };
      default:
        throw invalidParameterValue(`Value (${form.text("Attribute")}) for parameter attribute is invalid.`);
    }
  },
};
