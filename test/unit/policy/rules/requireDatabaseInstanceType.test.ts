import { describe, expect, it } from "vitest";
import type { JudgedWave } from "../../../../policy/src/rules/judgement";
import { requireDatabaseInstanceType } from "../../../../policy/src/rules/requireDatabaseInstanceType";
import { aDatabase, anObservedServer, aWave, DB, observing, WEB } from "../factories";

const { observed: _observed, ...UNSEEN } = aWave();
const selecting = (changes: Partial<JudgedWave> = {}): JudgedWave => ({
  selector: { tags: { Tier: "database" }, role: "database" },
  ...changes,
});

const stored = (name: string, method: string, id = DB) =>
  `${name} is a database, but its right-sizing stored in DRS is ${method}, not NONE. ` +
  `Mend it: aws drs update-launch-configuration --source-server-id ${id} --target-instance-type-right-sizing-method NONE`;

const right = anObservedServer({ launchConfiguration: { targetInstanceTypeRightSizingMethod: "BASIC" } });

describe(requireDatabaseInstanceType.name, () => {
  it.each([
    { label: "declared and stored as NONE", wave: aWave() },
    {
      label: "stored as NONE, not declared",
      wave: aWave({ sourceServers: [{ sourceServerId: DB, role: "database" }] }),
    },
    { label: "selected and stored as NONE", wave: selecting({ observed: observing(anObservedServer()) }) },
    {
      label: "beside another server that is right-sized",
      wave: aWave({
        sourceServers: [
          aDatabase(),
          { sourceServerId: WEB, launchConfiguration: { targetInstanceTypeRightSizingMethod: "BASIC" } },
        ],
        observed: observing(anObservedServer(), { ...right, sourceServerId: WEB }),
      }),
    },
  ])("complies: a database $label", ({ wave }) => {
    expect(requireDatabaseInstanceType(wave)).toEqual({ status: "compliant" });
  });

  it.each([
    { label: "other roles", wave: aWave({ sourceServers: [aDatabase({ role: "web" })], observed: observing(right) }) },
    { label: "no roles", wave: { sourceServers: [{ sourceServerId: DB }], observed: observing(right) } },
    { label: "no servers", wave: {} },
    {
      label: "a selector of another role",
      wave: selecting({ selector: { tags: {}, role: "web" }, observed: observing(right) }),
    },
  ])("does not apply to a wave with $label", ({ wave }) => {
    expect(requireDatabaseInstanceType(wave)).toEqual({ status: "notApplicable" });
  });

  it.each([
    {
      label: "declared as BASIC",
      wave: aWave({
        sourceServers: [aDatabase({ launchConfiguration: { targetInstanceTypeRightSizingMethod: "BASIC" } })],
      }),
      messages: [
        `${DB} is a database, but sourceServers[0].launchConfiguration.targetInstanceTypeRightSizingMethod is BASIC: write "NONE".`,
      ],
    },
    {
      label: "declared as IN_AWS, and nothing was observed: what is declared is known",
      wave: {
        ...UNSEEN,
        sourceServers: [aDatabase({ launchConfiguration: { targetInstanceTypeRightSizingMethod: "IN_AWS" } })],
      },
      messages: [
        `${DB} is a database, but sourceServers[0].launchConfiguration.targetInstanceTypeRightSizingMethod is IN_AWS: write "NONE".`,
      ],
    },
    {
      label: "stored as BASIC",
      wave: aWave({ observed: observing(right) }),
      messages: [stored(`db-1 (${DB})`, "BASIC")],
    },
    {
      label: "stored without a method",
      wave: aWave({ observed: observing(anObservedServer({ launchConfiguration: {} })) }),
      messages: [stored(`db-1 (${DB})`, "not set")],
    },
    {
      label: "stored as IN_AWS, selected",
      wave: selecting({
        observed: observing(
          anObservedServer(),
          anObservedServer({
            sourceServerId: WEB,
            hostname: "db-2",
            launchConfiguration: { targetInstanceTypeRightSizingMethod: "IN_AWS" },
          }),
        ),
      }),
      messages: [stored(`db-2 (${WEB})`, "IN_AWS", WEB)],
    },
  ])("is a violation: a database $label", ({ wave, messages }) => {
    expect(requireDatabaseInstanceType(wave as JudgedWave)).toEqual({ status: "violation", messages });
  });

  it("names a server without a hostname by its id", () => {
    const { hostname: _hostname, ...nameless } = right;
    expect(requireDatabaseInstanceType(aWave({ observed: observing(nameless) }))).toEqual({
      status: "violation",
      messages: [stored(DB, "BASIC")],
    });
  });

  it("tells everything at once", () => {
    const wave = aWave({
      sourceServers: [aDatabase({ launchConfiguration: { targetInstanceTypeRightSizingMethod: "BASIC" } })],
      observed: observing(right),
    });
    expect(requireDatabaseInstanceType(wave)).toMatchObject({ messages: { length: 2 } });
  });

  it.each([
    { label: "declared", wave: UNSEEN },
    { label: "selected", wave: selecting() },
  ])("does not know a $label database that was not observed, and does not take it for compliant", ({ wave }) => {
    expect(requireDatabaseInstanceType(wave)).toEqual({
      status: "unknown",
      reason: "the stored launch configurations were not observed",
    });
  });
});
