import { withoutUndefined } from "../withoutUndefined";
import { readXml } from "./answerXml";
import type { MetadataDefaults } from "./types";

const DEFAULTS = /<accountLevel>([\s\S]*?)<\/accountLevel>|<accountLevel\s*\/>/;

/**
 * From GetInstanceMetadataDefaults' answer as EC2 sent it. What the account leaves open is absent. Pure.
 *
 * @throws when the answer does not show the account's defaults
 */
export function toMetadataDefaults(answer: string | undefined): MetadataDefaults {
  const found = DEFAULTS.exec(answer ?? "");
  if (found === null) {
    throw new Error("EC2 does not show the account's defaults for metadata options (accountLevel)");
  }
  const members = readXml(found[1] ?? "");
  const textOf = (name: string) => members.find((each) => each.name === name)?.text || undefined;
  return withoutUndefined({ httpTokens: textOf("httpTokens"), httpTokensEnforced: textOf("httpTokensEnforced") });
}
