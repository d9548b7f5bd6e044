import type { ResourceValidationArgs } from "@pulumi/policy";
import { afterEach, describe, expect, it, vi } from "vitest";
import { databaseInstanceTypePolicy } from "../../../policy/src/policies";
import { anObservedServer, aWave, DB, observing } from "./factories";

const WAVE = "pulumi-nodejs:dynamic/drs:DrillWave";
const wrong = aWave({
  observed: observing(anObservedServer({ launchConfiguration: { targetInstanceTypeRightSizingMethod: "BASIC" } })),
});
const { observed: _observed, ...unseen } = aWave();

/** What the policy reports of a resource. */
async function reportsOf(type: string, props: object): Promise<string[]> {
  const reports: string[] = [];
  const { validateResource } = databaseInstanceTypePolicy;
  if (typeof validateResource !== "function") throw new Error("the policy has no validation");
  const args = { type, name: "database", props } as ResourceValidationArgs;
  await validateResource(args, (message) => void reports.push(message));
  return reports;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("databaseInstanceTypePolicy", () => {
  it("is mandatory, under a name that a stack's configuration can refer to", () => {
    const { name, enforcementLevel, description } = databaseInstanceTypePolicy;
    expect({ name, enforcementLevel, description }).toEqual({
      name: "drs-database-require-instance-type",
      enforcementLevel: "mandatory",
      description: "Database servers are launched without right-sizing (NONE), as declared and as stored in DRS.",
    });
  });

  it("reports each violation", async () => {
    expect(await reportsOf(WAVE, wrong)).toEqual([
      `db-1 (${DB}) is a database, but its right-sizing stored in DRS is BASIC, not NONE. ` +
        `Mend it: aws drs update-launch-configuration --source-server-id ${DB} --target-instance-type-right-sizing-method NONE`,
    ]);
  });

  it.each([
    { label: "a wave that complies", type: WAVE, props: aWave() },
    { label: "a wave without databases", type: WAVE, props: {} },
    { label: "another resource, whatever its properties", type: "aws:rds/instance:Instance", props: wrong },
    { label: "the guard", type: "pulumi-nodejs:dynamic/drs:DrillGuard", props: wrong },
  ])("reports nothing of $label", async ({ type, props }) => {
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    expect([await reportsOf(type, props), said.mock.calls]).toEqual([[], []]);
  });

  it("says what it cannot judge: silence would look like compliance", async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    expect(await reportsOf(WAVE, unseen)).toEqual([]);
    expect(said.mock.calls).toEqual([
      [
        "drs-database-require-instance-type cannot judge database: " +
          "settings pending: the stored launch configurations are not observed yet",
      ],
    ]);
  });
});
