import { describe, expect, it } from "vitest";
import type { SourceServer } from "../../../../../provider/src/drs/types";
import type { OpenSource, SourcePlace } from "../../../../../provider/src/ec2/gateway";
import type { ServerSelector, SourceTags } from "../../../../../provider/src/vocabulary";
import { findServers } from "../../../../../provider/src/wave/look/findServers";
import { ACCOUNT, APP, aRefusal, DB, WEB } from "../../factories";
import { aSourceServer, contextIn, fakeWorld } from "../../fakeWorld";

const NOW = "2026-11-24T10:00:00.000Z";
const BEFORE = "2026-11-20T08:00:00.000Z";
const SELECTOR = { tags: { Tier: "web" }, tagsOf: "sourceInstance" as const };
const NO_ACCESS = aRefusal("UnauthorizedOperation", "ec2:DescribeInstances");

function aSource(id: string, hostname: string, source: SourceServer["source"], tags = {}): SourceServer {
  const server = aSourceServer(id, hostname, tags);
  return source === undefined ? server : { ...server, source };
}

const inEast = (ec2InstanceId: string) => ({ ec2InstanceId, originRegion: "us-east-1", originAccount: ACCOUNT });
const THREE = [
  aSource(WEB, "web-1", inEast("i-web")),
  aSource(DB, "db-1", inEast("i-db")),
  aSource(APP, "app-1", inEast("i-app")),
];

/** Instances with their tags, or what their Region fails with. */
type Regions = Record<string, Record<string, Record<string, string>> | Error>;

/** What a selector finds where source instances have these tags; `asked` is each request's place and ids. */
async function find(
  regions: Regions,
  {
    servers = THREE,
    kept = [] as SourceTags[],
    selector = SELECTOR as ServerSelector,
    caller = ACCOUNT as string | undefined,
  } = {},
) {
  const world = fakeWorld();
  world.servers = [...servers];
  const asked: (SourcePlace & { ids: string })[] = [];
  const openSource: OpenSource = (place) => ({
    account: async () => caller,
    listTaggedInstances: async (ids) => {
      asked.push({ ...place, ids: ids.join(",") });
      const region = regions[place.region] ?? {};
      if (region instanceof Error) {
        throw region;
      }
      return ids.flatMap((instanceId) => {
        const tags = region[instanceId];
        return tags === undefined ? [] : [{ instanceId, state: "running", tags }];
      });
    },
  });
  const found = await findServers({ ...contextIn(world), openSource }, { selector, kept });
  return {
    ids: found.servers.map(({ declared }) => declared.sourceServerId),
    problems: found.problems.map(({ message }) => message),
    warnings: found.sourceTags?.warnings,
    kept: found.sourceTags?.kept,
    asked,
  };
}

const east = (readAt: string, tags: SourceTags["tags"], keys = ["Tier"]): SourceTags => ({
  region: "us-east-1",
  account: ACCOUNT,
  readAt,
  keys,
  tags,
});

