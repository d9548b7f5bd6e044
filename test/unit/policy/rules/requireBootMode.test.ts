import { describe, expect, it } from "vitest";
import { editTemplate } from "../../../../policy/src/judged/launchTemplate";
import { requireBootMode as rule } from "../../../../policy/src/rules/requireBootMode";
import { waveAnswers } from "../answersOf";
import { aServer, aTemplate, aWave, aWaveAmid, aWaveOf } from "../factories";

const { instanceType: _, ...nameless } = aTemplate();
const booting = (...bootModes: string[]) =>
  aWaveAmid({ instanceTypes: { "r5.2xlarge": { vCpus: 8, memoryMiB: 65_536, bootModes } } });
const seen = "r5.2xlarge of launch template lt-0123456789abcdef0 (version 2) boots by";
const edit = (mode: string) => editTemplate(aTemplate(), { InstanceType: `<type that supports ${mode}>` });
const uefi = { modes: { database: "uefi" } };

describe(rule.name, () => {
  it.each([
    { label: "a type that supports both", wave: aWave(), said: ["compliant"] },
    { label: "a type that supports this one", wave: booting("uefi"), said: ["compliant"] },
    {
      label: "a type that supports the other",
      wave: booting("legacy-bios"),
      said: [`${seen} legacy-bios, must support uefi for the role database | ${edit("uefi")}`],
    },
    {
      label: "boot modes that are not reported",
      wave: booting(),
      said: ["not observed: EC2 does not report the boot modes of r5.2xlarge"],
    },
    { label: "no type in the template", wave: aWaveOf({ launchTemplate: nameless }), said: ["notApplicable"] },
    {
      label: "another role, with nothing observed",
      wave: aWave({ sourceServers: [aServer({ role: "web" })], observe: "off", observed: undefined }),
      said: ["notApplicable"],
    },
    {
      label: "a role that is named like a member of every object",
      wave: aWave({ sourceServers: [aServer({ role: "constructor" })] }),
      said: ["notApplicable"],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave, uefi)).toEqual(said);
  });

  it("judges nobody as long as no role is configured", () => {
    expect(waveAnswers(rule, booting("legacy-bios"))).toEqual(["notApplicable"]);
  });

  it("takes another mode for another role", () => {
    expect(waveAnswers(rule, booting("uefi"), { modes: { database: "legacy-bios" } })).toEqual([
      `${seen} uefi, must support legacy-bios for the role database | ${edit("legacy-bios")}`,
    ]);
  });

  it("refuses a mode that is an image's, not a type's", () => {
    expect(() => waveAnswers(rule, aWave(), { modes: { database: "uefi-preferred" } })).toThrow(
      `configuration of ${rule.name}: modes.database: expected one of legacy-bios, uefi, got "uefi-preferred"`,
    );
  });
});
