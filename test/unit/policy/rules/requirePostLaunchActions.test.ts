import { describe, expect, it } from "vitest";
import { requirePostLaunchActions as rule } from "../../../../policy/src/rules/requirePostLaunchActions";
import { waveAnswers } from "../answersOf";
import { aLaunchConfiguration, aServer, aWave, aWaveOf, DB } from "../factories";

const off = { launchConfiguration: aLaunchConfiguration({ postLaunchEnabled: false }) };
const SAYS = "would run no post-launch actions (postLaunchEnabled is off)";
const WHY = "what they set up or check for the role database would be left out";
const fix = `aws drs update-launch-configuration --source-server-id ${DB} --post-launch-enabled`;
const stored = `${SAYS}: ${WHY} | ${fix}`;

describe(rule.name, () => {
  it.each([
    { label: "actions on", wave: aWave(), said: ["compliant"] },
    { label: "actions off", wave: aWaveOf(off), said: [stored] },
    {
      label: "nothing stored",
      wave: aWaveOf({ launchConfiguration: {} }),
      said: [stored],
    },
    {
      label: "actions declared as off, with nothing observed",
      wave: aWave({
        sourceServers: [aServer({ launchConfiguration: { postLaunchEnabled: false } })],
        observe: "off",
        observed: undefined,
      }),
      said: [
        `${SAYS}, as the program declares in sourceServers[0].launchConfiguration.postLaunchEnabled: ${WHY} | declare postLaunchEnabled: true`,
      ],
    },
    {
      label: "another role, with nothing observed",
      wave: aWave({ sourceServers: [aServer({ role: "web" })], observe: "off", observed: undefined }),
      said: ["notApplicable"],
    },
    { label: "no role", wave: aWave({ sourceServers: [{ sourceServerId: DB }] }), said: ["notApplicable"] },
    {
      label: "servers of a selector",
      wave: aWaveOf(off, { sourceServers: undefined, selector: { tags: { tier: "db" }, role: "database" } }),
      said: [stored],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave, { roles: ["database"] })).toEqual(said);
  });

  it("judges nobody as long as no role is configured", () => {
    expect(waveAnswers(rule, aWaveOf(off))).toEqual(["notApplicable"]);
  });

  it("refuses a role without a name", () => {
    expect(() => waveAnswers(rule, aWave(), { roles: [""] })).toThrow(
      `configuration of ${rule.name}: roles[0]: expected at least 1 character, got ""`,
    );
  });
});
