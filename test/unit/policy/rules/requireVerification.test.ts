import { describe, expect, it } from "vitest";
import { requireVerification as rule } from "../../../../policy/src/rules/requireVerification";
import { waveAnswers } from "../answersOf";
import { aServer, aWave, WEB } from "../factories";

const launched =
  "would pass with critical servers that do not boot (success is launched): DRS counts a server as launched once its " +
  'instance was started | success: "statusChecks"';
const optional = aServer({ impactLevel: "OPTIONAL" });

describe(rule.name, () => {
  it.each([
    { label: "success left out", wave: aWave(), said: ["compliant"] },
    { label: "running", wave: aWave({ success: "running" }), said: ["compliant"] },
    { label: "statusChecks", wave: aWave({ success: "statusChecks" }), said: ["compliant"] },
    { label: "launched", wave: aWave({ success: "launched" }), said: [launched] },
    { label: "launched, not observed", wave: aWave({ success: "launched", observed: undefined }), said: [launched] },
    {
      label: "launched, optional servers alone",
      wave: aWave({ success: "launched", sourceServers: [optional] }),
      said: ["notApplicable"],
    },
    {
      label: "launched, an optional server and a critical one",
      wave: aWave({ success: "launched", sourceServers: [optional, aServer({ sourceServerId: WEB })] }),
      said: [launched],
    },
    {
      label: "launched, a selector that nobody has resolved",
      wave: aWave({
        success: "launched",
        sourceServers: undefined,
        selector: { tags: { Tier: "web" } },
        observed: undefined,
      }),
      said: [launched],
    },
    { label: "running, servers unknown at preview", wave: aWave({}, ["sourceServers"]), said: ["compliant"] },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });
});
