import { describe, expect, it } from "vitest";
import { findServers } from "../../../../../provider/src/wave/look/findServers";
import { APP, aDeclaredServer, DB, WEB } from "../../factories";
import { aSourceServer, contextIn, fakeWorld } from "../../fakeWorld";

describe(findServers.name, () => {
  it("finds the servers that have all of the selector's tags, by id", async () => {
    const world = fakeWorld();
    world.servers = [
      aSourceServer(WEB, "web-1", { Tier: "web", Stage: "prod" }),
      aSourceServer(DB, "db-1", { Tier: "web", Stage: "prod", More: "x" }),
      aSourceServer(APP, "app-1", { Tier: "web" }),
    ];
    const { servers, problems } = await findServers(contextIn(world), {
      selector: { tags: { Tier: "web", Stage: "prod" } },
    });
    expect({ ids: servers.map(({ source }) => source.sourceServerId), problems }).toEqual({
      ids: [DB, WEB],
      problems: [],
    });
  });

  it("declares each server that a selector finds, with the selector's role", async () => {
    const world = fakeWorld();
    const { servers } = await findServers(contextIn(world), { selector: { tags: { Tier: "web" }, role: "web" } });
    expect(servers).toEqual([
      { declared: aDeclaredServer({ sourceServerId: WEB, role: "web" }), source: world.servers[1] },
    ]);
  });

  it("has a problem when no server has the tags", async () => {
    const world = fakeWorld();
    expect(await findServers(contextIn(world), { selector: { tags: { Tier: "x", Stage: "y" } } })).toEqual({
      servers: [],
      problems: [{ message: "no source server in us-west-2 has the tags Tier=x, Stage=y" }],
    });
  });

  it("reads declared servers alone, in their order, and names each that is not there", async () => {
    const world = fakeWorld();
    const declared = [
      aDeclaredServer({ sourceServerId: WEB, role: "web" }),
      aDeclaredServer({ sourceServerId: APP }),
      aDeclaredServer({ impactLevel: "OPTIONAL" }),
    ];
    expect(await findServers(contextIn(world), { servers: declared })).toEqual({
      servers: [
        { declared: declared[0], source: world.servers[1] },
        { declared: declared[2], source: world.servers[0] },
      ],
      problems: [{ sourceServerId: APP, message: `${APP} is not a source server of this account in us-west-2` }],
    });
    expect(world.calls).toEqual([`listSourceServers ${WEB},${APP},${DB}`]);
  });
});
