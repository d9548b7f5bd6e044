import { describe, expect, it } from "vitest";
import { templateFingerprint } from "../../../../provider/src/ec2/templateFingerprint";

const answer = (data: string, version = 1) =>
  `<DescribeLaunchTemplateVersionsResponse><launchTemplateVersionSet><item><versionNumber>${version}</versionNumber>` +
  `<launchTemplateData>${data}</launchTemplateData></item></launchTemplateVersionSet></DescribeLaunchTemplateVersionsResponse>`;
const DATA =
  "<instanceType>m5.large</instanceType><networkInterfaceSet>" +
  "<item><deviceIndex>0</deviceIndex><subnetId>subnet-1</subnetId></item>" +
  "<item><deviceIndex>1</deviceIndex><subnetId>subnet-2</subnetId></item></networkInterfaceSet>";

describe(templateFingerprint.name, () => {
  it.each([
    { label: "another version", other: answer(DATA, 2) },
    { label: "white space", other: answer(DATA.replaceAll("><", ">\n  <")) },
    {
      label: "another order",
      other: answer(
        "<networkInterfaceSet><item><subnetId>subnet-2</subnetId><deviceIndex>1</deviceIndex></item>" +
          "<item><subnetId>subnet-1</subnetId><deviceIndex>0</deviceIndex></item></networkInterfaceSet>" +
          "<instanceType>m5.large</instanceType>",
      ),
    },
  ])("is the same with $label", ({ other }) => {
    expect(templateFingerprint(other)).toBe(templateFingerprint(answer(DATA)));
  });

  it.each([
    { label: "another value", other: answer(DATA.replace("m5.large", "m5.xlarge")) },
    { label: "an element that no client knows", other: answer(`${DATA}<futureSetting>on</futureSetting>`) },
    { label: "an empty element", other: answer(`${DATA}<futureSetting/>`) },
    {
      label: "values that changed places",
      other: answer(DATA.replace("subnet-1", "x").replace("subnet-2", "subnet-1").replace("x<", "subnet-2<")),
    },
  ])("is another with $label", ({ other }) => {
    expect(templateFingerprint(other)).not.toBe(templateFingerprint(answer(DATA)));
  });

  it.each([undefined, "", "<launchTemplateVersionSet/>"])("is none for %j", (other) => {
    expect(templateFingerprint(other)).toBeUndefined();
  });
});
