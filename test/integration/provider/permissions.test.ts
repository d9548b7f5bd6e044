import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openSimulatedWave, type SimulatedWave } from "./simulatedWave";

const ROOT = join(__dirname, "..", "..", "..");

/** Operations that a policy of provider/iam allows. */
function allowedBy(name: string): string[] {
  const policy: { Statement: { Action: string | string[] }[] } = JSON.parse(
    readFileSync(join(ROOT, "provider", "iam", `${name}.json`), "utf8"),
  );
  return policy.Statement.flatMap(({ Action }) => Action).map((action) => action.replace(/^\w+:/, ""));
}

let drill: SimulatedWave;
beforeEach(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  drill = await openSimulatedWave(JSON.parse(readFileSync(join(ROOT, "simulator/worlds/sample.json"), "utf8")));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await drill.close();
});

/** What was called and is not allowed; STS tells everybody who they are. */
function refused(allowed: readonly string[]): string[] {
  const called = new Set(drill.simulator.journal.entries().map(({ operation }) => operation));
  return [...called].filter((operation) => operation !== "GetCallerIdentity" && !allowed.includes(operation));
}

describe("the IAM policies", () => {
  it.each(["database", "web"])(
    "are enough for a drill of the sample's %s, and observe.json for its preview",
    async (tier) => {
      const inputs = await drill.check({ selector: { tags: { Tier: tier } } });
      expect(refused(allowedBy("observe"))).toEqual([]);
      const { id, outs } = await drill.wave.create(inputs);
      expect(outs.verdict).toBe("PASSED");
      await drill.wave.delete?.(id, outs);
      expect(drill.alive()).toEqual([]);
      expect(refused([...allowedBy("observe"), ...allowedBy("drill")])).toEqual([]);
    },
  );

  it("are enough for a drill that fails and is launched again", async () => {
    const inputs = await drill.check({ selector: { tags: { Tier: "reports" } } });
    const failure = await drill.wave.create(inputs).catch((error) => error);
    expect(failure.reasons?.join()).toMatch(/Insufficient capacity/);
    const { outs } = (await drill.wave.update?.(failure.id, failure.properties, inputs)) ?? {};
    expect(outs.verdict).toBe("PASSED");
    expect(refused([...allowedBy("observe"), ...allowedBy("drill")])).toEqual([]);
  });
});
