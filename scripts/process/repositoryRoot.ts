import { join } from "node:path";

/** The checkout that these scripts, compiled to scripts/dist, belong to. */
export const REPOSITORY_ROOT = join(__dirname, "..", "..", "..");
