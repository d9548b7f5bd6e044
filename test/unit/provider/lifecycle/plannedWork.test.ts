import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  describeAdoption,
  describeDoubt,
  describeLaunch,
  describeRedrill,
  describeStep,
  type EndingInstances,
  type LaunchedServer,
  type PlannedLaunch,
  type PlannedStep,
} from "../../../../provider/src/lifecycle/plannedWork";
import { aFailedServer, anObservedServer, DB, serverId, WEB } from "../factories";

const NONE = { targetInstanceTypeRightSizingMethod: "NONE" } as const;
const BASIC = { targetInstanceTypeRightSizingMethod: "BASIC" } as const;
const template = (instanceType: string) => ({ launchTemplateId: "lt-1", version: 1, instanceType });

const db = (changes: Partial<LaunchedServer> = {}) =>
  anObservedServer({ launchConfiguration: NONE, launchTemplate: template("r5.2xlarge"), ...changes });
const web = (changes: Partial<LaunchedServer> = {}) =>
  anObservedServer({ sourceServerId: WEB, hostname: "web-1", launchConfiguration: BASIC, ...changes });

/** A drill of two servers that were looked at; a test changes what it is about. */
const aLaunch = (changes: Partial<PlannedLaunch> = {}): PlannedLaunch => ({
  servers: [db(), web()],
  isDrill: true,
  endsAfterDrill: false,
  ...changes,
});
const unknownKind = ({ isDrill: _isDrill, ...launch }: PlannedLaunch): PlannedLaunch => launch;
/** Servers of one kind: db-1, db-2, … */
const many = (number: number, settings: Partial<LaunchedServer> = {}, prefix = "db") =>
  Array.from({ length: number }, (_, index) =>
    db({ sourceServerId: serverId(index + prefix.length * 1000), hostname: `${prefix}-${index + 1}`, ...settings }),
  );
const listing = (...ids: string[]) => ({
  recoveryInstances: ids.map((recoveryInstanceId) => ({ recoveryInstanceId })),
});

