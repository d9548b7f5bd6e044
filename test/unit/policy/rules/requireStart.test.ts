import { describe, expect, it } from "vitest";
import { requireStart as rule } from "../../../../policy/src/rules/requireStart";
import { waveAnswers } from "../answersOf";
import { aLaunchConfiguration, aServer, aWave, aWaveOf, DB } from "../factories";

const stopped = { launchConfiguration: aLaunchConfiguration({ launchDisposition: "STOPPED" }) };
const WHY = "a stopped copy does not prove that it starts, and a real recovery would leave it stopped as well";
const left = (disposition: string) => `would be left stopped (launchDisposition is ${disposition}): ${WHY}`;
const fix = `aws drs update-launch-configuration --source-server-id ${DB} --launch-disposition STARTED`;
const stored = `${left("STOPPED")} | ${fix}`;

describe(rule.name, () => {
  it.each([
    { label: "STARTED stored", wave: aWave(), said: ["compliant"] },
    { label: "STOPPED stored", wave: aWaveOf(stopped), said: [stored] },
    { label: "STOPPED stored, for a recovery", wave: aWaveOf(stopped, { isDrill: false }), said: [stored] },
    {
      label: "nothing stored",
      wave: aWaveOf({ launchConfiguration: {} }),
      said: [`${left("not set")} | ${fix}`],
    },
    {
      label: "STOPPED declared and nothing observed",
      wave: aWave({
        sourceServers: [aServer({ launchConfiguration: { launchDisposition: "STOPPED" } })],
        observe: "off",
        observed: undefined,
      }),
      said: [
        `would be left stopped (launchDisposition is STOPPED), as the program declares in sourceServers[0].launchConfiguration.launchDisposition: ${WHY} | declare launchDisposition: "STARTED"`,
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
