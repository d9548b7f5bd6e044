import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DRS_CALLS, DRS_READS } from "../../../provider/src/permissions/drsCalls";
import { POLICY_LIMITS, sizeOf, toPolicyDocument } from "../../../provider/src/permissions/policyDocument";
import { PERMISSIONS, POLICIES } from "../../../provider/src/permissions/table";
import v2 from "../../fixtures/drsFullAccessV2.json";

const ROOT = join(__dirname, "..", "..", "..");

/** What statements allow us, without those that are for DRS's own calls. */
const OWN = PERMISSIONS.filter(({ sentBy }) => sentBy === "DrillWave");
const own = [...new Set(OWN.flatMap(({ actions }) => Object.keys(actions)))];

/** Every action that a gateway names when it calls AWS: in the folders that talk to the SDK, whichever services these are. */
function calledActions(): string[] {
  const source = join(ROOT, "provider", "src");
  const folders = readdirSync(source, { withFileTypes: true }).filter((each) => each.isDirectory());
  const texts = folders.flatMap(({ name }) => {
    const files = readdirSync(join(source, name)).filter((file) => file.endsWith(".ts"));
    return files.includes("awsGateway.ts") ? files.map((file) => readFileSync(join(source, name, file), "utf8")) : [];
  });
  const named = texts.flatMap((text) => [...text.matchAll(/"([a-z0-9-]+:[A-Z]\w+)"/g)].map(([, name = ""]) => name));
  return [...new Set(named)];
}

describe("the permissions", () => {
  it("are those that the gateways call, each in a statement, and no others", () => {
    expect(own.toSorted()).toEqual(calledActions().toSorted());
  });

  it("change nothing for those who observe", () => {
    const observing = PERMISSIONS.filter(({ policy }) => policy === "observe").flatMap(({ actions }) =>
      Object.keys(actions),
    );
    expect(observing.filter((action) => !/:(Describe|Get|List|Simulate)/.test(action))).toEqual([]);
  });

  it("are known by their statements, each with a reason", () => {
    const sids = PERMISSIONS.map(({ sid }) => sid);
    expect(new Set(sids).size).toBe(sids.length);
    expect(sids.filter((sid) => !/^[A-Za-z]+$/.test(sid))).toEqual([]);
    expect(PERMISSIONS.flatMap(({ actions }) => Object.values(actions)).filter((reason) => reason.length < 5)).toEqual(
      [],
    );
  });

  it.each(Object.keys(POLICIES))("are in the package's %s.json, which fits into a managed policy of IAM", (name) => {
    const file = JSON.parse(readFileSync(join(ROOT, "provider", "iam", `${name}.json`), "utf8"));
    expect(file).toEqual(toPolicyDocument(PERMISSIONS.filter(({ policy }) => policy === name)));
    expect(sizeOf(file)).toBeLessThanOrEqual(POLICY_LIMITS.managed);
  });

  it("of DRS are in AWS's own policy, action by action", () => {
    const allowed = new Set(v2.document.Statement.flatMap(({ Action }) => Action));
    const ofDrs = PERMISSIONS.filter(({ sentBy }) => sentBy === "DRS").flatMap(({ actions }) => Object.keys(actions));
    const isIn = (action: string) => allowed.has(action) || (action.startsWith("drs:") && allowed.has("drs:*"));
    expect(ofDrs.filter((action) => !isIn(action))).toEqual([]);
    expect([...Object.keys(DRS_CALLS), ...DRS_READS].filter((action) => !ofDrs.includes(action))).toEqual([]);
  });
});
