import { describe, expect, it } from "vitest";
import { requirePrivateIp as rule } from "../../../../policy/src/rules/requirePrivateIp";
import type { DrillWaveInputs, LaunchConfigurationSettings } from "../../../../provider/src/vocabulary";
import { waveAnswers } from "../answersOf";
import { aLaunchConfiguration, aSeenServer, aServer, aWave, type Changes, DB, observing } from "../factories";

const directory = (
  changes: Changes<DrillWaveInputs> = {},
  declared?: LaunchConfigurationSettings,
  unknown?: string[],
) =>
  aWave(
    {
      sourceServers: [
        aServer({ role: "directory", ...(declared === undefined ? {} : { launchConfiguration: declared }) }),
      ],
      ...changes,
    },
    unknown,
  );
const storing = (launchConfiguration: LaunchConfigurationSettings) =>
  directory({ observed: observing([aSeenServer({ launchConfiguration })]) });
const wanted = "must be true for the role directory";
const fix = `aws drs update-launch-configuration --source-server-id ${DB} --copy-private-ip`;

describe(rule.name, () => {
  it.each([
    { label: "the address kept", wave: directory(), said: ["compliant"] },
    {
      label: "another address stored",
      wave: storing(aLaunchConfiguration({ copyPrivateIp: false })),
      said: [`copyPrivateIp stored in DRS is false, ${wanted} | ${fix}`],
    },
    {
      label: "nothing stored",
      wave: storing({}),
      said: [`copyPrivateIp stored in DRS is not set, ${wanted} | ${fix}`],
    },
    {
      label: "another address declared and nothing observed",
      wave: directory({ observe: "off", observed: undefined }, { copyPrivateIp: false }),
      said: [
        `copyPrivateIp declared as sourceServers[0].launchConfiguration.copyPrivateIp is false, ${wanted} | copyPrivateIp: true`,
      ],
    },
    {
      label: "another role, and nothing observed",
      wave: aWave({ observe: "off", observed: undefined }),
      said: ["notApplicable"],
    },
    { label: "no role", wave: aWave({ sourceServers: [{ sourceServerId: DB }] }), said: ["notApplicable"] },
    {
      label: "a selector that nobody has resolved, with another role",
      wave: aWave({ sourceServers: undefined, selector: { tags: { tier: "web" }, role: "web" }, observed: undefined }),
      said: ["notApplicable"],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });

  it("takes other roles, or none", () => {
    const wave = storing(aLaunchConfiguration({ copyPrivateIp: false }));
    expect(waveAnswers(rule, wave, { roles: ["dns"] })).toEqual(["notApplicable"]);
    expect(waveAnswers(rule, wave, { roles: [] })).toEqual(["notApplicable"]);
  });

  it("refuses a role without a name", () => {
    expect(() => waveAnswers(rule, aWave(), { roles: [""] })).toThrow(
      `configuration of ${rule.name}: roles[0]: expected at least 1 character, got ""`,
    );
  });
});
