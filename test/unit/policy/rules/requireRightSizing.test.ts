import { describe, expect, it } from "vitest";
import { requireDatabaseInstanceType as rule } from "../../../../policy/src/rules/requireDatabaseInstanceType";
import type { ObservedLaunchTemplate } from "../../../../provider/src/vocabulary";
import { waveAnswers } from "../answersOf";
import { aLaunchConfiguration, aServer, aTemplate, aWave, aWaveOf, DB } from "../factories";

const storedAs = (method: "NONE" | "BASIC" | "IN_AWS") =>
  aWaveOf({ launchConfiguration: aLaunchConfiguration({ targetInstanceTypeRightSizingMethod: method }) });
const basic = aLaunchConfiguration({ targetInstanceTypeRightSizingMethod: "BASIC" });
const basicWith = (launchTemplate: ObservedLaunchTemplate | undefined) =>
  aWaveOf({ launchConfiguration: basic, launchTemplate });
const declaredBasic =
  "right-sizing declared as " +
  "sourceServers[0].launchConfiguration.targetInstanceTypeRightSizingMethod is BASIC, must be NONE for the role database" +
  ' | targetInstanceTypeRightSizingMethod: "NONE"';
const declaring = (method: "NONE" | "BASIC") =>
  aServer({ launchConfiguration: { targetInstanceTypeRightSizingMethod: method } });
const fixStored = `aws drs update-launch-configuration --source-server-id ${DB} --target-instance-type-right-sizing-method NONE`;
const pin = `${fixStored} # then see that lt-0123456789abcdef0 names the type you want (r5.2xlarge now)`;
const offer = `; or, as IN_AWS keeps the source's own type, let the configuration of ${rule.name} say methods: {"database": ["NONE","IN_AWS"]}`;
const stored = "right-sizing stored in DRS is";

describe(rule.name, () => {
  it.each([
    { label: "NONE stored", wave: aWave(), said: ["compliant"] },
    {
      label: "BASIC stored",
      wave: storedAs("BASIC"),
      said: [`${stored} BASIC, must be NONE for the role database | ${pin}`],
    },
    {
      label: "IN_AWS stored",
      wave: storedAs("IN_AWS"),
      said: [`${stored} IN_AWS, must be NONE for the role database | ${pin}${offer}`],
    },
    {
      label: "BASIC stored, and a template that names no type",
      wave: basicWith(aTemplate({ instanceType: undefined })),
      said: [`${stored} BASIC, must be NONE for the role database | ${fixStored}`],
    },
    {
      label: "BASIC stored, and a template that could not be read",
      wave: basicWith(undefined),
      said: [`${stored} BASIC, must be NONE for the role database | ${fixStored}`],
    },
    {
      label: "BASIC stored and declared",
      wave: aWaveOf({ launchConfiguration: basic }, { sourceServers: [declaring("BASIC")] }),
      said: [`${declaredBasic} & ${stored} BASIC, must be NONE for the role database | ${pin}`],
    },
    {
      label: "nothing stored",
      wave: aWaveOf({ launchConfiguration: {} }),
      said: [`${stored} not set, must be NONE for the role database | ${fixStored}`],
    },
    {
      label: "BASIC declared",
      wave: aWave({ sourceServers: [declaring("BASIC")], observe: "off" }, ["observed"]),
      said: [declaredBasic],
    },
    {
      label: "NONE declared and not observed: another may be stored",
      wave: aWave({ sourceServers: [declaring("NONE")], observe: "off" }, ["observed"]),
      said: ["unknown during preview: observed"],
    },
    {
      label: "another role",
      wave: aWave({ sourceServers: [aServer({ role: "web" })] }),
      said: ["notApplicable"],
    },
    { label: "no role", wave: aWave({ sourceServers: [{ sourceServerId: DB }] }), said: ["notApplicable"] },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });

  it.each(["Database", "DATABASE", "db", " db ", "SQL Server", "mysql"])("judges the role %j", (role) => {
    const sourceServers = [aServer({ role })];
    const selecting = { sourceServers: undefined, selector: { tags: { Tier: "data" }, role } };
    const said = [`${stored} BASIC, must be NONE for the role ${role.trim()} | ${pin}`];
    expect(waveAnswers(rule, aWaveOf({ launchConfiguration: basic }, { sourceServers }))).toEqual(said);
    expect(waveAnswers(rule, aWaveOf({ launchConfiguration: basic }, selecting))).toEqual(said);
  });

  it("prefers what is configured for a kind of databases, and the default for the others", () => {
    const config = { methods: { MySQL: ["BASIC"] } };
    const ofRole = (role: string) => aWaveOf({ launchConfiguration: basic }, { sourceServers: [aServer({ role })] });
    expect(waveAnswers(rule, ofRole("mysql"), config)).toEqual(["compliant"]);
    expect(waveAnswers(rule, ofRole("database"), config)).toEqual([
      `${stored} BASIC, must be NONE for the role database | ${pin}`,
    ]);
  });

  it.each([
    { methods: { cache: ["BASIC"] }, role: "database", said: "violation" },
    { methods: {}, role: "db", said: "violation" },
    { methods: { mysql: ["BASIC"] }, role: "postgres", said: "violation" },
    { methods: { mysql: ["BASIC"] }, role: "MySQL", said: "compliant" },
    { methods: { DB: ["BASIC"] }, role: "database", said: "compliant" },
    { methods: { cache: ["BASIC"] }, role: "web", said: "notApplicable" },
  ])("adds $methods to what it accepts of databases: $role is $said", ({ methods, role, said }) => {
    const wave = aWaveOf({ launchConfiguration: basic }, { sourceServers: [aServer({ role })] });
    const [answer = ""] = waveAnswers(rule, wave, { methods });
    expect(answer.includes("BASIC, must be NONE") ? "violation" : answer).toBe(said);
  });

  it("takes other methods for other roles", () => {
    const config = { methods: { database: ["NONE", "IN_AWS"] } };
    expect(waveAnswers(rule, storedAs("IN_AWS"), config)).toEqual(["compliant"]);
    expect(waveAnswers(rule, storedAs("BASIC"), config)).toEqual([
      `${stored} BASIC, must be NONE or IN_AWS for the role database | ${pin}`,
    ]);
  });

  it("pins no type by a method that lets DRS pick it", () => {
    expect(waveAnswers(rule, storedAs("BASIC"), { methods: { database: ["IN_AWS", "NONE"] } })).toEqual([
      `${stored} BASIC, must be IN_AWS or NONE for the role database | ${fixStored.replace(/NONE$/, "IN_AWS")}`,
    ]);
  });

  it.each([
    { methods: { database: [] }, flaw: "methods.database: expected at least 1 entry, got []" },
    {
      methods: { database: ["LARGE"] },
      flaw: 'methods.database[0]: expected one of NONE, BASIC, IN_AWS, got "LARGE"',
    },
  ])("refuses $methods", ({ methods, flaw }) => {
    expect(() => waveAnswers(rule, aWave(), { methods })).toThrow(`configuration of ${rule.name}: ${flaw}`);
  });
});
