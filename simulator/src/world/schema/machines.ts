import * as v from "valibot";
import {
  flag,
  freeText,
  instanceID,
  listOf,
  matching,
  objectOf,
  oneOf,
  plainText,
  tags,
  volumeId,
  wholeNumber,
} from "./parts";

/** A volume that no launch made, such as one of a source machine in EC2 or of a staging area. */
export const volume = objectOf({
  volumeId,
  sizeGiB: v.optional(wholeNumber(1, 65_536)),
  volumeType: v.optional(plainText),
  iops: v.optional(wholeNumber(1)),
  throughput: v.optional(wholeNumber(1)),
  encrypted: v.optional(flag),
  availabilityZone: v.optional(plainText),
  attachedTo: v.optional(
    objectOf({ instanceId: instanceID, deviceName: plainText, deleteOnTermination: v.optional(flag) }),
  ),
  productCodes: v.optional(
    listOf(
      objectOf({
        productCodeId: matching(/^[A-Za-z0-9]{1,25}$/, "the id of a product code: 1 to 25 letters or digits"),
        productCodeType: v.optional(oneOf(["marketplace", "devpay"])),
      }),
    ),
  ),
  tags: v.optional(tags),
});

/** What the consoles of a server's instances show; `null` = nothing. */
export const serverConsole = objectOf({
  output: v.optional(v.nullable(freeText)),
  screenshot: v.optional(v.nullable(matching(/^[A-Za-z0-9+/]+=*$/, "a JPEG in base 64"))),
});

/** An instance type that EC2 does not offer in a zone; without a zone, in none of the Region's. */
export const notOffered = objectOf({ instanceType: plainText, availabilityZone: v.optional(plainText) });

/** What the account wants of every launch's metadata options (`ModifyInstanceMetadataDefaults`). */
export const metadataDefaults = objectOf({
  httpTokens: v.optional(oneOf(["required", "optional"])),
  httpTokensEnforced: v.optional(oneOf(["enabled", "disabled"])),
  httpEndpoint: v.optional(oneOf(["enabled", "disabled"])),
  managedBy: v.optional(oneOf(["account", "declarative-policy"])),
});
