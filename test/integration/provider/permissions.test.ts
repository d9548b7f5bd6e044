import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PERMISSIONS, type PolicyName } from "../../../provider/src/permissions/table";
import { aWorld, DATABASE } from "../../engine/worlds";
import { openSimulatedWave, type SimulatedWave } from "./simulatedWave";

const ROOT = join(__dirname, "..", "..", "..");

/** What these policies allow DrillWave itself. */
function allowedBy(...policies: PolicyName[]): string[] {
  const own = PERMISSIONS.filter(({ policy, sentBy }) => sentBy === "DrillWave" && policies.includes(policy));
  return [...new Set(own.flatMap(({ actions }) => Object.keys(actions)))];
}

/** What every drill of this file has sent. */
const sentByAll = new Set<string>();

let drill: SimulatedWave;
beforeEach(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  drill = await openSimulatedWave(JSON.parse(readFileSync(join(ROOT, "simulator/worlds/sample.json"), "utf8")));
});
afterEach(async () => {
  for (const action of sent()) {
    sentByAll.add(action);
  }
  vi.unstubAllEnvs();
  await drill.close();
});

/** STS needs no permission: it tells everybody who they are. */
function sent(): string[] {
  const actions = drill.simulator.journal.entries().map(({ service, operation }) => `${service}:${operation}`);
  return [...new Set(actions)].filter((action) => !action.startsWith("sts:"));
}

/** What was sent and is not allowed. */
function refused(...policies: PolicyName[]): string[] {
  const allowed = allowedBy(...policies);
  return sent().filter((action) => !allowed.includes(action));
}

const PIT = "pit-00000000000000001";

const PREVIEW = { __isPreview: true, __listsRegion: true };

describe("the permissions of a policy", () => {
  it.each(["database", "web"])(
    "are enough for a drill of the sample's %s, and observe's for its preview",
    async (tier) => {
      const args = { selector: { tags: { Tier: tier } } };
      await drill.check({ ...args, ...PREVIEW });
      expect(refused("observe")).toEqual([]);
      const inputs = await drill.check(args);
      const { id, outs } = await drill.wave.create(inputs);
      expect(outs.verdict).toBe("PASSED");
      await drill.wave.delete?.(id, outs);
      expect(drill.alive()).toEqual([]);
      expect(refused("observe", "drill")).toEqual([]);
    },
  );

  it("are enough for a drill that fails and is launched again", async () => {
    const inputs = await drill.check({ selector: { tags: { Tier: "reports" } } });
    const failure = await drill.wave.create(inputs).catch((error) => error);
    expect(failure.reasons?.join()).toMatch(/Insufficient capacity/);
    const { outs } = (await drill.wave.update?.(failure.id, failure.properties, inputs)) ?? {};
    expect(outs.verdict).toBe("PASSED");
    expect(refused("observe", "drill")).toEqual([]);
  });

  it("are enough for a drill whose tags change", async () => {
    const args = { selector: { tags: { Tier: "web" } }, tags: { Team: "a", Old: "b" } };
    const { id, outs } = await drill.wave.create(await drill.check(args));
    const changed = await drill.check({ ...args, tags: { Team: "c" } });
    await drill.wave.update?.(id, outs, changed);
    expect(refused("observe", "drill")).toEqual([]);
  });

  it("are enough for a role's drill of a pinned snapshot with post-launch actions", async () => {
    await drill.close();
    drill = await openSimulatedWave(
      aWorld({
        [DATABASE]: {
          launchConfiguration: { targetInstanceTypeRightSizingMethod: "NONE", postLaunchEnabled: true },
          postLaunchActions: [{ name: "ports", status: "SUCCEEDED" }],
          snapshots: [{ snapshotID: PIT, ageSeconds: 600 }],
        },
      }),
    );
    const assumeRole = { roleArn: "arn:aws:iam::111122223333:role/dr/drill" };
    const connection = { endpoint: drill.simulator.url, assumeRole };
    const args = { connection, sourceServers: [{ sourceServerId: DATABASE, recoverySnapshotId: PIT }] };
    await drill.check({ ...args, ...PREVIEW });
    expect(refused("observe")).toEqual([]);
    await drill.create(args);
    expect(refused("observe", "drill")).toEqual([]);
  });

  it("are enough to say what failed post-launch actions wrote", async () => {
    await drill.close();
    const failed = { optional: false, status: "FAILED", failureReason: "exit status 2" } as const;
    drill = await openSimulatedWave(
      aWorld({
        [DATABASE]: {
          postLaunchActions: [
            { ...failed, name: "ports", actionCode: "AWS-RunShellScript", output: "no answer" },
            { ...failed, name: "image", actionCode: "AWS-CreateImage" },
          ],
        },
      }),
    );
    const args = { sourceServers: [{ sourceServerId: DATABASE }], retries: { maximumAttempts: 1 } };
    const failure = await drill.create(args).catch((error) => error);
    expect(failure.reasons?.join()).toContain("ports wrote: no answer");
    expect(refused("observe", "drill")).toEqual([]);
  });

  it("are each sent by one of these drills", () => {
    expect([...sentByAll].toSorted()).toEqual(allowedBy("observe", "drill").toSorted());
  });
});
