import type { SettingValues } from "../../vocabulary";

/** What is to be written, and where. */
export interface SettingsToWrite {
  sourceServerId: string;
  /** Every setting as it is to be, by path. */
  wanted: SettingValues;
  /** Makes what is asked of EC2 this resource's own: equal for a write that is made again. */
  salt: string;
}

/** Told of every step, before and after it. */
export interface WriteProgress {
  /** These are about to be written; from here on it may not be known whether they were. */
  begins(paths: readonly string[]): void;
}
