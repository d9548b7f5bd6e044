import { describe, expect, it } from "vitest";
import { disallowRecoveryInstance as rule } from "../../../../policy/src/rules/disallowRecoveryInstance";
import { waveAnswers } from "../answersOf";
import { aSeenServer, aWave, aWaveOf, observing, WEB } from "../factories";

const [FIRST, SECOND] = ["i-00000000000000001", "i-00000000000000002"];
const instance = (recoveryInstanceId: string, isDrill: boolean) => ({ recoveryInstanceId, isDrill });
const inTheWay = (ids: string) =>
  `(${ids}) would lose the instance of a real recovery, which may be production now: a launch terminates every earlier ` +
  "recovery instance of its server | leave such a server out of the wave until its failback has ended";

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
      said: [inTheWay(`${FIRST} and ${SECOND}`)],
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
      said: ["compliant", inTheWay(FIRST)],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });
});
