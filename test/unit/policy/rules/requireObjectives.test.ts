import { describe, expect, it } from "vitest";
import { requireObjectives as rule } from "../../../../policy/src/rules/requireObjectives";
import { waveAnswers } from "../answersOf";
import { aServer, aWave, WEB } from "../factories";

const passes = "and the drill would still pass: nothing says what the business accepts";
const none =
  `could take any time and lose any amount of data, ${passes} | ` +
  "declare objectives.recoveryTimeSeconds and objectives.recoveryPointSeconds";
const undeclared = { objectives: undefined };

describe(rule.name, () => {
  it.each([
    { label: "both objectives", wave: aWave(), said: ["compliant"] },
    { label: "no objectives", wave: aWave(undeclared), said: [none] },
    { label: "empty objectives", wave: aWave({ objectives: {} }), said: [none] },
    {
      label: "no recovery point",
      wave: aWave({ objectives: { recoveryTimeSeconds: 1800 } }),
      said: [`could lose any amount of data, ${passes} | declare objectives.recoveryPointSeconds`],
    },
    {
      label: "no recovery time",
      wave: aWave({ objectives: { recoveryPointSeconds: 900 } }),
      said: [`could take any time, ${passes} | declare objectives.recoveryTimeSeconds`],
    },
    { label: "none, not observed", wave: aWave({ ...undeclared, observe: "off", observed: undefined }), said: [none] },
    {
      label: "no objectives of a database by another word",
      wave: aWave({ ...undeclared, sourceServers: [aServer({ role: "Postgres" })] }),
      said: [none],
    },
    { label: "another role", wave: aWave({ sourceServers: [aServer({ role: "web" })] }), said: ["notApplicable"] },
    {
      label: "a database that is optional",
      wave: aWave({ ...undeclared, sourceServers: [aServer({ impactLevel: "OPTIONAL" })] }),
      said: ["notApplicable"],
    },
    {
      label: "a database beside a web server",
      wave: aWave({ ...undeclared, sourceServers: [aServer({ sourceServerId: WEB, role: "web" }), aServer()] }),
      said: [none],
    },
    {
      label: "an optional database beside a critical web server",
      wave: aWave({
        ...undeclared,
        sourceServers: [aServer({ sourceServerId: WEB, role: "web" }), aServer({ impactLevel: "OPTIONAL" })],
      }),
      said: ["notApplicable"],
    },
    {
      label: "a selector of databases that nobody has resolved",
      wave: aWave({
        ...undeclared,
        sourceServers: undefined,
        selector: { tags: { Tier: "db" }, role: "database" },
        observed: undefined,
      }),
      said: [none],
    },
    {
      label: "a selector without a role",
      wave: aWave({ ...undeclared, sourceServers: undefined, selector: { tags: { Tier: "db" } } }),
      said: ["notApplicable"],
    },
    {
      label: "servers unknown at preview, objectives declared",
      wave: aWave({}, ["sourceServers"]),
      said: ["compliant"],
    },
    {
      label: "objectives unknown at preview, another role",
      wave: aWave({ sourceServers: [aServer({ role: "web" })] }, ["objectives"]),
      said: ["notApplicable"],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });

  it("asks other roles", () => {
    const roles = ["web"];
    const web = aWave({ ...undeclared, sourceServers: [aServer({ role: "web" })] });
    expect(waveAnswers(rule, web, { roles })).toEqual([none]);
    expect(waveAnswers(rule, aWave(undeclared), { roles })).toEqual(["notApplicable"]);
  });

  it.each([
    { roles: [], flaw: "roles: expected at least 1 entry, got []" },
    { roles: [""], flaw: 'roles[0]: expected at least 1 character, got ""' },
  ])("refuses $roles", ({ roles, flaw }) => {
    expect(() => waveAnswers(rule, aWave(), { roles })).toThrow(`configuration of ${rule.name}: ${flaw}`);
  });
});
