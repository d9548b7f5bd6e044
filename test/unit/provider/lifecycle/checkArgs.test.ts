import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkArgs, checkMinimum, tooMany } from "../../../../provider/src/lifecycle/checkArgs";
import { pathText, toCheckFailure } from "../../../../provider/src/lifecycle/flaws";
import { UNKNOWN_VALUE } from "../../../../provider/src/vocabulary";
import { DB, inputs, serverId, WEB } from "../factories";

const failuresOf = (given: Record<string, unknown>) => {
  const checked = checkArgs(given);
  return "failures" in checked ? checked.failures : [];
};

/** Every arg, as check receives them. */
const EVERYTHING = {
  region: "us-west-2",
  sourceServers: [
    {
      sourceServerId: DB,
      role: "database",
      impactLevel: "CRITICAL",
      recoverySnapshotId: "pit-00000000000000001",
      launchConfiguration: {
        targetInstanceTypeRightSizingMethod: "NONE",
        launchDisposition: "STARTED",
        copyPrivateIp: true,
        copyTags: false,
        licensing: { osByol: false },
        postLaunchEnabled: true,
        launchIntoInstanceProperties: { launchIntoEC2InstanceID: "i-1" },
      },
    },
  ],
  recoveryPlan: "orders",
  wave: "database",
  isDrill: true,
  allowRecovery: false,
  observe: "live",
  onUnreadableLaunchConfiguration: "fail",
  objectives: { recoveryTimeSeconds: 1800, recoveryPointSeconds: 900 },
  success: "statusChecks",
  minimumLaunched: "100%",
  retries: { maximumAttempts: 2 },
  preflight: { maximumLagSeconds: 600, busyServers: "wait", sourceServerTag: "SourceServer" },
  cleanup: "onDestroy",
  replaceRecoveryInstances: false,
  settings: ["rev-1"],
  tags: { CostCenter: "42" },
  triggers: ["2026-Q4"],
  polling: { intervalSeconds: 10 },
  connection: {
    endpoints: { drs: "https://a.example", ec2: "https://b.example", sts: "https://c.example" },
    endpoint: "http://127.0.0.1:8080",
    allowInsecureEndpoint: false,
    profile: "drill",
    assumeRole: {
      roleArn: "arn:aws:iam::111122223333:role/drill",
      externalId: "x",
      sessionName: "y",
      durationSeconds: 900,
    },
  },
  customTimeouts: { create: "1h30m", update: "90m", delete: "1.5h" },
  retainOnDelete: true,
  drillNonce: "n",
  __provider: "exports…",
  __urn: "urn:…",
};

