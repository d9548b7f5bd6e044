import { beforeEach, describe, expect, it, vi } from "vitest";
import { getLaunchConfigurations } from "../../../../provider/src/functions/getLaunchConfigurations";
import { APP, aRefusal, DB, WEB } from "../factories";
import { contextIn, type FakeWorld, fakeWorld } from "../fakeWorld";

let world: FakeWorld;
vi.mock("../../../../provider/src/functions/lookUp", () => ({
  openLookUp: async () => contextIn(world),
}));

beforeEach(() => {
  world = fakeWorld();
});

describe(getLaunchConfigurations.name, () => {
  it("gives what is stored, in the order that was asked for", async () => {
    world.configurations.set(DB, { settings: { copyTags: true }, launchTemplateId: "lt-1" });
    expect(await getLaunchConfigurations({ sourceServerIds: [WEB, DB] })).toEqual([
      {
        sourceServerId: WEB,
        launchConfiguration: { targetInstanceTypeRightSizingMethod: "NONE", launchDisposition: "STARTED" },
        launchTemplate: { launchTemplateId: "lt-1", version: 1 },
      },
      {
        sourceServerId: DB,
        launchConfiguration: { copyTags: true },
        launchTemplate: { launchTemplateId: "lt-1", version: 1 },
      },
    ]);
  });

  it("throws for every server that could not be read, and never gives a default", async () => {
    world.failures.getLaunchConfiguration = [aRefusal("AccessDeniedException", "drs:GetLaunchConfiguration")];
    await expect(getLaunchConfigurations({ sourceServerIds: [DB, APP] })).rejects.toThrow(
      new Error(
        `Reading launch configurations: ${APP} is not a source server of this account in us-west-2; ` +
          `launch configuration of ${DB} could not be read: ` +
          "calling drs:GetLaunchConfiguration: AccessDeniedException: says AWS (request req-1).",
      ),
    );
  });
});
