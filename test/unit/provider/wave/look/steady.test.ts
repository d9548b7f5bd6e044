import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mostFree, type Observation, type ObservedServer } from "../../../../../provider/src/vocabulary";
import { roundFree, roundLag, steady } from "../../../../../provider/src/wave/look/steady";

const AT = Date.parse("2026-11-24T10:00:00.000Z");
const DAY_MS = 86_400_000;

function aServer(changes: Partial<ObservedServer> = {}): ObservedServer {
  return {
    sourceServerId: "s-00000000000000001",
    tags: { Tier: "web" },
    launchConfigurationSource: "DRS",
    launchConfiguration: { copyTags: true },
    recoveryInstances: [],
    ...changes,
  };
}

function anObservation(changes: Partial<Observation> = {}): Observation {
  return {
    region: "us-west-2",
    account: "111122223333",
    observedAt: "2026-11-24T10:00:00.000Z",
    servers: [aServer()],
    ...changes,
  };
}

/** What a later look may find in another order. */
function seenInOrder(order: readonly number[]): Observation {
  const some = <T>(make: (index: number) => T) => order.map(make);
  const texts = (prefix: string) => some((index) => `${prefix}${index}`);
  const byId = <Entry>(entry: Entry): Record<string, Entry> => ({ "id-1": entry });
  const server = aServer({
    source: { disks: texts("/dev/sd") },
    replicatedDisks: texts("/dev/sd"),
    replication: { volumeProblems: texts("problem ") },
    recoveryInstances: some((index) => ({ recoveryInstanceId: `i-${index}` })),
    launchTemplate: {
      launchTemplateId: "lt-1",
      version: 1,
      securityGroupIds: texts("sg-"),
      networkInterfaces: [{ deviceIndex: 1, securityGroupIds: texts("sg-") }, { deviceIndex: 0 }],
      unknownMembers: texts("Member"),
    },
  });
  const surroundings = {
    replicationConfigurations: byId({ replicatedDisks: texts("/dev/sd") }),
    snapshots: {},
    launchTimes: {},
    subnets: byId({
      cidrBlock: "10.0.0.0/24",
      availableIpAddressCount: 200,
      routes: some((index) => ({ destination: `10.${index}.0.0/16`, target: "pcx-1" })),
    }),
    securityGroups: byId({ groupName: "drill", openIngress: texts("tcp ") }),
    instanceTypes: byId({ vCpus: 1, memoryMiB: 1, bootModes: texts("mode ") }),
    regionServers: some((index) => ({ sourceServerId: `s-${index}`, tags: {} })),
  };
  return anObservation({ servers: [server], surroundings });
}

const NO_LIMITS = { lagSeconds: [] };

