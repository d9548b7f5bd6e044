import type { Ec2Operation } from "../operation";

/** The account's defaults for metadata options; what it leaves open is not in the answer. */
export const getInstanceMetadataDefaults: Ec2Operation = {
  name: "GetInstanceMetadataDefaults",
  mutates: false,
  answer(_form, { state: { metadataDefaults = {} } }) {
    return { accountLevel: { managedBy: "account", ...metadataDefaults } };
  },
};
