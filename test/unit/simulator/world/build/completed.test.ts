import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { completed } from "../../../../../simulator/src/world/build/buildWorld";
import { templateTags } from "../../../../../simulator/src/world/state/launchTemplate";
import { aState } from "../../aWorld";

const RECORDED = join(__dirname, "../../../../golden/worlds/fe2c030-waiting.json");

describe(completed.name, () => {
  it("adds to a recorded state what has been added since, and keeps its templates' tags", () => {
    const saved = JSON.parse(readFileSync(RECORDED, "utf8")).state;
    const state = completed(saved);
    expect(state).toMatchObject({
      sts: { callerAccount: saved.account, refuseExpired: false, roles: [] },
      sessions: [],
    });
    const [template] = state.launchTemplates;
    expect(templateTags(template?.versions[0]?.data ?? {}, "instance")).toEqual(
      saved.launchTemplates[0].versions[0].data.tagSpecifications[0].tags,
    );
  });

  it("leaves a state of this version as it is", () => {
    const state = aState();
    expect(completed(structuredClone(state))).toEqual(state);
  });
});
