import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aLaunchConfiguration, aSeenServer, DB, observing, theInputs, urnOf } from "../unit/policy/factories";
import { type PolicyProcess, type ShownResource, startPolicyProcess, UNKNOWN_TEXT } from "./policyProcess";

const PACK = join(__dirname, "..", "..", "policy");
const RULE = "drs-server-require-right-sizing";
const BASIC = aLaunchConfiguration({ targetInstanceTypeRightSizingMethod: "BASIC" });

function shown(props: object, name = "database"): ShownResource {
  const inputs = { ...theInputs(), ...props };
  // Observed just now: a pack takes an old observation for one of another run.
  const observed =
    "observed" in inputs && inputs["observed"] !== undefined
      ? { observed: { ...Object(inputs["observed"]), observedAt: new Date().toISOString() } }
      : {};
  return { type: "pulumi-nodejs:dynamic/drs:DrillWave", urn: urnOf(name), name, props: { ...inputs, ...observed } };
}
const wrong = shown({ observed: observing([aSeenServer({ launchConfiguration: BASIC })]) });

describe("the pack in Pulumi's analyzer process", () => {
  let pack: PolicyProcess;
  beforeAll(async () => {
    pack = await startPolicyProcess(PACK);
  }, 60_000);
  afterAll(() => pack.stop());

  it("is what the package's folder loads, with levels and schemas", async () => {
    const policy = (await pack.policies()).find(({ name }) => name === RULE);
    expect(policy).toMatchObject({
      level: "mandatory",
      schema: {
        methods: { type: "object", default: { database: ["NONE"] } },
        unknown: { default: "advisory", enum: ["advisory", "sameLevel"] },
        waivers: { type: "array", default: [] },
      },
    });
  });

  it("reports a violation under its rule's name, at its level", async () => {
    expect(await pack.analyze(wrong)).toEqual([
      {
        policy: RULE,
        level: "mandatory",
        severity: 3,
        urn: urnOf("database"),
        message: expect.stringContaining("(right-sizing BASIC), where the role database needs NONE"),
      },
    ]);
  });

  it("says nothing of a wave that complies, and of what is no wave", async () => {
    const bucket = { ...wrong, type: "aws:s3/bucket:Bucket" };
    expect({ complying: await pack.analyze(shown({})), bucket: await pack.analyze(bucket) }).toEqual({
      complying: [],
      bucket: [],
    });
  });

  it("says at an advisory level what it cannot judge of values that are unknown at preview", async () => {
    const diagnostics = await pack.analyze(shown({ sourceServers: UNKNOWN_TEXT, observed: undefined }));
    const own = diagnostics.find(({ policy }) => policy === RULE);
    expect(own).toMatchObject({
      level: "advisory",
      message: expect.stringContaining("wave database cannot be judged, unknown during preview: sourceServers"),
    });
  });

  it("is not hindered by a nonce that is unknown at the first preview", async () => {
    expect(await pack.analyze(shown({ drillNonce: UNKNOWN_TEXT }))).toEqual([]);
  });

  it("takes levels, configuration and waivers from the engine, and lists waivers in the stack pass", async () => {
    const waivers = [{ server: DB, reason: "resized next week", owner: "dr-team", expires: "2999-12-31" }];
    await pack.configure({ [RULE]: { level: "mandatory", waivers } });
    expect(await pack.analyze(wrong)).toEqual([]);
    const listed = (await pack.analyzeStack([wrong])).filter(({ policy }) => policy.startsWith("drs-waiver"));
    expect(listed).toMatchObject([{ policy: "drs-waiver-list-active", level: "advisory" }]);
    await pack.configure({ [RULE]: { level: "disabled" } });
    expect(await pack.analyze(wrong)).toEqual([]);
    await pack.configure({});
  });

  it("refuses configuration that a rule does not take", async () => {
    await pack.configure({ [RULE]: { level: "mandatory", method: "NONE" } });
    const refused = await pack.analyze(wrong).catch(String);
    expect(refused).toContain(`configuration of ${RULE}: unknown setting "method": did you mean "methods"? `);
    expect(refused).not.toMatch(/^ +at /m);
    await pack.configure({});
  });
});

describe("the strict pack in Pulumi's analyzer process", () => {
  it("is as loud about what it cannot judge as about violations", async () => {
    const pack = await startPolicyProcess(join(PACK, "strict"));
    try {
      const unread = shown({ observed: observing([aSeenServer({ launchConfigurationSource: "defaults" })]) });
      const own = (await pack.analyze(unread)).find(({ policy }) => policy === RULE);
      expect({ level: own?.level, complying: await pack.analyze(shown({})) }).toEqual({
        level: "mandatory",
        complying: [],
      });
    } finally {
      await pack.stop();
    }
  }, 60_000);
});
