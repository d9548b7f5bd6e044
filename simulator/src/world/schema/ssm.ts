import * as v from "valibot";
import { flag, freeText, listOf, matching, objectOf, oneOf, plainText, tags, wholeNumber } from "./parts";

const parameter = objectOf({
  name: matching(/^[a-zA-Z0-9_.\-/]{1,1011}$/, "the name of a parameter"),
  type: v.optional(oneOf(["String", "StringList", "SecureString"])),
  value: v.optional(freeText),
  tags: v.optional(tags),
});

const document = objectOf({
  name: matching(/^[a-zA-Z0-9_.-]{3,128}$/, "the name of a document"),
  type: v.optional(oneOf(["Command", "Automation"])),
  platformTypes: v.optional(listOf(oneOf(["Linux", "Windows", "MacOS"]))),
  versions: v.optional(wholeNumber(1, 1000)),
  defaultVersion: v.optional(wholeNumber(1, 1000)),
  parameters: v.optional(
    listOf(
      objectOf({
        name: plainText,
        type: v.optional(oneOf(["String", "StringList", "Boolean", "Integer", "StringMap"])),
        defaultValue: v.optional(freeText),
      }),
    ),
  ),
});

/** What the account has in SSM. */
export const ssm = objectOf({
  parameters: v.optional(listOf(parameter)),
  documents: v.optional(listOf(document)),
  keepsRuns: v.optional(flag),
});
