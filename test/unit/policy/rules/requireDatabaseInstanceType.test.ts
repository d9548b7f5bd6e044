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

/** A server whose launch configuration could not be read. */
const assumed = (targetInstanceTypeRightSizingMethod: "NONE" | "BASIC") =>
  anObservedServer({
    launchConfigurationSource: "defaults",
    launchConfiguration: { targetInstanceTypeRightSizingMethod },
  });

/** A database of which the program does not say how it is sized. */
const UNDECLARED = { sourceServerId: DB, role: "database" };
const undeclared = (server: ReturnType<typeof anObservedServer>) =>
  aWave({ sourceServers: [UNDECLARED], observed: observing(server) });

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
    { label: "declared without a method", wave: { sourceServers: [UNDECLARED] } },
    { label: "selected", wave: selecting() },
  ])("does not know a $label database that is not observed yet, and does not take it for compliant", ({ wave }) => {
    expect(requireDatabaseInstanceType(wave)).toEqual({
      status: "unknown",
      reason: "settings pending: the stored launch configurations are not observed yet",
    });
  });

  it.each([
    { label: "one of two", wave: aWave({ sourceServers: [aDatabase(), aDatabase({ sourceServerId: WEB })] }), id: WEB },
    { label: "the only one", wave: aWave({ observed: observing() }), id: DB },
  ])("does not know a database that the observation lacks, $label: neither violation nor compliant", ({ wave, id }) => {
    expect(requireDatabaseInstanceType(wave)).toEqual({
      status: "unknown",
      reason: `the stored launch configuration of ${id} was not read`,
    });
  });

  describe("a stored setting that is never read", () => {
    it.each([
      { label: "the program does not look", wave: { ...UNSEEN, observe: "off" as const } },
      { label: "defaults are assumed", wave: aWave({ observed: observing(assumed("BASIC")) }) },
    ])("complies where $label and declares NONE: create insists on that", ({ wave }) => {
      expect(requireDatabaseInstanceType(wave)).toEqual({ status: "compliant" });
    });

    it.each([
      {
        label: "the program does not look",
        wave: { observe: "off" as const, sourceServers: [UNDECLARED, aDatabase({ sourceServerId: WEB })] },
      },
      { label: "a default is assumed that would be wrong", wave: undeclared(assumed("BASIC")) },
      { label: "a default is assumed that would be right", wave: undeclared(assumed("NONE")) },
      { label: "defaults are assumed, selected", wave: selecting({ observed: observing(assumed("NONE")) }) },
    ])("is a violation where $label and NONE is not declared", ({ wave }) => {
      expect(requireDatabaseInstanceType(wave)).toEqual({
        status: "violation",
        messages: [`${DB} is a database whose stored right-sizing is not read: observe it, or declare "NONE".`],
      });
    });

    it("is a violation where databases are selected and never looked at: nobody knows which they are", () => {
      expect(requireDatabaseInstanceType(selecting({ observe: "off" }))).toEqual({
        status: "violation",
        messages: [
          'The wave selects databases with observe: "off", so their right-sizing cannot be judged: observe them.',
        ],
      });
    });

    it("is nothing to a server of another role", () => {
      const web = assumed("BASIC");
      const observed = observing(anObservedServer(), { ...web, sourceServerId: WEB });
      const sourceServers = [aDatabase(), { sourceServerId: WEB, role: "web" }];
      expect(requireDatabaseInstanceType(aWave({ sourceServers, observed }))).toEqual({ status: "compliant" });
    });
  });

  it("tells what is wrong although another database was not read", () => {
    const wave = aWave({
      sourceServers: [aDatabase(), aDatabase({ sourceServerId: WEB })],
      observed: observing(right),
    });
    expect(requireDatabaseInstanceType(wave)).toEqual({
      status: "violation",
      messages: [stored(`db-1 (${DB})`, "BASIC")],
    });
  });
});
