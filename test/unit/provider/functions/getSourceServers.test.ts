import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { getSourceServers } from "../../../../provider/src/functions/getSourceServers";
import { DB, serverArn, WEB } from "../factories";
import { contextIn, type FakeWorld, fakeWorld } from "../fakeWorld";

let world: FakeWorld;
const places: unknown[] = [];
vi.mock("../../../../provider/src/functions/lookUp", () => ({
  openLookUp: async (place: unknown) => {
    places.push(place);
    return contextIn(world);
  },
}));

beforeEach(() => {
  world = fakeWorld();
});
afterEach(() => {
  places.length = 0;
});

describe(getSourceServers.name, () => {
  it("lists every source server by id, where the args say", async () => {
    world.servers.reverse();
    const args = { region: "us-west-2", connection: { profile: "x" } };
    expect((await getSourceServers(args)).map(({ sourceServerId }) => sourceServerId)).toEqual([DB, WEB]);
    expect(places).toEqual([args]);
  });

  it("lists those that have the tags, and none is no error", async () => {
    expect(await getSourceServers({ tags: { Tier: "web" } })).toEqual([
      {
        sourceServerId: WEB,
        arn: serverArn(WEB),
        hostname: "web-1",
        tags: { Tier: "web" },
        replicationState: "CONTINUOUS",
        lagSeconds: 3,
      },
    ]);
    expect(await getSourceServers({ tags: { Tier: "none" } })).toEqual([]);
  });
});
