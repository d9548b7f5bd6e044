import { describe, expect, it } from "vitest";
import { disallowRecoveryInstance as rule } from "../../../../policy/src/rules/disallowRecoveryInstance";
import { waveAnswers } from "../answersOf";
import { aSeenServer, aWave, aWaveOf, DB, observing, WEB } from "../factories";

const [FIRST, SECOND] = ["i-00000000000000001", "i-00000000000000002"];
const instance = (recoveryInstanceId: string, isDrill: boolean) => ({ recoveryInstanceId, isDrill });
const inTheWay = (id: string, server = DB) =>
  `DRS lists ${id}, the recovery instance of a recovery that is not a drill, ` +
  "must have none, as a launch terminates every earlier recovery instance of its server | " +
  `leave ${server} out of the wave until its failback from ${id} has ended`;

describe(rule.name, () => {
  it.each([
    { label: "no recovery instance", wave: aWave(), said: ["compliant"] },
    {
      label: "a drill's instance",
      wave: aWaveOf({ recoveryInstances: [instance(FIRST, true)] }),
      said: ["compliant"],
    },
    {
      label: "a recovery's instance",
      wave: aWaveOf({ recoveryInstances: [instance(FIRST, false)] }),
      said: [inTheWay(FIRST)],
    },
    {
      label: "two of them, and a drill's",
      wave: aWaveOf({
        recoveryInstances: [instance(FIRST, false), instance("i-00000000000000003", true), instance(SECOND, false)],
      }),
      said: [`${inTheWay(FIRST)} & ${inTheWay(SECOND)}`],
    },
    {
      label: "one that the program would replace",
      wave: aWaveOf({ recoveryInstances: [instance(FIRST, false)] }, { replaceRecoveryInstances: true }),
      said: [inTheWay(FIRST)],
    },
    {
      label: "a wave that is a recovery itself",
      wave: aWaveOf({ recoveryInstances: [instance(FIRST, false)] }, { isDrill: false }),
      said: ["notApplicable"],
    },
    {
      label: "a server of a selector",
      wave: aWave({
        sourceServers: undefined,
        selector: { tags: { Tier: "web" } },
        observed: observing([
          aSeenServer(),
          aSeenServer({ sourceServerId: WEB, recoveryInstances: [instance(FIRST, false)] }),
        ]),
      }),
      said: ["compliant", inTheWay(FIRST, WEB)],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });
});
