import { describe, expect, it } from "vitest";
import { requireStart as rule } from "../../../../policy/src/rules/requireStart";
import { waveAnswers } from "../answersOf";
import { aLaunchConfiguration, aServer, aWave, aWaveOf, DB } from "../factories";

const stopped = { launchConfiguration: aLaunchConfiguration({ launchDisposition: "STOPPED" }) };
const wanted = "must be STARTED for a critical server";
const fix = `aws drs update-launch-configuration --source-server-id ${DB} --launch-disposition STARTED`;
const stored = `launchDisposition stored in DRS is STOPPED, ${wanted} | ${fix}`;

describe(rule.name, () => {
  it.each([
    { label: "STARTED stored", wave: aWave(), said: ["compliant"] },
    { label: "STOPPED stored", wave: aWaveOf(stopped), said: [stored] },
    { label: "STOPPED stored, for a recovery", wave: aWaveOf(stopped, { isDrill: false }), said: [stored] },
    {
      label: "nothing stored",
      wave: aWaveOf({ launchConfiguration: {} }),
      said: [`launchDisposition stored in DRS is not set, ${wanted} | ${fix}`],
    },
    {
      label: "STOPPED declared and nothing observed",
      wave: aWave({
        sourceServers: [aServer({ launchConfiguration: { launchDisposition: "STOPPED" } })],
        observe: "off",
        observed: undefined,
      }),
      said: [
        `launchDisposition declared as sourceServers[0].launchConfiguration.launchDisposition is STOPPED, ${wanted} | launchDisposition: "STARTED"`,
      ],
    },
    {
      label: "an OPTIONAL server, with nothing observed",
      wave: aWave({ sourceServers: [aServer({ impactLevel: "OPTIONAL" })], observe: "off", observed: undefined }),
      said: ["notApplicable"],
    },
    {
      label: "servers of a selector",
      wave: aWaveOf(stopped, { sourceServers: undefined, selector: { tags: { tier: "db" } } }),
      said: [stored],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });
});
