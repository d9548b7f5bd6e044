import { readOperation } from "../operation";

/** The accounts that source servers are extended from; a simulated account has only its own servers. */
export const listStagingAccounts = readOperation("ListStagingAccounts", () => ({ accounts: [] }));
