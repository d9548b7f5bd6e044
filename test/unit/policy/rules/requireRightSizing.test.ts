import { describe, expect, it } from "vitest";
import { requireRightSizing as rule } from "../../../../policy/src/rules/requireRightSizing";
import type { ObservedLaunchTemplate } from "../../../../provider/src/vocabulary";
import { waveAnswers } from "../answersOf";
import { aLaunchConfiguration, aServer, aTemplate, aWave, aWaveOf, DB } from "../factories";

const storedAs = (method: "NONE" | "BASIC" | "IN_AWS") =>
  aWaveOf({ launchConfiguration: aLaunchConfiguration({ targetInstanceTypeRightSizingMethod: method }) });
const basic = aLaunchConfiguration({ targetInstanceTypeRightSizingMethod: "BASIC" });
const basicWith = (launchTemplate: ObservedLaunchTemplate | undefined) =>
  aWaveOf({ launchConfiguration: basic, launchTemplate });
const BASIC =
  "would start on an instance type that DRS picks (right-sizing BASIC), where the role database needs NONE: nobody has " +
  "chosen or tried that machine";
const [happens, why] = BASIC.split(": ");
const declaredBasic =
  `${happens}, as the program declares in sourceServers[0].launchConfiguration.targetInstanceTypeRightSizingMethod: ` +
  `${why} | declare targetInstanceTypeRightSizingMethod: "NONE"`;
const declaring = (method: "NONE" | "BASIC") =>
  aServer({ launchConfiguration: { targetInstanceTypeRightSizingMethod: method } });
const fixStored = `aws drs update-launch-configuration --source-server-id ${DB} --target-instance-type-right-sizing-method NONE`;
const see = "set NONE, and see that the launch template's type is the one you want";
const pinned = (says: string, more = "") => `(r5.2xlarge now) ${says} | ${see}${more}; ${fixStored}`;
const unpinned = `${BASIC} | ${see}; ${fixStored}`;
const offer = ', or accept it (methods: {"database":["NONE","IN_AWS"]})';

describe(rule.name, () => {
  it.each([
    { label: "NONE stored", wave: aWave(), said: ["compliant"] },
    {
      label: "BASIC stored",
      wave: storedAs("BASIC"),
      said: [pinned(BASIC)],
    },
    {
      label: "IN_AWS stored",
      wave: storedAs("IN_AWS"),
      said: [
        pinned(
          "would start on the instance type of the source (right-sizing IN_AWS), where the role database needs NONE: it " +
            "overwrites what the launch template names",
          offer,
        ),
      ],
    },
    {
      label: "BASIC stored, and a template that names no type",
      wave: basicWith(aTemplate({ instanceType: undefined })),
      said: [unpinned],
    },
    {
      label: "BASIC stored, and a template that could not be read",
      wave: basicWith(undefined),
      said: [unpinned],
    },
    {
      label: "BASIC stored and declared",
      wave: aWaveOf({ launchConfiguration: basic }, { sourceServers: [declaring("BASIC")] }),
      said: [`${declaredBasic} & ${pinned(BASIC)}`],
    },
    {
      label: "nothing stored",
      wave: aWaveOf({ launchConfiguration: {} }),
      said: [
        "would start with a right-sizing that is not set, where the role database needs NONE: the instance type is not " +
          `known before | set NONE; ${fixStored}`,
      ],
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
    const said = [pinned(BASIC)];
    expect(waveAnswers(rule, aWaveOf({ launchConfiguration: basic }, { sourceServers }))).toEqual(said);
    expect(waveAnswers(rule, aWaveOf({ launchConfiguration: basic }, selecting))).toEqual(said);
  });

  it("prefers what is configured for a kind of databases, and the default for the others", () => {
    const config = { methods: { MySQL: ["BASIC"] } };
    const ofRole = (role: string) => aWaveOf({ launchConfiguration: basic }, { sourceServers: [aServer({ role })] });
    expect(waveAnswers(rule, ofRole("mysql"), config)).toEqual(["compliant"]);
    expect(waveAnswers(rule, ofRole("database"), config)).toEqual([pinned(BASIC)]);
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
    expect(answer.includes("needs NONE") ? "violation" : answer).toBe(said);
  });

  it("takes other methods for other roles", () => {
    const config = { methods: { database: ["NONE", "IN_AWS"] } };
    expect(waveAnswers(rule, storedAs("IN_AWS"), config)).toEqual(["compliant"]);
    expect(waveAnswers(rule, storedAs("BASIC"), config)).toEqual([pinned(BASIC.replace("NONE", "NONE or IN_AWS"))]);
  });

  it("pins no type by a method that lets DRS pick it", () => {
    expect(waveAnswers(rule, storedAs("BASIC"), { methods: { database: ["IN_AWS", "NONE"] } })).toEqual([
      `${BASIC.replace("NONE", "IN_AWS or NONE")} | set IN_AWS; ${fixStored.replace(/NONE$/, "IN_AWS")}`,
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
