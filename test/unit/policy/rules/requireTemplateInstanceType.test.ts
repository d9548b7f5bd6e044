import { describe, expect, it } from "vitest";
import { requireTemplateInstanceType as rule } from "../../../../policy/src/rules/requireTemplateInstanceType";
import type { RightSizingMethod } from "../../../../provider/src/vocabulary";
import { waveAnswers } from "../answersOf";
import { aLaunchConfiguration, aServer, aTemplate, aWave, aWaveOf, DB } from "../factories";

const LT = "lt-0123456789abcdef0";
const edit = (type: string) =>
  `aws ec2 modify-launch-template --launch-template-id ${LT} --default-version "$(aws ec2 create-launch-template-version --launch-template-id ${LT} --source-version '$Default' --launch-template-data '{"InstanceType":"${type}"}' --query LaunchTemplateVersion.VersionNumber --output text)"`;
const keep = `aws drs update-launch-configuration --source-server-id ${DB} --target-instance-type-right-sizing-method NONE`;
const { instanceType: _, ...nameless } = aTemplate();
const { targetInstanceTypeRightSizingMethod: __, ...unsized } = aLaunchConfiguration();
const storedAs = (method: RightSizingMethod) => aLaunchConfiguration({ targetInstanceTypeRightSizingMethod: method });
const noType = `launch template ${LT} (version 2) names no instance type, and right-sizing stored in DRS is NONE`;
const other = `instance type of launch template ${LT} (version 2) is r5.2xlarge`;
const allowing = (...types: string[]) => ({ allowed: { database: types } });

describe(rule.name, () => {
  it.each([
    { label: "a type named, none asked for", wave: aWave(), said: ["compliant"] },
    {
      label: "no type with NONE",
      wave: aWaveOf({ launchTemplate: nameless }),
      said: [`${noType}, must name one | ${edit("<instance type>")}`],
    },
    {
      label: "no type with NONE for a role with a list",
      wave: aWaveOf({ launchTemplate: nameless }),
      config: allowing("m5", "r5.large"),
      said: [`${noType}, must be m5 or r5.large for the role database | ${edit("r5.large")}`],
    },
    {
      label: "no type with BASIC: DRS writes it",
      wave: aWaveOf({ launchTemplate: nameless, launchConfiguration: storedAs("BASIC") }),
      config: allowing("r5"),
      said: ["notApplicable"],
    },
    {
      label: "no type with IN_AWS: DRS writes it",
      wave: aWaveOf({ launchTemplate: nameless, launchConfiguration: storedAs("IN_AWS") }),
      said: ["notApplicable"],
    },
    {
      label: "no type and a right-sizing that is not set",
      wave: aWaveOf({ launchTemplate: nameless, launchConfiguration: unsized }),
      said: [`not observed: right-sizing of db-1 (${DB}) is not set in DRS`],
    },
    { label: "the allowed type", wave: aWave(), config: allowing("r5.2xlarge"), said: ["compliant"] },
    { label: "a type of the allowed family", wave: aWave(), config: allowing("m5.large", "r5"), said: ["compliant"] },
    {
      label: "another size of the allowed type",
      wave: aWave(),
      config: allowing("r5.xlarge"),
      said: [`${other}, must be r5.xlarge for the role database | ${edit("r5.xlarge")}`],
    },
    {
      label: "a family that only begins like it",
      wave: aWave(),
      config: allowing("r", "r5b"),
      said: [`${other}, must be r or r5b for the role database | ${edit("r.<size>")}`],
    },
    {
      label: "another type, written by BASIC",
      wave: aWaveOf({ launchConfiguration: storedAs("BASIC") }),
      config: allowing("m5"),
      said: [`${other}, must be m5 for the role database | ${keep} && ${edit("m5.<size>")}`],
    },
    {
      label: "a list for the role by another word",
      wave: aWave({ sourceServers: [aServer({ role: " DB " })] }),
      config: allowing("m5"),
      said: [`${other}, must be m5 for the role DB | ${edit("m5.<size>")}`],
    },
    {
      label: "a list for another role",
      wave: aWave({ sourceServers: [aServer({ role: "web" })] }),
      config: allowing("m5"),
      said: ["compliant"],
    },
    {
      label: "a role that is named like a member of every object",
      wave: aWave({ sourceServers: [aServer({ role: "constructor" })] }),
      config: allowing("m5"),
      said: ["compliant"],
    },
    {
      label: "servers of a selector",
      wave: aWave({ sourceServers: undefined, selector: { tags: { tier: "db" }, role: "database" } }),
      config: allowing("m5"),
      said: [`${other}, must be m5 for the role database | ${edit("m5.<size>")}`],
    },
  ])("$label", ({ wave, config = {}, said }) => {
    expect(waveAnswers(rule, wave, config)).toEqual(said);
  });

  it.each([
    { types: [], flaw: "allowed.database: expected at least 1 entry, got []" },
    {
      types: ["R5 large"],
      flaw: 'allowed.database[0]: expected an instance type such as r5.2xlarge, got "R5 large"',
    },
  ])("refuses $types", ({ types, flaw }) => {
    expect(() => waveAnswers(rule, aWave(), allowing(...types))).toThrow(`configuration of ${rule.name}: ${flaw}`);
  });
});
