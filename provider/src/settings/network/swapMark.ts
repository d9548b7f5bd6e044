/** How an open swap is written down in AWS: in a tag of the template, and in the description of the version that it made. Pure. */
import type { ObservedSwap } from "../../vocabulary";

/** Key of the tag that a launch template has while a wave has pointed it at its drill network. */
export const SWAP_TAG = "DrillWaveNetwork";

const NONCE = "[0-9a-z]{1,64}";
const SUBNET = "subnet-[0-9a-zA-Z]{1,40}";
const TAG = new RegExp(`^(${NONCE}):([1-9]\\d{0,8}):(${SUBNET})(?::(\\d{1,11}))?$`);
const DESCRIPTION = new RegExp(
  `^DrillWave: drill network (${SUBNET}) in place of version ([1-9]\\d{0,8}), drill (${NONCE})$`,
);

/** The value of the tag: at most 256 characters. */
export function toSwapTag({ nonce, version, subnetId, openedAt }: ObservedSwap): string {
  const at = openedAt === undefined ? "" : `:${openedAt}`;
  return `${nonce}:${version}:${subnetId}${at}`;
}

/** The swap that the tags of a template name; `unreadable` for a tag that is not as we write it; undefined without one. */
export function swapOfTags(tags: Readonly<Record<string, string>>): ObservedSwap | "unreadable" | undefined {
  const text = tags[SWAP_TAG];
  if (text === undefined) {
    return undefined;
  }
  const [, nonce, version, subnetId, openedAt] = TAG.exec(text) ?? [];
  if (nonce === undefined || subnetId === undefined) {
    return "unreadable";
  }
  return {
    nonce,
    version: Number(version),
    subnetId,
    ...(openedAt === undefined ? {} : { openedAt: Number(openedAt) }),
  };
}

/** The description of the version that a swap makes; at most 255 characters. */
export function toSwapDescription({ nonce, version, subnetId }: ObservedSwap): string {
  return `DrillWave: drill network ${subnetId} in place of version ${version}, drill ${nonce}`;
}

/** The swap that made the version with this description; undefined for any other version. */
export function swapOfDescription(description: string | undefined): ObservedSwap | undefined {
  const [, subnetId, version, nonce] = DESCRIPTION.exec(description ?? "") ?? [];
  return nonce === undefined || subnetId === undefined ? undefined : { nonce, version: Number(version), subnetId };
}
