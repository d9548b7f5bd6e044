import { readOperation } from "../operation";

/** The replication configuration templates; a simulated account has none. */
export const describeReplicationConfigurationTemplates = readOperation(
  "DescribeReplicationConfigurationTemplates",
  () => ({ items: [] }),
);