describe(describeLaunch.name, () => {
  it.each<{ label: string; launch: PlannedLaunch; text: string }>([
    {
      label: "servers with settings of their own",
      launch: aLaunch(),
      text: "will launch 2 servers: db-1 (NONE, r5.2xlarge); web-1 (BASIC)",
    },
    {
      label: "one server",
      launch: aLaunch({ servers: [db()] }),
      text: "will launch 1 server: db-1 (NONE, r5.2xlarge)",
    },
    {
      label: "a type that right-sizing may change",
      launch: aLaunch({ servers: [web({ launchTemplate: template("c5.large") })] }),
      text: "will launch 1 server: web-1 (BASIC, c5.large now)",
    },
    {
      label: "a type that EC2 picks",
      launch: aLaunch({
        servers: [db({ launchTemplate: { launchTemplateId: "lt-1", version: 1, instanceRequirements: {} } })],
      }),
      text: "will launch 1 server: db-1 (NONE, a type that EC2 picks)",
    },
    {
      label: "a server that is left stopped",
      launch: aLaunch({ servers: [db({ launchConfiguration: { ...NONE, launchDisposition: "STOPPED" } })] }),
      text: "will launch 1 server: db-1 (NONE, r5.2xlarge, left STOPPED)",
    },
    {
      label: "servers with the same settings",
      launch: aLaunch({ servers: many(2) }),
      text: "will launch 2 servers: db-1 and db-2 (NONE, r5.2xlarge)",
    },
    {
      label: "many servers of few kinds, the largest group first",
      launch: aLaunch({ servers: [web(), ...many(40)] }),
      text: "will launch 41 servers: db-1, db-2, db-3 and 37 more (NONE, r5.2xlarge); web-1 (BASIC)",
    },
    {
      label: "many servers of many kinds",
      launch: aLaunch({
        servers: many(6).map((server, index) => ({ ...server, launchTemplate: template(`r${index}.large`) })),
      }),
      text:
        "will launch 6 servers: db-1 (NONE, r0.large); db-2 (NONE, r1.large); db-3 (NONE, r2.large); " +
        "3 more with other settings",
    },
    {
      label: "hostnames that two servers share",
      launch: aLaunch({ servers: [db(), web({ hostname: "db-1", launchConfiguration: NONE })] }),
      text: `will launch 2 servers: db-1 (${DB}) (NONE, r5.2xlarge); db-1 (${WEB}) (NONE)`,
    },
    {
      label: "settings of which DRS says nothing",
      launch: aLaunch({ servers: [db({ launchConfiguration: {} })] }),
      text: "will launch 1 server: db-1 (right-sizing not known, r5.2xlarge now)",
    },
    {
      label: "settings that could not be read",
      launch: aLaunch({ servers: [db({ launchConfigurationSource: "unread", launchConfiguration: {} })] }),
      text: "will launch 1 server: db-1 (settings not known)",
    },
    {
      label: "settings that are assumed",
      launch: aLaunch({ servers: [web({ launchConfigurationSource: "defaults" })] }),
      text: "will launch 1 server: web-1 (BASIC, assumed, not read)",
    },
    {
      label: "servers that nobody looked at",
      launch: aLaunch({ servers: [{ sourceServerId: DB }, { sourceServerId: WEB }], unseen: 'observe is "off"' }),
      text: `will launch 2 servers: ${DB} and ${WEB} (settings not known: observe is "off")`,
    },
    {
      label: "servers that depend on something unknown",
      launch: aLaunch({ servers: { unknown: "selector" } }),
      text: "will launch servers: which ones is not known yet (selector)",
    },
    {
      label: "a real recovery",
      launch: aLaunch({ servers: [db()], isDrill: false }),
      text: "will launch 1 server in a real recovery: db-1 (NONE, r5.2xlarge)",
    },
    {
      label: "what may be a real recovery",
      launch: unknownKind(aLaunch({ servers: [db()] })),
      text: "will launch 1 server (drill or real recovery: not known yet): db-1 (NONE, r5.2xlarge)",
    },
    {
      label: "a drill that ends by itself",
      launch: aLaunch({ servers: [db()], endsAfterDrill: true }),
      text: 'will launch 1 server: db-1 (NONE, r5.2xlarge); then terminate what launched (cleanup is "afterDrill")',
    },
    {
      label: "servers of which recovery instances run",
      launch: aLaunch({ servers: [db(listing("i-1", "i-2")), web()] }),
      text:
        "will launch 2 servers: db-1 (NONE, r5.2xlarge); web-1 (BASIC); " +
        "2 earlier recovery instances of theirs will be terminated",
    },
    {
      label: "an instance that may be another server's",
      launch: aLaunch({ servers: [db({ recoveryInstances: [{ recoveryInstanceId: "i-1", isServerUnknown: true }] })] }),
      text: "will launch 1 server: db-1 (NONE, r5.2xlarge)",
    },
  ])("says of $label: $text", ({ launch, text }) => {
    expect(describeLaunch(launch, false)).toBe(text);
  });

  it("promises nothing of a wave that could not start now", () => {
    expect(describeLaunch(aLaunch({ servers: [db()] }), true)).toBe(
      "would launch 1 server, once nothing stands in the way: db-1 (NONE, r5.2xlarge)",
    );
  });

  it("stays short however many servers there are, and tells their number first", () => {
    const server = fc.record({
      hostname: fc.option(fc.stringMatching(/^[a-z0-9-]{1,12}$/), { nil: undefined }),
      method: fc.constantFrom("NONE" as const, "BASIC" as const, "IN_AWS" as const),
      type: fc.constantFrom("m5.large", "r5.2xlarge", undefined),
    });
    fc.assert(
      fc.property(fc.array(server, { minLength: 1, maxLength: 100 }), (given) => {
        const servers = given.map(({ hostname, method, type }, index) => ({
          sourceServerId: serverId(index),
          ...(hostname === undefined ? {} : { hostname }),
          launchConfigurationSource: "DRS" as const,
          launchConfiguration: { targetInstanceTypeRightSizingMethod: method },
          ...(type === undefined ? {} : { launchTemplate: template(type) }),
        }));
        const text = describeLaunch(aLaunch({ servers }), false);
        expect(text.length).toBeLessThan(500);
        expect(text).toMatch(new RegExp(`^will launch ${servers.length} servers?: `));
      }),
    );
  });
});

