import { describe, expect, it } from "vitest";
import { requireTemplateInstanceType as rule } from "../../../../policy/src/rules/requireTemplateInstanceType";
import type { ObservedInstanceRequirements, RightSizingMethod } from "../../../../provider/src/vocabulary";
import { commandOf, waveAnswers } from "../answersOf";
import { aLaunchConfiguration, aServer, aTemplate, aWave, aWaveOf, DB } from "../factories";

const LT = "lt-0123456789abcdef0";
const edit = (InstanceType: string) => commandOf({ data: { InstanceType } });
const m5 = `name m5 in the launch template; ${edit("m5.<size>")}`;
const keep = `aws drs update-launch-configuration --source-server-id ${DB} --target-instance-type-right-sizing-method NONE`;
const { instanceType: _, ...nameless } = aTemplate();
const { targetInstanceTypeRightSizingMethod: __, ...unsized } = aLaunchConfiguration();
const storedAs = (method: RightSizingMethod) => aLaunchConfiguration({ targetInstanceTypeRightSizingMethod: method });
const flexible = (instanceRequirements: ObservedInstanceRequirements, launchConfiguration = storedAs("NONE")) =>
  aWaveOf({ launchTemplate: { ...nameless, instanceRequirements }, launchConfiguration });
const noType =
  "would start on an instance type that nobody has chosen: right-sizing is NONE, and the launch template names no type";
const other =
  "(r5.2xlarge) would start on an instance type that is not allowed for the role database: the drill would not prove " +
  "the machine that the plan counts on";
const allowing = (...types: string[]) => ({ allowed: { database: types } });

describe(rule.name, () => {
  it.each([
    { label: "a type named, none asked for", wave: aWave(), said: ["compliant"] },
    {
      label: "no type with NONE",
      wave: aWaveOf({ launchTemplate: nameless }),
      said: [`${noType} | name one in the launch template; ${edit("<instance type>")}`],
    },
    {
      label: "no type with NONE for a role with a list",
      wave: aWaveOf({ launchTemplate: nameless }),
      config: allowing("m5", "r5.large"),
      said: [`${noType} | name m5 or r5.large in the launch template; ${edit("r5.large")}`],
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
    { label: "requirements, which are a choice", wave: flexible({ minimumVCpus: 8 }), said: ["compliant"] },
    {
      label: "requirements for a role with a list, which list nothing",
      wave: flexible({ minimumVCpus: 8 }),
      config: allowing("r5"),
      said: [`not observed: which types the requirements of launch template ${LT} (version 2) match`],
    },
    {
      label: "requirements that list what is allowed",
      wave: flexible({ allowedInstanceTypes: ["r5.*", "m5.large"] }),
      config: allowing("r5", "m5.large"),
      said: ["compliant"],
    },
    {
      label: "requirements that list more",
      wave: flexible({ allowedInstanceTypes: ["r5.*", "c5.*", "*"] }),
      config: allowing("r5", "m5.large"),
      said: [
        "(c5.*, *) could start on an instance type that is not allowed for the role database: the drill would not prove " +
          "the machine that the plan counts on | let the launch template's requirements list r5 and m5.large alone; " +
          commandOf({ within: { InstanceRequirements: { AllowedInstanceTypes: ["r5.*", "m5.large"] } } }),
      ],
    },
    {
      label: "requirements with BASIC, which writes a type",
      wave: flexible({ minimumVCpus: 8 }, storedAs("BASIC")),
      said: [
        `not observed: what the requirements of launch template ${LT} (version 2) mean beside the right-sizing BASIC`,
      ],
    },
    { label: "the allowed type", wave: aWave(), config: allowing("r5.2xlarge"), said: ["compliant"] },
    { label: "a type of the allowed family", wave: aWave(), config: allowing("m5.large", "r5"), said: ["compliant"] },
    {
      label: "another size of the allowed type",
      wave: aWave(),
      config: allowing("r5.xlarge"),
      said: [`${other} | name r5.xlarge in the launch template; ${edit("r5.xlarge")}`],
    },
    {
      label: "a family that only begins like it",
      wave: aWave(),
      config: allowing("r", "r5b"),
      said: [`${other} | name r or r5b in the launch template; ${edit("r.<size>")}`],
    },
    {
      label: "another type, written by BASIC",
      wave: aWaveOf({ launchConfiguration: storedAs("BASIC") }),
      config: allowing("m5"),
      said: [
        `${other} | set right-sizing to NONE, else DRS overwrites it, and name m5 in the launch template; ${keep}; ` +
          edit("m5.<size>"),
      ],
    },
    {
      label: "a list for the role by another word",
      wave: aWave({ sourceServers: [aServer({ role: " DB " })] }),
      config: allowing("m5"),
      said: [`${other} | ${m5}`],
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
      said: [`${other} | ${m5}`],
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