describe(checkArgs.name, () => {
  it.each([
    { label: "the least that a wave needs", given: inputs() },
    { label: "every arg", given: EVERYTHING },
    { label: "a selector", given: { drillNonce: "n", selector: { tags: { Tier: "web" }, role: "web" } } },
    { label: "40 tags", given: inputs({ tags: userTags(40) }) },
    { label: "100 servers", given: inputs({ sourceServers: servers(100) }) },
    { label: "a number of servers", given: inputs({ minimumLaunched: 2 }) },
    { label: "a real recovery that is allowed", given: inputs({ isDrill: false, allowRecovery: true }) },
    { label: "a Region of another partition", given: inputs({ region: "us-gov-west-1" }) },
    { label: "a Region of the European Sovereign Cloud", given: inputs({ region: "eusc-de-east-1" }) },
  ])("takes $label", ({ given }) => {
    const { __provider: _provider, __urn: _urn, ...args } = { __urn: "", ...given } as Record<string, unknown>;
    expect(checkArgs({ ...given })).toEqual({ args, unknown: new Set() });
  });

  it.each([
    ["region", "mars", 'expected an AWS Region such as us-west-2, got "mars"'],
    ["region", 7, "expected a string, got 7"],
    ["sourceServers", "s-1", 'expected a list of servers, got "s-1"'],
    ["sourceServers", [], "expected at least one server"],
    ["recoveryPlan", "x".repeat(257), `expected at most 256 characters, got "${"x".repeat(56)}...`],
    ["wave", false, "expected a string, got false"],
    ["isDrill", "no", 'expected true or false, got "no"'],
    ["isDrill", false, "false starts a real recovery: allowRecovery must be true as well"],
    ["allowRecovery", 1, "expected true or false, got 1"],
    ["observe", "sometimes", 'expected one of live, off, got "sometimes"'],
    ["onUnreadableLaunchConfiguration", "x", 'expected one of fail, useDefaults, got "x"'],
    ["success", "booted", 'expected one of launched, running, statusChecks, got "booted"'],
    ["minimumLaunched", true, 'expected a number of servers or a share such as "80%", got true'],
    ["minimumLaunched", 3, "is 3, but the wave has 2 critical servers"],
    ["cleanup", "later", 'expected one of onDestroy, afterDrill, never, got "later"'],
    ["replaceRecoveryInstances", "yes", 'expected true or false, got "yes"'],
    ["settings", "rev-1", 'expected a list of strings, got "rev-1"'],
    ["triggers", "x", 'expected a list of strings, got "x"'],
    ["tags", "x", 'expected an object of strings, got "x"'],
    ["drillNonce", undefined, "is missing"],
    ["colour", "red", "is not a member of this object"],
  ])("names %s when it is %j", (property, value, reason) => {
    const { [property]: _before, ...others } = { ...inputs() } as Record<string, unknown>;
    const given = value === undefined ? others : { ...others, [property]: value };
    expect(failuresOf(given)).toEqual([{ property, reason }]);
  });

  it.each([
    [
      "objectives.recoveryTimeSeconds",
      { objectives: { recoveryTimeSeconds: 0 } },
      "expected more than 0 seconds, got 0",
    ],
    ["objectives.recoveryPointSeconds", { objectives: { recoveryPointSeconds: "1" } }, 'expected seconds, got "1"'],
    ["objectives.rto", { objectives: { rto: 1 } }, "is not a member of this object"],
    ["retries.maximumAttempts", { retries: { maximumAttempts: 0 } }, "expected at least 1, got 0"],
    ["retries.maximumAttempts", { retries: { maximumAttempts: 1.5 } }, "expected a whole number, got 1.5"],
    ["preflight.maximumLagSeconds", { preflight: { maximumLagSeconds: -1 } }, "expected more than 0 seconds, got -1"],
    ["preflight.busyServers", { preflight: { busyServers: "x" } }, 'expected one of wait, fail, got "x"'],
    ["polling.intervalSeconds", { polling: { intervalSeconds: 0 } }, "expected more than 0 seconds, got 0"],
    ["connection.endpoint", { connection: { endpoint: "x" } }, 'expected a URL, got "x"'],
    [
      "connection.endpoint",
      { connection: { endpoint: "http://drs.example" } },
      "http://drs.example is http to another machine: use https, or set connection.allowInsecureEndpoint",
    ],
    ["preflight.sourceServerTag", { preflight: { sourceServerTag: "" } }, 'expected a tag key, got ""'],
    ["connection.assumeRole.roleArn", { connection: { assumeRole: {} } }, "is missing"],
    ["connection.endpoints.ec2", { connection: { endpoints: { ec2: "x" } } }, 'expected a URL, got "x"'],
    [
      "connection.endpoints.kinesis",
      { connection: { endpoints: { kinesis: "https://x" } } },
      "is not a member of this object",
    ],
    [
      "connection.endpoints.sts",
      { connection: { endpoints: { sts: "http://sts.example" } } },
      "http://sts.example is http to another machine: use https, or set connection.allowInsecureEndpoint",
    ],
    ...[899, 43_201, 3600.5].map((durationSeconds): [string, object, string] => [
      "connection.assumeRole.durationSeconds",
      { connection: { assumeRole: { roleArn: "arn", durationSeconds } } },
      `expected 900 to 43200 seconds, got ${durationSeconds}`,
    ]),
    ["customTimeouts.create", { customTimeouts: { create: "soon" } }, 'expected a duration such as "90m", got "soon"'],
    ["retainOnDelete", { retainOnDelete: "yes" }, 'expected true or false, got "yes"'],
    ["customTimeouts.delete", { customTimeouts: { delete: "-1m" } }, 'expected a duration such as "30m", got "-1m"'],
    ["tags.a", { tags: { a: 1 } }, "expected a string, got 1"],
    ["tags.Wave", { tags: { Wave: "mine" } }, "is a reserved tag key"],
    ["tags.Judged", { tags: { Judged: "PASSED" } }, "is a reserved tag key"],
    ["tags.Closed", { tags: { Closed: "no" } }, "is a reserved tag key"],
    ["tags.AWS:x", { tags: { "AWS:x": "no" } }, "is a reserved tag key"],
    ["triggers[1]", { triggers: ["a", 2] }, "expected a string, got 2"],
    ["selector", { selector: { tags: { a: "b" } } }, "cannot be combined with sourceServers"],
    [
      "sourceServers[1].sourceServerId",
      { sourceServers: [{ sourceServerId: DB }, { sourceServerId: "i-1" }] },
      'expected s- and 17 letters or digits, got "i-1"',
    ],
    [
      "sourceServers[1].sourceServerId",
      { sourceServers: [{ sourceServerId: DB }, { sourceServerId: DB }] },
      `${DB} is already sourceServers[0]`,
    ],
    [
      "sourceServers[0].recoverySnapshotId",
      { sourceServers: [{ sourceServerId: DB, recoverySnapshotId: "snap-1" }] },
      'expected pit- and 17 letters or digits, got "snap-1"',
    ],
    [
      "sourceServers[0].impactLevel",
      { sourceServers: [{ sourceServerId: DB, impactLevel: "HIGH" }] },
      'expected one of CRITICAL, OPTIONAL, got "HIGH"',
    ],
    [
      "sourceServers[0].launchConfiguration.targetInstanceTypeRightSizingMethod",
      { sourceServers: [{ sourceServerId: DB, launchConfiguration: { targetInstanceTypeRightSizingMethod: "BIG" } }] },
      'expected one of NONE, BASIC, IN_AWS, got "BIG"',
    ],
    [
      "sourceServers[0].launchConfiguration.name",
      { sourceServers: [{ sourceServerId: DB, launchConfiguration: { name: "x" } }] },
      "is not a setting",
    ],
    [
      "sourceServers[0].launchConfiguration.copyPrivateIP",
      { sourceServers: [{ sourceServerId: DB, launchConfiguration: { copyPrivateIP: true } }] },
      "is not a member of this object: did you mean copyPrivateIp?",
    ],
    [
      "sourceServers[0].launchConfiguration.licensing.osBYOL",
      { sourceServers: [{ sourceServerId: DB, launchConfiguration: { licensing: { osBYOL: true } } }] },
      "is not a member of this object: did you mean osByol?",
    ],
    [
      "sourceServers[0].launchConfiguration.recoveryMode",
      { sourceServers: [{ sourceServerId: DB, launchConfiguration: { recoveryMode: "QUICK" } }] },
      'expected one of OPTIMAL, FAST, got "QUICK"',
    ],
    [
      "sourceServers[0].allowLaunchIntoInstance",
      { sourceServers: [{ sourceServerId: DB, allowLaunchIntoInstance: "any" }] },
      'expected i- and at least 8 hexadecimal digits, got "any"',
    ],
    [
      "sourceServers",
      { sourceServers: servers(101) },
      "has 101 servers, a wave takes at most 100: split it into several waves",
    ],
  ])("names %s of %j", (property, changes, reason) => {
    expect(failuresOf({ ...inputs(), ...changes })).toEqual([{ property, reason }]);
  });

  it.each(["101%", "80", "x%", "-1%", -1, 1.5])("says what minimumLaunched takes when it is %j", (minimumLaunched) => {
    const reason = `expected a number of servers or a share such as "80%", got ${JSON.stringify(minimumLaunched)}`;
    expect(failuresOf({ ...inputs(), minimumLaunched })).toEqual([{ property: "minimumLaunched", reason }]);
  });

  it.each([
    {
      label: "neither servers nor a selector",
      given: { drillNonce: "n" },
      failure: { property: "sourceServers", reason: "is missing: give sourceServers or a selector" },
    },
    {
      label: "tags of what nobody has",
      given: { drillNonce: "n", selector: { tags: { a: "b" }, tagsOf: "ec2" } },
      failure: { property: "selector.tagsOf", reason: 'expected one of sourceServer, sourceInstance, got "ec2"' },
    },
    {
      label: "a connection that nothing is read over",
      given: { drillNonce: "n", selector: { tags: { a: "b" }, sourceConnection: { profile: "source" } } },
      failure: {
        property: "selector.sourceConnection",
        reason: 'is for reading source instances: give tagsOf "sourceInstance" as well, or leave it out',
      },
    },
    {
      label: "a source connection over an unprotected network",
      given: {
        drillNonce: "n",
        selector: {
          tags: { a: "b" },
          tagsOf: "sourceInstance",
          sourceConnection: { endpoints: { ec2: "http://ec2.example" } },
        },
      },
      failure: {
        property: "selector.sourceConnection.endpoints.ec2",
        reason: "http://ec2.example is http to another machine: use https, or set connection.allowInsecureEndpoint",
      },
    },
    {
      label: "a selector that would take every server",
      given: { drillNonce: "n", selector: { tags: {} } },
      failure: {
        property: "selector.tags",
        reason: "expected at least one tag: an empty selector would take every server",
      },
    },
    {
      label: "41 tags",
      given: inputs({ tags: userTags(41) }),
      failure: { property: "tags", reason: "has 41 tags, at most 40 fit beside DrillWave's own" },
    },
  ])("refuses $label", ({ given, failure }) => {
    expect(failuresOf({ ...given })).toEqual([failure]);
  });

  it("tells everything at once, what no single property shows included", () => {
    const given = {
      ...inputs(),
      region: "mars",
      isDrill: false,
      tags: { Wave: "x" },
      sourceServers: [{ sourceServerId: 7 }],
    };
    expect(failuresOf(given)).toEqual([
      { property: "region", reason: 'expected an AWS Region such as us-west-2, got "mars"' },
      { property: "sourceServers[0].sourceServerId", reason: "expected a string, got 7" },
      { property: "tags.Wave", reason: "is a reserved tag key" },
      { property: "isDrill", reason: "false starts a real recovery: allowRecovery must be true as well" },
    ]);
  });

  describe("what is unknown yet at preview", () => {
    it.each(Object.keys(EVERYTHING))("takes %s for right", (property) => {
      expect(failuresOf({ ...EVERYTHING, [property]: UNKNOWN_VALUE })).toEqual([]);
    });

    it("takes it for right at any depth", () => {
      for (const path of pathsOf(EVERYTHING)) {
        expect({ path, failures: failuresOf(withUnknown(EVERYTHING, path)) }).toEqual({ path, failures: [] });
      }
    });

    it("takes an unknown selector for right", () => {
      expect(failuresOf({ drillNonce: "n", selector: UNKNOWN_VALUE })).toEqual([]);
    });

    it("takes a real recovery for right while allowRecovery is unknown", () => {
      expect(failuresOf({ ...inputs(), isDrill: false, allowRecovery: UNKNOWN_VALUE })).toEqual([]);
    });

    it.each([
      { label: "itself", changes: { wave: UNKNOWN_VALUE }, unknown: ["wave"] },
      { label: "inside", changes: { sourceServers: [{ sourceServerId: UNKNOWN_VALUE }] }, unknown: ["sourceServers"] },
      {
        label: "in several",
        changes: { tags: { a: UNKNOWN_VALUE }, drillNonce: UNKNOWN_VALUE },
        unknown: ["tags", "drillNonce"],
      },
    ])("leaves out an arg that is unknown $label, and names it", ({ changes, unknown }) => {
      const { __provider: _provider, ...known } = inputs();
      const args = Object.fromEntries(Object.entries(known).filter(([name]) => !unknown.includes(name)));
      expect(checkArgs({ ...inputs(), ...changes })).toEqual({ args, unknown: new Set(unknown) });
    });

    it("still names what is wrong beside it", () => {
      expect(failuresOf({ ...inputs(), triggers: [UNKNOWN_VALUE], wave: 7 })).toEqual([
        { property: "wave", reason: "expected a string, got 7" },
      ]);
    });
  });

  it.each([
    {
      label: "a text of a megabyte as a server id",
      given: { sourceServers: [{ sourceServerId: "s".repeat(1 << 20) }] },
    },
    {
      label: "keys that objects have already",
      given: JSON.parse('{"__proto__x": 1, "constructor": {"prototype": 1}}'),
    },
    { label: "such keys inside", given: { objectives: JSON.parse('{"__proto__": {"recoveryTimeSeconds": 1}}') } },
    { label: "a tag key that objects have already", given: { tags: JSON.parse('{"__proto__": "x"}') } },
  ])("stands $label: short failures, and no object is changed by them", ({ given }) => {
    for (const { property, reason } of failuresOf({ ...inputs(), ...given })) {
      expect(property).not.toBe("");
      expect(reason.length).toBeLessThan(200);
    }
    expect(({} as Record<string, unknown>)["recoveryTimeSeconds"]).toBeUndefined();
  });

  it("never throws, and names a property in every failure, whatever it is given", () => {
    const junk = fc.oneof(fc.jsonValue(), fc.constant(UNKNOWN_VALUE));
    const args = fc.record(
      Object.fromEntries([...Object.keys(EVERYTHING), "selector", "x"].map((name) => [name, junk])),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(args, (given) => {
        for (const { property, reason } of failuresOf(given)) {
          expect({ type: typeof property, isNameless: property === "", isReasonless: reason === "" }).toEqual({
            type: "string",
            isNameless: false,
            isReasonless: false,
          });
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** Words of a schema library or of JavaScript, which mean nothing to the person who wrote the args. */
const FOREIGN = /Invalid|Expected|received|undefined|expected never|\[object|<nil>|NaN/;

/** Wherever something can be wrong in every arg of a wave, with what is wrong there. */
function spotsIn(value: unknown, path: (string | number)[] = []): { path: (string | number)[]; wrong: unknown }[] {
  const own = path.length === 0 ? [] : [{ path, wrong: typeof value === "string" ? true : "nonsense" }];
  if (typeof value !== "object" || value === null) {
    return own;
  }
  const inner = Object.entries(value).flatMap(([key, member]) =>
    spotsIn(member, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  // DRS may have settings that are not known here, and a tag may have any key.
  const isOpen = path.some((key) => key === "launchConfiguration" || key === "tags") || Array.isArray(value);
  const strangers = isOpen ? [] : ["colour", "size of it"].map((key) => ({ path: [...path, key], wrong: 1 }));
  return [...own, ...inner, ...strangers];
}

function setIn(value: unknown, [key, ...rest]: readonly (string | number)[], wrong: unknown): unknown {
  if (key === undefined) {
    return wrong;
  }
  const entries = Object.entries({
    ...(value as object),
    ...(Object.hasOwn(Object(value), key) ? {} : { [key]: null }),
  });
  const changed = entries.map(([name, member]) => [name, name === String(key) ? setIn(member, rest, wrong) : member]);
  return Array.isArray(value) ? changed.map(([, member]) => member) : Object.fromEntries(changed);
}

describe("whatever is wrong at once", () => {
  const { drillNonce: _nonce, __provider: _provider, __urn: _urn, ...args } = EVERYTHING;
  const { sourceServers: _servers, ...others } = args;
  const wholes = [args, { ...others, selector: { tags: { Tier: "web" }, role: "web" } }];
  const isWithin = (one: readonly unknown[], other: readonly unknown[]) =>
    one.length > other.length && other.every((key, index) => one[index] === key);

  it.each(wholes.map((whole) => [Object.keys(whole).length, whole]))(
    "is named, each by its place and in our words (%i args)",
    (_count, whole) => {
      const some = fc.subarray(spotsIn(whole), { minLength: 1 });
      fc.assert(
        fc.property(some, (spots) => {
          // What stands in something that is wrong as a whole is not there any more.
          const seen = spots.filter(({ path }) => !spots.some((other) => isWithin(path, other.path)));
          const given = seen.reduce<unknown>((made, { path, wrong }) => setIn(made, path, wrong), whole);
          const flaws = failuresOf({ drillNonce: "n", ...(given as object) });
          const named = new Set(flaws.map(({ property }) => property));
          expect(seen.map(({ path }) => pathText(path)).filter((path) => !named.has(path))).toEqual([]);
          for (const { property, reason } of flaws.map(toCheckFailure)) {
            expect({ property, isForeign: FOREIGN.test(reason) }).toEqual({ property: "", isForeign: false });
          }
        }),
      );
    },
  );

  it.each([
    { args: { colour: 1, size: 2 }, named: ["colour", "size"] },
    { args: { retrys: {}, triggerz: [] }, named: ["retrys", "triggerz"] },
    { args: { objectives: { rto: 1, rpo: 2 } }, named: ["objectives.rto", "objectives.rpo"] },
  ])("names every unknown arg of $args", ({ args: strange, named }) => {
    expect(failuresOf({ ...inputs(), ...strange }).map(({ property }) => property)).toEqual(named);
  });

  it("says what an unknown arg was probably meant to be", () => {
    expect(failuresOf({ ...inputs(), triggerz: [] })).toEqual([
      { property: "triggerz", reason: "is not a member of this object: did you mean triggers?" },
    ]);
  });
});

describe("toCheckFailure", () => {
  it.each([
    { flaw: { property: "wave", reason: "expected a string, got 7" }, reason: "wave: expected a string, got 7" },
    { flaw: { property: "a.b", reason: "is missing" }, reason: "a.b is missing" },
    { flaw: { property: "", reason: "the guard is missing" }, reason: "the guard is missing" },
  ])("says $reason, and leaves the engine no property to print", ({ flaw, reason }) => {
    expect(toCheckFailure(flaw)).toEqual({ property: "", reason });
  });
});

describe(tooMany.name, () => {
  it.each([
    { servers: 100, failures: [] },
    {
      servers: 101,
      failures: [
        {
          property: "selector",
          reason: "has 101 servers, a wave takes at most 100: split it into several waves",
        },
      ],
    },
  ])("judges $servers servers", ({ servers: count, failures }) => {
    expect(tooMany("selector", count)).toEqual(failures);
  });
});

describe(checkMinimum.name, () => {
  const failure = (reason: string) => [{ property: "minimumLaunched", reason }];
  it.each([
    { minimum: undefined, critical: 0, failures: [] },
    { minimum: 2, critical: 2, failures: [] },
    { minimum: 0, critical: 0, failures: [] },
    { minimum: 3, critical: 2, failures: failure("is 3, but the wave has 2 critical servers") },
    { minimum: 2, critical: 1, failures: failure("is 2, but the wave has 1 critical server") },
    { minimum: 1, critical: 0, failures: failure("is 1, but the wave has 0 critical servers") },
    { minimum: "100%", critical: 0, failures: [] }, // a share can be reached with any number of servers
  ])("judges $minimum of $critical critical servers", ({ minimum, critical, failures }) => {
    expect(checkMinimum(minimum === undefined ? {} : { minimumLaunched: minimum }, critical)).toEqual(failures);
  });

  it("counts only the critical servers of a wave: optional ones do not recover it", () => {
    const sourceServers = [{ sourceServerId: DB }, { sourceServerId: WEB, impactLevel: "OPTIONAL" as const }];
    expect(failuresOf({ ...inputs({ sourceServers, minimumLaunched: 2 }) })).toEqual(
      failure("is 2, but the wave has 1 critical server"),
    );
  });
});

function servers(count: number) {
  return Array.from({ length: count }, (_, index) => ({ sourceServerId: serverId(index + 1) }));
}

function userTags(count: number) {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, "v"]));
}

/** The path of every value inside. */
function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) {
    return [path];
  }
  const inner = Object.entries(value).flatMap(([key, member]) => pathsOf(member, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

function withUnknown(value: unknown, [key, ...rest]: string[]): Record<string, unknown> {
  if (key === undefined) {
    return UNKNOWN_VALUE as never;
  }
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[key] = withUnknown(copy[key], rest);
  return copy;
}
