import type { EnforcementLevel } from "@pulumi/policy";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { policiesOf } from "../../../../policy/src/policies/drillPolicies";
import type { EngineSession } from "../../../../policy/src/policies/engineSession";
import { RULES } from "../../../../policy/src/rules";
import { aSeenServer, aServer, aTemplate, aWave, DB, OBSERVED_AT, observing, WEB } from "../factories";
import { runPasses } from "../runPolicies";

const PUBLIC = "drs-template-disallow-public-address";
const DISPOSITION = "drs-server-require-start";

/** Two waves of a server each, whose launch templates both ask for a public address and IMDSv1. */
const waves = [
  { id: DB, name: "database", hostname: "db-1", launchTemplateId: "lt-00000000000000001" },
  { id: WEB, name: "web", hostname: "web-1", launchTemplateId: "lt-00000000000000002" },
].map(({ id, name, hostname, launchTemplateId }) => {
  const launchTemplate = aTemplate({ launchTemplateId, associatePublicIp: true, httpTokens: "optional" });
  const seen = aSeenServer({ sourceServerId: id, hostname, launchTemplate });
  return { wave: aWave({ sourceServers: [aServer({ sourceServerId: id })], observed: observing([seen]) }, [], name) };
});

const levels = (changes: Record<string, EnforcementLevel> = {}): ReadonlyMap<string, EnforcementLevel> =>
  new Map([
    ...RULES.map(({ name, levels: { recommended } }) => [name, recommended] as const),
    ...Object.entries(changes),
  ]);

/** What the rule said in each pass, in short. */
async function saidBy(rule: string, session: EngineSession) {
  const policies = policiesOf({}, session);
  const { resource, stack } = await runPasses(policies, waves);
  const short = (reports: typeof resource) =>
    reports
      .filter(({ policy }) => policy === rule)
      .map(({ message, level }) => [message.split(" would")[0], level].filter((each) => each !== undefined).join(" "));
  return { resource: short(resource), stack: short(stack) };
}

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(OBSERVED_AT), toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("what a rule found", () => {
  it.each([
    {
      label: "in a preview, at the end",
      session: { isPreview: true, levels: levels() },
      said: { resource: [], stack: ["db-1 and web-1"] },
    },
    {
      label: "in an up, by a rule that blocks, wave by wave",
      session: { isPreview: false, levels: levels() },
      said: { resource: ["db-1", "web-1"], stack: [] },
    },
    {
      label: "in an up, by a rule whose level is advisory by configuration, at the end",
      session: { isPreview: false, levels: levels({ [PUBLIC]: "advisory" }) },
      said: { resource: [], stack: ["db-1 and web-1"] },
    },
    {
      label: "where the engine has not said whether this is a preview, wave by wave",
      session: { levels: levels() },
      said: { resource: ["db-1", "web-1"], stack: [] },
    },
    {
      label: "where the engine has not said the levels, wave by wave",
      session: { isPreview: true },
      said: { resource: ["db-1", "web-1"], stack: [] },
    },
  ])("is told once: $label", async ({ session, said }) => {
    expect(await saidBy(PUBLIC, session)).toEqual(said);
  });

  it("blocks every wave of an up by a level that configuration has raised", async () => {
    const rule = "drs-template-require-imdsv2";
    const raised = await saidBy(rule, { isPreview: false, levels: levels({ [rule]: "mandatory" }) });
    expect(raised).toEqual({ resource: ["db-1", "web-1"], stack: [] });
  });

  it("tells nothing of what complies", async () => {
    expect(await saidBy(DISPOSITION, { isPreview: true, levels: levels() })).toEqual({ resource: [], stack: [] });
  });
});
