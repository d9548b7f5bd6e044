import { readOperation } from "../operation";

/** The accounts that source servers are extended from; a simulated account has its own servers only. */
export const listStagingAccounts = readOperation("ListStagingAccounts", () => ({ accounts: [] }));
