import { describe, expect, it } from "vitest";
import { disallowCopiesIntoInstance as rule } from "../../../../policy/src/rules/disallowCopiesIntoInstance";
import type { LaunchConfigurationSettings } from "../../../../provider/src/vocabulary";
import { waveAnswers } from "../answersOf";
import { aLaunchConfiguration, aServer, aWave, aWaveOf, DB } from "../factories";

const TARGET = "i-0123456789abcdef0";
const into = (launchIntoEC2InstanceID: string) => ({ launchIntoInstanceProperties: { launchIntoEC2InstanceID } });
const storing = (changes: LaunchConfigurationSettings) =>
  aWaveOf({ launchConfiguration: aLaunchConfiguration({ ...into(TARGET), ...changes }) });
const declaring = (launchConfiguration: LaunchConfigurationSettings) =>
  aWave({ sourceServers: [aServer({ launchConfiguration })], observe: "off", observed: undefined });
const wanted = `must be false to launch into the existing instance ${TARGET}`;
const update = `aws drs update-launch-configuration --source-server-id ${DB}`;
const tags = `copyTags stored in DRS is true, ${wanted} | ${update} --no-copy-tags`;
const address = `copyPrivateIp stored in DRS is true, ${wanted} | ${update} --no-copy-private-ip`;
const declaredTags = `copyTags declared as sourceServers[0].launchConfiguration.copyTags is true, ${wanted} | copyTags: false`;

describe(rule.name, () => {
  it.each([
    { label: "a new instance", wave: aWave(), said: ["notApplicable"] },
    { label: "an instance without an id", wave: storing(into("")), said: ["notApplicable"] },
    { label: "nothing copied", wave: storing({ copyTags: false, copyPrivateIp: false }), said: ["compliant"] },
    { label: "tags copied", wave: storing({ copyPrivateIp: false }), said: [tags] },
    { label: "the address copied", wave: storing({ copyTags: false }), said: [address] },
    { label: "both copied", wave: storing({}), said: [`${tags} & ${address}`] },
    {
      label: "copying not set",
      wave: aWaveOf({ launchConfiguration: into(TARGET) }),
      said: [
        `copyTags stored in DRS is not set, ${wanted} | ${update} --no-copy-tags` +
          ` & copyPrivateIp stored in DRS is not set, ${wanted} | ${update} --no-copy-private-ip`,
      ],
    },
    {
      label: "tags copied as declared, with nothing observed",
      wave: declaring({ ...into(TARGET), copyTags: true }),
      said: [declaredTags],
    },
    {
      label: "nothing copied as declared, with nothing observed",
      wave: declaring({ ...into(TARGET), copyTags: false, copyPrivateIp: false }),
      said: ['not observed: the wave says observe: "off"'],
    },
    {
      label: "tags not copied as declared, and the rest not observed",
      wave: declaring({ ...into(TARGET), copyTags: false }),
      said: ['not observed: the wave says observe: "off"'],
    },
    {
      label: "an instance declared, tags stored as copied",
      wave: aWaveOf(
        { launchConfiguration: aLaunchConfiguration({ copyPrivateIp: false }) },
        { sourceServers: [aServer({ launchConfiguration: into(TARGET) })] },
      ),
      said: [tags],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });
});
