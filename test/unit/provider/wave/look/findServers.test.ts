import { describe, expect, it } from "vitest";
import { findServers } from "../../../../../provider/src/wave/look/findServers";
import { APP, DB, WEB } from "../../factories";
import { aSourceServer, contextIn, fakeWorld } from "../../fakeWorld";

describe(findServers.name, () => {
  it("finds the servers that have all of the selector's tags, by id", async () => {
    const world = fakeWorld();
    world.servers = [
      aSourceServer(WEB, "web-1", { Tier: "web", Stage: "prod" }),
      aSourceServer(DB, "db-1", { Tier: "web", Stage: "prod", More: "x" }),
      aSourceServer(APP, "app-1", { Tier: "web" }),
    ];
    const { servers, problems, everyServer } = await findServers(contextIn(world), {
      selector: { tags: { Tier: "web", Stage: "prod" } },
    });
    expect({ ids: servers.map((server) => server.sourceServerId), problems }).toEqual({ ids: [DB, WEB], problems: [] });
    expect(everyServer).toEqual(world.servers);
  });

  it("has a problem when no server has the tags", async () => {
    const world = fakeWorld();
    expect(await findServers(contextIn(world), { selector: { tags: { Tier: "x", Stage: "y" } } })).toEqual({
      servers: [],
      everyServer: world.servers,
      problems: [{ message: "no source server in us-west-2 has the tags Tier=x, Stage=y" }],
    });
  });

  it("reads declared servers alone, in their order, and names each that is not there", async () => {
    const world = fakeWorld();
    const { servers, ...rest } = await findServers(contextIn(world), { sourceServerIds: [WEB, APP, DB] });
    expect([servers.map((server) => server.sourceServerId), rest, world.calls]).toEqual([
      [WEB, DB],
      {
        problems: [{ sourceServerId: APP, message: `${APP} is not a source server of this account in us-west-2` }],
      },
      [`listSourceServers ${WEB},${APP},${DB}`],
    ]);
  });
});
