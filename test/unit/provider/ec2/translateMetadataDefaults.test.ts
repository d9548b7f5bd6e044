import { describe, expect, it } from "vitest";
import { toMetadataDefaults } from "../../../../provider/src/ec2/translateMetadataDefaults";

const answer = (accountLevel: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<GetInstanceMetadataDefaultsResponse><requestId>r</requestId>${accountLevel}</GetInstanceMetadataDefaultsResponse>`;

describe(toMetadataDefaults.name, () => {
  it.each([
    {
      label: "what the account wants",
      accountLevel:
        "<accountLevel><httpTokens>required</httpTokens><httpPutResponseHopLimit>2</httpPutResponseHopLimit>" +
        "<managedBy>account</managedBy><httpTokensEnforced>enabled</httpTokensEnforced></accountLevel>",
      read: { httpTokens: "required", httpTokensEnforced: "enabled" },
    },
    { label: "nothing", accountLevel: "<accountLevel><managedBy>account</managedBy></accountLevel>", read: {} },
    { label: "no members", accountLevel: "<accountLevel/>", read: {} },
  ])("reads $label", ({ accountLevel, read }) => {
    expect(toMetadataDefaults(answer(accountLevel))).toEqual(read);
  });

  it.each([undefined, "", answer("")])("refuses an answer that does not show them", (text) => {
    expect(() => toMetadataDefaults(text)).toThrow("EC2 does not show the account's defaults");
  });
});
