import { describe, expect, it } from "vitest";
import type { LaunchConfigurationSettings } from "../../../../../provider/src/vocabulary";
import { changes, differences, unexpectedSettings } from "../../../../../provider/src/wave/look/launchSettings";
import { aSeenServer, DB } from "../../factories";

describe(unexpectedSettings.name, () => {
  it("names the server and each member that is not as the program expects", () => {
    const declared = { expected: { copyTags: true, copyPrivateIp: true } };
    const seen = { launchConfiguration: { copyTags: false } };
    expect(unexpectedSettings(aSeenServer({ declared, seen }))).toEqual([
      `launch configuration of db-1 (${DB}) is not as declared: copyTags is false, expected true`,
      `launch configuration of db-1 (${DB}) is not as declared: copyPrivateIp is not set, expected true`,
    ]);
  });

  it("finds nothing where the program expects nothing", () => {
    expect(unexpectedSettings(aSeenServer())).toEqual([]);
  });
});

describe(differences.name, () => {
  it.each([
    { label: "equal", expected: { copyTags: true }, stored: { copyTags: true, copyPrivateIp: true }, found: [] },
    {
      label: "another value",
      expected: { copyPrivateIp: true },
      stored: { copyPrivateIp: false },
      found: ["copyPrivateIp is false, expected true"],
    },
    {
      label: "a member that is not stored",
      expected: { licensing: { osByol: true } },
      stored: { licensing: {} },
      found: ["licensing.osByol is not set, expected true"],
    },
    { label: "an empty object", expected: { licensing: {} }, stored: {}, found: [] },
    {
      label: "a list that is longer than the one expected",
      expected: { futureSetting: ["a"] } as LaunchConfigurationSettings,
      stored: { futureSetting: ["a", "b"] } as LaunchConfigurationSettings,
      found: ["futureSetting.length is 2, expected 1"],
    },
    {
      label: "a value of another kind that looks alike",
      expected: { futureSetting: true } as LaunchConfigurationSettings,
      stored: { futureSetting: "true" } as LaunchConfigurationSettings,
      found: ['futureSetting is "true", expected true'],
    },
  ])("finds what $label differs in", ({ expected, stored, found }) => {
    expect(differences(expected, stored)).toEqual(found);
  });
});

describe(changes.name, () => {
  it.each<{ label: string; before: object; after: object; found: string[] }>([
    { label: "nothing", before: { copyTags: true }, after: { copyTags: true }, found: [] },
    {
      label: "another value",
      before: { copyTags: true },
      after: { copyTags: false },
      found: ["copyTags was true, is false"],
    },
    { label: "a member that came", before: {}, after: { copyTags: true }, found: ["copyTags was not set, is true"] },
    { label: "a member that went", before: { copyTags: true }, after: {}, found: ["copyTags was true, is not set"] },
    {
      label: "a member at depth",
      before: { launchTemplate: { instanceType: "r5.2xlarge" } },
      after: { launchTemplate: { instanceType: "t3.micro" } },
      found: ["launchTemplate.instanceType was r5.2xlarge, is t3.micro"],
    },
    {
      label: "an item of a list",
      before: { securityGroupIds: ["sg-1"] },
      after: { securityGroupIds: ["sg-1", "sg-2"] },
      found: ["securityGroupIds.1 was not set, is sg-2"],
    },
    { label: "nothing in an empty object that came", before: {}, after: { licensing: {} }, found: [] },
    { label: "nothing in a member that is undefined", before: { a: undefined }, after: {}, found: [] },
    {
      label: "every one, old members first",
      before: { a: 1, b: 2 },
      after: { c: 3, b: 4 },
      found: ["a was 1, is not set", "b was 2, is 4", "c was not set, is 3"],
    },
  ])("tells $label", ({ before, after, found }) => {
    expect(changes(before, after)).toEqual(found);
  });
});