describe("steady", () => {
  it("is the same whatever the order of lists whose order means nothing, and keeps the order of interfaces", () => {
    const all = [1, 2, 3, 4];
    const expected = steady(seenInOrder(all), NO_LIMITS, AT);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (order) => {
        expect(steady(seenInOrder(order), NO_LIMITS, AT)).toEqual(expected);
      }),
    );
    expect(expected.servers[0]?.launchTemplate?.networkInterfaces?.map(({ deviceIndex }) => deviceIndex)).toEqual([
      1, 0,
    ]);
  });

  it("keeps the order of servers, and of settings that it does not know", () => {
    const settings = { futureSetting: ["b", "a"] } as ObservedServer["launchConfiguration"];
    const servers = [aServer({ sourceServerId: "s-2", launchConfiguration: settings }), aServer()];
    expect(steady(anObservation({ servers }), NO_LIMITS, AT).servers).toEqual(servers);
  });

  it("names no request in a reason: each has another id", () => {
    const reason = "calling drs:X: AccessDenied: no (request 7f-1)";
    const { problems } = steady(anObservation({ problems: [`${reason}; and more`] }), NO_LIMITS, AT);
    expect(problems).toEqual(["calling drs:X: AccessDenied: no; and more"]);
  });

  it.each([
    { label: "agree", machine: AT, days: undefined },
    { label: "are hours apart", machine: AT + DAY_MS / 2 - 1, days: undefined },
    { label: "are days apart: the service's is ahead", machine: AT - 3 * DAY_MS, days: 3 },
    { label: "are days apart: the service's is behind", machine: AT + 2 * DAY_MS, days: -2 },
  ])("says by how many days the clocks differ, when they $label", ({ machine, days }) => {
    expect(steady(anObservation(), NO_LIMITS, machine).clockDaysAhead).toBe(days);
  });

  it("changes nothing that it has made steady", () => {
    const once = steady(seenInOrder([3, 1, 2]), NO_LIMITS, AT);
    expect(steady(once, NO_LIMITS, AT)).toEqual(once);
  });

  it.each([
    { missingBytes: 0, kept: 0 },
    { missingBytes: 1, kept: 1 },
    { missingBytes: 5_000_000_000, kept: 2 ** 33 },
  ])("has $kept bytes missing where $missingBytes are", ({ missingBytes, kept }) => {
    const { servers } = steady(anObservation({ servers: [aServer({ replication: { missingBytes } })] }), NO_LIMITS, AT);
    expect(servers[0]?.replication?.missingBytes).toBe(kept);
  });
});

describe("roundLag", () => {
  it("is within a limit of the program exactly when the lag is, and never below the lag", () => {
    const limits = fc.array(fc.integer({ min: 1, max: 400_000 }), { maxLength: 2 });
    fc.assert(
      fc.property(fc.record({ lag: fc.integer({ min: 0, max: 500_000 }), limits }), ({ lag, limits: lagSeconds }) => {
        const rounded = roundLag(lag, { lagSeconds });
        expect(rounded).toBeGreaterThanOrEqual(lag);
        expect(lagSeconds.map((limit) => rounded <= limit)).toEqual(lagSeconds.map((limit) => lag <= limit));
      }),
    );
  });

  it.each([
    { lag: 0, limits: [], rounded: 60 },
    { lag: 3, limits: [900], rounded: 60 },
    { lag: 3, limits: [10], rounded: 10 },
    { lag: 61, limits: [], rounded: 120 },
    { lag: 86_401, limits: [], rounded: 172_800 },
  ])("makes $lag s with the limits $limits $rounded s", ({ lag, limits, rounded }) => {
    expect(roundLag(lag, { lagSeconds: limits })).toBe(rounded);
  });
});

describe("roundFree", () => {
  it("leaves room for as many as there is room for, and never more", () => {
    const counts = fc.record({ free: fc.integer({ min: 0, max: 5000 }), room: fc.integer({ min: 1, max: 400 }) });
    fc.assert(
      fc.property(counts, ({ free, room }) => {
        const rounded = roundFree(free, room);
        expect(rounded).toBeLessThanOrEqual(free);
        expect(Math.min(rounded, room)).toBe(Math.min(free, room));
      }),
    );
  });

  it("stays while some addresses come and go", () => {
    expect([250, 240, 230].map((free) => roundFree(free, 3))).toEqual([224, 224, 224]);
  });

  it("is exact of few, which several waves may share", () => {
    const few = Array.from({ length: 16 }, (_, free) => free);
    expect(few.map((free) => roundFree(free, 1))).toEqual(few);
  });

  it("says how many there may be at most", () => {
    fc.assert(
      fc.property(
        fc.record({ free: fc.integer({ min: 0, max: 5000 }), room: fc.integer({ min: 1, max: 400 }) }),
        (it) => {
          const seen = roundFree(it.free, it.room);
          expect(mostFree(seen)).toBeGreaterThanOrEqual(it.free);
          expect(mostFree(seen) - seen).toBeLessThanOrEqual(it.free / 4);
        },
      ),
    );
  });
});
