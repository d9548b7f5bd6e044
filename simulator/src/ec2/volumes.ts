import type { ListedVolume, ProductCode } from "../world/state/machine";
import { items, type Xml } from "./xml";

/** How EC2 refuses the id of a volume that it does not have. */
export const UNKNOWN_VOLUME = {
  code: "InvalidVolume.NotFound",
  message: (id: string): string => `The volume '${id}' does not exist.`,
};

/** EC2's VolumeState: whether it is attached. */
export function volumeStateOf({ attachment }: ListedVolume): "available" | "in-use" {
  return attachment === undefined ? "available" : "in-use";
}

/** EC2's set of product codes. */
export function productCodesToXml(codes: readonly ProductCode[]): Xml {
  return items(
    codes.map(({ productCodeId, productCodeType }) => ({ productCode: productCodeId, type: productCodeType })),
  );
}
