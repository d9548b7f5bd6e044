import { describe, expect, it } from "vitest";
import { disallowLeftoverInstances as rule } from "../../../../policy/src/rules/disallowLeftoverInstances";
import { waveAnswers } from "../answersOf";
import { ago, aSeenServer, aWave, OBSERVED_AT, observing, theSurroundings } from "../factories";

const [FIRST, SECOND] = ["i-00000000000000001", "i-00000000000000002"];

/** A wave of one server with drill instances that EC2 launched at these times; without a time, EC2 said nothing. */
const holding = (times: Record<string, string | undefined>, { isDrill = true, reason = "" } = {}) => {
  const recoveryInstances = Object.keys(times).map((recoveryInstanceId) => ({ recoveryInstanceId, isDrill }));
  const launchTimes: Record<string, string> = JSON.parse(JSON.stringify(times));
  const unseen = reason === "" ? {} : { unseen: { launchTimes: reason } };
  return aWave({
    observed: observing([aSeenServer({ recoveryInstances })], theSurroundings({ launchTimes, ...unseen })),
  });
};
const { surroundings: _around, ...seenAlone } = observing();
const old = (id: string, hours: string, maximum = "24 hours") =>
  `(${hours}) left instances of a drill running for more than ${maximum}: they cost, can be reached, and nobody patches them | ` +
  "run `pulumi destroy` in the stack that launched them, or terminate them where no stack knows them; " +
  `aws drs terminate-recovery-instances --recovery-instance-ids ${id}`;
const dayAndMore = new Date(Date.parse(ago({ hours: 24 })) - 1000).toISOString();

describe(rule.name, () => {
  it.each([
    {
      label: "no instance, and nothing seen around it",
      wave: aWave({ observed: seenAlone }),
      said: ["compliant"],
    },
    { label: "a fresh instance", wave: holding({ [FIRST]: OBSERVED_AT }), said: ["compliant"] },
    { label: "one of exactly a day", wave: holding({ [FIRST]: ago({ hours: 24 }) }), said: ["compliant"] },
    {
      label: "one of a second more",
      wave: holding({ [FIRST]: dayAndMore }),
      said: [old(FIRST, "24.1 hours")],
    },
    {
      label: "an old one and a fresh one",
      wave: holding({ [FIRST]: ago({ days: 2 }), [SECOND]: ago({ hours: 1 }) }),
      said: [old(FIRST, "48 hours")],
    },
    {
      label: "two old ones",
      wave: holding({ [FIRST]: ago({ days: 2 }), [SECOND]: ago({ hours: 30 }) }),
      said: [`${old(FIRST, "48 hours")} & ${old(SECOND, "30 hours")}`],
    },
    {
      label: "an old one of a recovery",
      wave: holding({ [FIRST]: ago({ days: 2 }) }, { isDrill: false }),
      said: ["compliant"],
    },
    {
      label: "one without a launch time beside an old one",
      wave: holding({ [FIRST]: undefined, [SECOND]: ago({ days: 2 }) }),
      said: [old(SECOND, "48 hours")],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });

  it.each([
    { maximumAgeHours: 1, hours: 2, said: [old(FIRST, "2 hours", "1 hour")] },
    { maximumAgeHours: 8760, hours: 8760, said: ["compliant"] },
  ])("accepts $maximumAgeHours hours", ({ maximumAgeHours, hours, said }) => {
    expect(waveAnswers(rule, holding({ [FIRST]: ago({ hours }) }), { maximumAgeHours })).toEqual(said);
  });

  it.each([
    { maximumAgeHours: 0, flaw: "maximumAgeHours: expected at least 1, got 0" },
    { maximumAgeHours: 8761, flaw: "maximumAgeHours: expected at most 8760, got 8761" },
  ])("refuses $maximumAgeHours hours", ({ maximumAgeHours, flaw }) => {
    expect(() => waveAnswers(rule, aWave(), { maximumAgeHours })).toThrow(`configuration of ${rule.name}: ${flaw}`);
  });
});
