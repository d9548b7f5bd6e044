import { readOperation } from "../operation";

/** The protected source networks; a simulated account has none. */
export const describeSourceNetworks = readOperation("DescribeSourceNetworks", () => ({ items: [] }));