describe(describeRedrill.name, () => {
  it.each<{ ends: EndingInstances; text: string }>([
    { ends: 2, text: "will terminate 2 recovery instances and launch 2 servers again, because triggers changed" },
    { ends: 1, text: "will terminate 1 recovery instance and launch 2 servers again, because triggers changed" },
    { ends: 0, text: "will launch 2 servers again, because triggers changed" },
    {
      ends: { ofJob: "drsjob-1" },
      text: "will terminate what job drsjob-1 launches and launch 2 servers again, because triggers changed",
    },
  ])("says: $text", ({ ends, text }) => {
    expect(describeRedrill(aLaunch(), ends, "triggers changed")).toBe(
      `${text}: db-1 (NONE, r5.2xlarge); web-1 (BASIC)`,
    );
  });
});

describe(describeDoubt.name, () => {
  it("says what may happen, and what decides it", () => {
    expect(describeDoubt(aLaunch(), 2, ["sourceServers", "triggers"])).toBe(
      "may terminate 2 recovery instances and launch 2 servers again: not known yet whether sourceServers and triggers " +
        "changed; db-1 (NONE, r5.2xlarge); web-1 (BASIC)",
    );
  });
});

describe(describeAdoption.name, () => {
  it("says that the job goes on, and what happens where the wave is replaced by name", () => {
    expect(describeAdoption(aLaunch(), "drsjob-1")).toBe(
      "will go on with its job drsjob-1: db-1 and web-1; where --replace or a taint replaces the wave, terminates what it " +
        "launched and launches again",
    );
  });
});

describe(describeStep.name, () => {
  const failed = aFailedServer();
  const step = (changes: Partial<PlannedStep>) =>
    describeStep({
      step: { kind: "none" },
      maximumAttempts: 2,
      launch: aLaunch(),
      instances: 2,
      isDueForCleanup: false,
      ...changes,
    });

  it.each<{ given: Partial<PlannedStep>; text: string | undefined }>([
    { given: { step: { kind: "none" } }, text: undefined },
    { given: { step: { kind: "resume", jobId: "drsjob-1" } }, text: "will go on with job drsjob-1: db-1 and web-1" },
    {
      given: {
        step: { kind: "resume", jobId: "drsjob-1" },
        launch: aLaunch({ servers: [db()], endsAfterDrill: true }),
      },
      text: 'will go on with job drsjob-1: db-1; then terminate what launched (cleanup is "afterDrill")',
    },
    {
      given: { step: { kind: "retry", servers: [failed], attempt: 2 }, launch: aLaunch({ servers: [web()] }) },
      text: "will launch 1 failed server again, attempt 2 of 2: web-1 (BASIC)",
    },
    {
      given: {
        step: { kind: "retry", servers: [failed], attempt: 2 },
        launch: aLaunch({ servers: [web(listing("i-1"))] }),
      },
      text:
        "will launch 1 failed server again, attempt 2 of 2: web-1 (BASIC); " +
        "1 earlier recovery instance of theirs will be terminated",
    },
    { given: { step: { kind: "cleanup" } }, text: 'will terminate 2 recovery instances: cleanup is "afterDrill"' },
    {
      given: { step: { kind: "cleanup" }, instances: 0 },
      text: 'will terminate what the drill launched: cleanup is "afterDrill"',
    },
    {
      given: { step: { kind: "exhausted", servers: [failed], attempts: 2 } },
      text: `will fail again, with no attempts left (2 used, at most 2): web-1 (${WEB}); a change of \`triggers\` drills again`,
    },
    {
      given: { step: { kind: "exhausted", servers: [], attempts: 1 } },
      text: "will fail again, with nothing to launch again; a change of `triggers` drills again",
    },
    {
      given: { step: { kind: "exhausted", servers: [], attempts: 2 }, isDueForCleanup: true },
      text:
        'will terminate 2 recovery instances (cleanup is "afterDrill") and fail again, with no attempts left (2 used, at most 2); ' +
        "a change of `triggers` drills again",
    },
  ])("says: $text", ({ given, text }) => {
    expect(step(given)).toBe(text);
  });
});