describe("a selector of source instances", () => {
  it("finds servers by the tags of the EC2 instances that they are, whatever their tags in DRS", async () => {
    const servers = [...THREE.slice(0, 2), aSource(APP, "app-1", inEast("i-app"), { Tier: "web" })];
    const tags = { "i-web": { Tier: "web", Name: "w" }, "i-db": { Tier: "web" }, "i-app": { Tier: "app" } };
    expect(await find({ "us-east-1": tags }, { servers })).toEqual({
      ids: [DB, WEB],
      problems: [],
      warnings: [],
      kept: [east(NOW, { "i-web": { Tier: "web" }, "i-db": { Tier: "web" }, "i-app": { Tier: "app" } })],
      asked: [{ region: "us-east-1", account: ACCOUNT, sourceConnection: undefined, ids: "i-web,i-db,i-app" }],
    });
  });

  it("asks each Region and account once, as whom the selector says", async () => {
    const sourceConnection = { profile: "source" };
    const servers = [
      aSource(DB, "db-1", inEast("i-db")),
      aSource(WEB, "web-1", { ec2InstanceId: "i-web", originRegion: "eu-west-1", originAccount: ACCOUNT }),
      aSource(APP, "app-1", { ec2InstanceId: "i-app", originRegion: "us-east-1", originAccount: "999999999999" }),
    ];
    const regions = {
      "us-east-1": { "i-db": { Tier: "web" }, "i-app": {} },
      "eu-west-1": { "i-web": { Tier: "web" } },
    };
    const { ids, asked } = await find(regions, { servers, selector: { ...SELECTOR, sourceConnection } });
    expect({ ids, asked }).toEqual({
      ids: [DB, WEB],
      asked: [
        { region: "us-east-1", account: ACCOUNT, sourceConnection, ids: "i-db" },
        { region: "eu-west-1", account: ACCOUNT, sourceConnection, ids: "i-web" },
        { region: "us-east-1", account: "999999999999", sourceConnection, ids: "i-app" },
      ],
    });
  });

  it("names servers that are no EC2 instance, and instances of no Region", async () => {
    const servers = [
      aSource(DB, "db-1", undefined, { Tier: "web" }),
      aSource(WEB, "web-1", { ec2InstanceId: "i-web" }),
      aSource(APP, "app-1", inEast("i-app")),
    ];
    const { ids, warnings } = await find({ "us-east-1": { "i-app": { Tier: "web" } } }, { servers });
    expect({ ids, warnings }).toEqual({
      ids: [APP],
      warnings: [
        'DRS names no EC2 instance for db-1: a selector with tagsOf "sourceInstance" selects none of them',
        `DRS names no Region of i-web of web-1 (${WEB}); not known whether the selector's tags are there: not selected`,
      ],
    });
  });

  it("takes what was read last where the Region cannot be reached, says when that was, and keeps it", async () => {
    const kept = [
      east("2026-11-19T08:00:00.000Z", { "i-web": { Tier: "app" }, "i-db": { Tier: "web" } }),
      east(BEFORE, { "i-web": { Tier: "web" } }),
    ];
    expect(await find({ "us-east-1": NO_ACCESS }, { kept })).toMatchObject({
      ids: [DB, WEB],
      problems: [],
      warnings: [
        "EC2 in us-east-1 could not be asked for the tags of source instances: calling ec2:DescribeInstances: " +
          "UnauthorizedOperation: says AWS (request req-1); the tags of 2 instances are taken as read from 2026-11-19T08:00:00.000Z to " +
          `${BEFORE}; not known whether the selector's tags are on i-app of app-1 (${APP}): not selected`,
      ],
      kept: [east("2026-11-19T08:00:00.000Z", { "i-db": { Tier: "web" } }), east(BEFORE, { "i-web": { Tier: "web" } })],
    });
  });

  it("takes what was read last of an instance that EC2 does not list: that proves nothing", async () => {
    const tags = { "i-db": { Tier: "app" } };
    const { ids, warnings, kept } = await find(
      { "us-east-1": tags },
      { kept: [east(BEFORE, { "i-web": { Tier: "web" }, "i-db": { Tier: "web" } })] },
    );
    expect({ ids, warnings, kept }).toEqual({
      ids: [WEB],
      warnings: [
        `EC2 in us-east-1 does not list i-web of web-1 (${WEB}) and i-app of app-1 (${APP}); the tags of 1 instance are taken ` +
          `as read on ${BEFORE}; not known whether the selector's tags are on i-app of app-1 (${APP}): not selected`,
      ],
      kept: [east(BEFORE, { "i-web": { Tier: "web" } }), east(NOW, { "i-db": { Tier: "app" } })],
    });
  });

  it.each([
    { label: "nothing was read before", kept: [] },
    { label: "what was read before lacks a key", kept: [east(BEFORE, { "i-web": {} }, ["Stage"])] },
    { label: "what was read before is of another account", kept: [{ ...east(BEFORE, { "i-web": {} }), account: "1" }] },
  ])("has a problem, and selects nothing, where the Region cannot be reached and $label", async ({ kept }) => {
    const { ids, problems } = await find({ "us-east-1": NO_ACCESS }, { kept, servers: THREE.slice(0, 1) });
    expect({ ids, problems }).toEqual({
      ids: [],
      problems: [
        `the tags of EC2 instances in us-east-1 (i-web of web-1 (${WEB})) could not be read: calling ec2:DescribeInstances: ` +
          "UnauthorizedOperation: says AWS (request req-1); nothing was read before that could be taken instead. Fix: grant " +
          "ec2:DescribeInstances in us-east-1 (selector.sourceConnection), or name the servers in sourceServers",
      ],
    });
  });

  it("says whose credentials they are where another account's list none of the instances", async () => {
    const { ids, problems } = await find({}, { caller: "999999999999", servers: THREE.slice(0, 1) });
    expect({ ids, problems }).toEqual({
      ids: [],
      problems: [
        `the tags of EC2 instances in us-east-1 (i-web of web-1 (${WEB})) could not be read: the credentials are of account ` +
          `999999999999, the instances of account ${ACCOUNT}; nothing was read before that could be taken instead. Fix: give ` +
          `selector.sourceConnection credentials of account ${ACCOUNT}`,
      ],
    });
  });

  it("says where the tags are in DRS when no instance has them", async () => {
    const servers = [aSource(WEB, "web-1", inEast("i-web"), { Tier: "web" })];
    expect((await find({ "us-east-1": { "i-web": {} } }, { servers })).problems).toEqual([
      `no source server in us-west-2 is an EC2 instance that has the tags Tier=web, but in DRS they are the tags of web-1 (${WEB}). ` +
        "Fix: leave tagsOf out to compare those",
    ]);
  });
});

describe("a selector of tags in DRS that selects nothing", () => {
  const selector = { tags: { Tier: "web" } };

  it("names the EC2 instances that have the tags", async () => {
    const tags = { "i-web": { Tier: "web" }, "i-db": { Tier: "db" }, "i-app": { Tier: "web" } };
    expect((await find({ "us-east-1": tags }, { selector })).problems).toEqual([
      "no source server in us-west-2 has the tags Tier=web, but they are the tags of EC2 instances, which DRS does not copy: " +
        `i-web of web-1 (${WEB}) and i-app of app-1 (${APP}). Fix: give the selector tagsOf "sourceInstance", or tag the source servers in DRS`,
    ]);
  });

  it("says what could not be read of them", async () => {
    expect((await find({ "us-east-1": NO_ACCESS }, { selector })).problems).toEqual([
      "no source server in us-west-2 has the tags Tier=web. DRS does not copy the tags of EC2 instances: those in us-east-1 could " +
        "not be read: calling ec2:DescribeInstances: UnauthorizedOperation: says AWS (request req-1)",
    ]);
  });

  it("says no more where no instance has them, and asks nothing where something is selected", async () => {
    const none = await find({ "us-east-1": { "i-web": {}, "i-db": {}, "i-app": {} } }, { selector });
    const some = await find({}, { selector, servers: [aSource(WEB, "web-1", inEast("i-web"), { Tier: "web" })] });
    expect({ none: none.problems, some: some.problems, asked: some.asked }).toEqual({
      none: ["no source server in us-west-2 has the tags Tier=web"],
      some: [],
      asked: [],
    });
  });
});
