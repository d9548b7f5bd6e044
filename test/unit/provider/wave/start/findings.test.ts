import { DataReplicationState } from "@aws-sdk/client-drs";
import { describe, expect, it } from "vitest";
import { NOT_LAUNCHABLE_REPLICATION_STATES } from "../../../../../provider/src/drs/status";
import type {
  LaunchConfigurationSettings,
  ObservedLaunchTemplate,
  ObservedServer,
} from "../../../../../provider/src/vocabulary";
import { type CheckedServer, findingsOf, type PreflightFacts } from "../../../../../provider/src/wave/start/findings";
import type { DeclaredServer } from "../../../../../provider/src/wave/wave";
import { aJob, anObservedServer, aSeenServer, aWave, DB, NONCE, START, WEB } from "../../factories";

/** A server as preflight knows it: as the program wants it, as it is now, and as it was judged. */
function aCheckedServer(
  seen: Partial<ObservedServer>,
  { declared = {}, ...changes }: { declared?: Partial<DeclaredServer> } & Partial<Omit<CheckedServer, "declared">> = {},
): CheckedServer {
  return { ...aSeenServer({ declared, seen }), judged: undefined, snapshots: [], ...changes };
}

function factsOf(servers: CheckedServer | CheckedServer[], changes: Partial<PreflightFacts> = {}): PreflightFacts {
  return {
    wave: aWave(),
    servers: [servers].flat(),
    launchJobs: [],
    liveInstances: [],
    instanceTypes: new Map(),
    now: START + 7200_000,
    ...changes,
  };
}

const refusalsOf = (facts: PreflightFacts) => textsOf(facts, true);
const warningsOf = (facts: PreflightFacts) => textsOf(facts, false);
const textsOf = (facts: PreflightFacts, refuses: boolean) =>
  findingsOf(facts).flatMap((finding) => (finding.refuses === refuses ? finding.text : []));

/** What DRS stores, with members of any name. */
const storing = (changes: object): LaunchConfigurationSettings => ({
  targetInstanceTypeRightSizingMethod: "NONE",
  launchDisposition: "STARTED",
  ...changes,
});
const aTemplate = (changes: Partial<ObservedLaunchTemplate> = {}) => ({
  launchTemplateId: "lt-1",
  version: 1,
  ...changes,
});
const judgedWith = (changes: Partial<ObservedLaunchTemplate>) =>
  anObservedServer({ launchTemplate: aTemplate(changes) });
const PINNED = { recoverySnapshotId: "pit-00000000000000001" };
const REPLACING = aWave({ replaceRecoveryInstances: true });
const EARLIER = { recoveryInstances: [{ recoveryInstanceId: "i-1", isDrill: true, jobId: "drsjob-1" }] };
const RECOVERY = { recoveryInstances: [{ recoveryInstanceId: "i-1", isDrill: false, jobId: "drsjob-1" }] };

describe(findingsOf.name, () => {
  it.each([
    { label: "a healthy server", facts: factsOf(aCheckedServer({})) },
    { label: "a lag at the limit", facts: factsOf(aCheckedServer({ lagSeconds: 600 })) },
    { label: "the settings that policy judged", facts: factsOf(aCheckedServer({}, { judged: anObservedServer() })) },
    {
      label: "the settings as declared",
      facts: factsOf(aCheckedServer({}, { declared: { expected: { launchDisposition: "STARTED" } } })),
    },
    {
      label: "settings that could not be read when policy judged: nothing says that they changed",
      facts: factsOf(
        aCheckedServer(
          {},
          { judged: anObservedServer({ launchConfigurationSource: "unread", launchConfiguration: {} }) },
        ),
      ),
    },
    {
      label: "a pinned snapshot that is there",
      facts: factsOf(aCheckedServer({}, { declared: PINNED, snapshots: [{ ...PINNED, takenAt: START }] })),
    },
    {
      label: "an earlier instance of this same drill",
      facts: factsOf(aCheckedServer(EARLIER), { launchJobs: [aJob()] }),
    },
    {
      label: "another version of the template that launches the same",
      facts: factsOf(aCheckedServer({ launchTemplate: aTemplate({ version: 2 }) }, { judged: judgedWith({}) })),
    },
    {
      label: "a template of which no fingerprint was taken when policy judged",
      facts: factsOf(
        aCheckedServer({ launchTemplate: aTemplate({ fingerprint: "b" }) }, { judged: anObservedServer() }),
      ),
    },
  ])("finds nothing with $label", ({ facts }) => {
    expect(findingsOf(facts)).toEqual([]);
  });

  it.each(Object.values(DataReplicationState))("judges the replication state %s as AWS does", (replicationState) => {
    const expected = NOT_LAUNCHABLE_REPLICATION_STATES.includes(replicationState)
      ? [`db-1 (${DB}) cannot be launched: its replication is ${replicationState}`]
      : [];
    expect(refusalsOf(factsOf(aCheckedServer({ replicationState })))).toEqual(expected);
  });

  it.each([
    {
      label: "a lag over the limit",
      facts: factsOf(aCheckedServer({ lagSeconds: 601 })),
      finding: `db-1 (${DB}) lags up to 10m01s behind, at most 10m00s allowed (preflight.maximumLagSeconds)`,
    },
    {
      label: "a lag over the program's own limit",
      facts: factsOf(aCheckedServer({ lagSeconds: 3 }), { wave: aWave({ preflight: { maximumLagSeconds: 2 } }) }),
      finding: `db-1 (${DB}) lags up to 3s behind, at most 2s allowed (preflight.maximumLagSeconds)`,
    },
    {
      label: "a stored setting that is not as declared",
      facts: factsOf(aCheckedServer({}, { declared: { expected: { copyPrivateIp: true } } })),
      finding: `launch configuration of db-1 (${DB}) is not as declared: copyPrivateIp is not set, expected true`,
    },
    {
      label: "a setting that changed after policy judged it",
      facts: factsOf(
        aCheckedServer(
          { launchConfiguration: { targetInstanceTypeRightSizingMethod: "BASIC", launchDisposition: "STARTED" } },
          {
            judged: anObservedServer(),
          },
        ),
      ),
      finding:
        `settings of db-1 (${DB}) changed after policy judged them: ` +
        "targetInstanceTypeRightSizingMethod was NONE, is BASIC",
    },
    {
      label: "an instance type that changed after policy judged it",
      facts: factsOf(
        aCheckedServer(
          { launchTemplate: { launchTemplateId: "lt-1", version: 2, instanceType: "t3.micro" } },
          {
            judged: anObservedServer({
              launchTemplate: { launchTemplateId: "lt-1", version: 1, instanceType: "r5.2xlarge" },
            }),
          },
        ),
      ),
      finding:
        `settings of db-1 (${DB}) changed after policy judged them: ` +
        "launchTemplate.instanceType was r5.2xlarge, is t3.micro",
    },
    {
      label: "a setting that appeared after policy judged",
      facts: factsOf(
        aCheckedServer(
          {
            launchConfiguration: {
              targetInstanceTypeRightSizingMethod: "NONE",
              launchDisposition: "STARTED",
              copyTags: true,
            },
          },
          { judged: anObservedServer() },
        ),
      ),
      finding: `settings of db-1 (${DB}) changed after policy judged them: copyTags was not set, is true`,
    },
    {
      label: "a setting that this package does not know and that changed after policy judged it",
      facts: factsOf(
        aCheckedServer(
          { launchConfiguration: storing({ futureSetting: { level: "high" } }) },
          { judged: anObservedServer({ launchConfiguration: storing({ futureSetting: { level: "low" } }) }) },
        ),
      ),
      finding: `settings of db-1 (${DB}) changed after policy judged them: futureSetting.level was low, is high`,
    },
    {
      label: "a recovery mode that changed after policy judged it",
      facts: factsOf(
        aCheckedServer(
          { launchConfiguration: storing({ recoveryMode: "FAST" }) },
          { judged: anObservedServer({ launchConfiguration: storing({ recoveryMode: "OPTIMAL" }) }) },
        ),
      ),
      finding: `settings of db-1 (${DB}) changed after policy judged them: recoveryMode was OPTIMAL, is FAST`,
    },
    {
      label: "a setting that is not known and not as declared",
      facts: factsOf(
        aCheckedServer(
          { launchConfiguration: storing({ futureSetting: "off" }) },
          { declared: { expected: storing({ futureSetting: "on" }) } },
        ),
      ),
      finding: `launch configuration of db-1 (${DB}) is not as declared: futureSetting is off, expected on`,
    },
    {
      label: "settings of the template that are not listed and that changed after policy judged them",
      facts: factsOf(
        aCheckedServer(
          { launchTemplate: aTemplate({ fingerprint: "b" }) },
          { judged: judgedWith({ fingerprint: "a" }) },
        ),
      ),
      finding:
        `settings of db-1 (${DB}) changed after policy judged them: ` +
        "launchTemplate has other settings that are not listed here",
    },
    {
      label: "a pinned snapshot that is still being made",
      facts: factsOf(
        aCheckedServer({}, { declared: PINNED, snapshots: [{ ...PINNED, takenAt: START, unfinished: true }] }),
      ),
      finding: `the recovery snapshot pit-00000000000000001 of db-1 (${DB}) is still being made: it has no time yet`,
    },
    {
      label: "a setting that went after policy judged it",
      facts: factsOf(
        aCheckedServer(
          { launchConfiguration: { targetInstanceTypeRightSizingMethod: "NONE" } },
          { judged: anObservedServer() },
        ),
      ),
      finding: `settings of db-1 (${DB}) changed after policy judged them: launchDisposition was STARTED, is not set`,
    },
    {
      label: "security groups that changed after policy judged them",
      facts: factsOf(
        aCheckedServer(
          { launchTemplate: { launchTemplateId: "lt-1", version: 2, securityGroupIds: ["sg-2"] } },
          {
            judged: anObservedServer({
              launchTemplate: { launchTemplateId: "lt-1", version: 1, securityGroupIds: ["sg-1"] },
            }),
          },
        ),
      ),
      finding:
        `settings of db-1 (${DB}) changed after policy judged them: ` +
        "launchTemplate.securityGroupIds.0 was sg-1, is sg-2",
    },
    ...(
      [
        { member: "associatePublicIp", was: false, is: true },
        { member: "httpTokens", was: "required", is: "optional" },
        { member: "tenancy", was: "dedicated", is: "default" },
        { member: "subnetId", was: "subnet-1", is: "subnet-2" },
      ] as const
    ).map(({ member, was, is }) => ({
      label: `the template's ${member} that changed after policy judged it`,
      facts: factsOf(
        aCheckedServer(
          { launchTemplate: { launchTemplateId: "lt-1", version: 2, [member]: is, fingerprint: "b" } },
          {
            judged: anObservedServer({
              launchTemplate: { launchTemplateId: "lt-1", version: 1, [member]: was, fingerprint: "a" },
            }),
          },
        ),
      ),
      finding:
        `settings of db-1 (${DB}) changed after policy judged them: ` + `launchTemplate.${member} was ${was}, is ${is}`,
    })),
    ...(
      [
        { of: "primary interface, told once", deviceIndex: 0, path: "subnetId", flat: ["subnet-1", "subnet-2"] },
        {
          of: "second interface",
          deviceIndex: 1,
          path: "networkInterfaces.0.subnetId",
          flat: ["subnet-0", "subnet-0"],
        },
      ] as const
    ).map(({ of, deviceIndex, path, flat: [before, after] }) => {
      const template = (subnetId: string, flat: string) => ({
        launchTemplate: aTemplate({ subnetId: flat, networkInterfaces: [{ deviceIndex, subnetId }] }),
      });
      return {
        label: `the subnet of the template's ${of}`,
        facts: factsOf(
          aCheckedServer(template("subnet-2", after), { judged: anObservedServer(template("subnet-1", before)) }),
        ),
        finding: `settings of db-1 (${DB}) changed after policy judged them: launchTemplate.${path} was subnet-1, is subnet-2`,
      };
    }),
    {
      label: "a pinned snapshot that is not there",
      facts: factsOf(
        aCheckedServer({}, { declared: PINNED, snapshots: [{ recoverySnapshotId: "pit-other", takenAt: START }] }),
      ),
      finding: `db-1 (${DB}) has no recovery snapshot pit-00000000000000001 (1 others)`,
    },
    {
      label: "a real recovery, which a launch would terminate",
      facts: factsOf(aCheckedServer(RECOVERY), { launchJobs: [aJob()] }),
      finding:
        `db-1 (${DB}) has the recovery instance i-1 of a recovery that is not a drill, launched 2h00m00s ago ` +
        `(ExecutionId=${"e".repeat(32)}, DrillNonce=${NONCE}, Attempt=1): ` +
        "a launch would terminate what is there (replaceRecoveryInstances: true allows that)",
    },
    {
      label: "somebody else's drill",
      facts: factsOf(aCheckedServer(EARLIER), { launchJobs: [aJob({ tags: { DrillNonce: "other" } })] }),
      finding:
        `db-1 (${DB}) has the recovery instance i-1 of another drill, launched 2h00m00s ago ` +
        "(DrillNonce=other): a launch would terminate what is there (replaceRecoveryInstances: true allows that)",
    },
    {
      label: "a drill whose job DRS has no longer, so that nobody knows whose it is",
      facts: factsOf(aCheckedServer(EARLIER)),
      finding:
        `db-1 (${DB}) has the recovery instance i-1 of another drill: ` +
        "a launch would terminate what is there (replaceRecoveryInstances: true allows that)",
    },
  ])("refuses $label", ({ facts, finding }) => {
    expect(refusalsOf(facts)).toEqual([finding]);
  });

  it("tells everything at once, for every server", () => {
    const servers = [
      aCheckedServer({ lagSeconds: 700 }, { declared: { expected: { copyPrivateIp: true } } }),
      aCheckedServer({ sourceServerId: "s-2", hostname: "web-1", replicationState: "DISCONNECTED" }),
    ];
    expect(refusalsOf(factsOf(servers))).toEqual([
      `db-1 (${DB}) lags up to 11m40s behind, at most 10m00s allowed (preflight.maximumLagSeconds)`,
      `launch configuration of db-1 (${DB}) is not as declared: copyPrivateIp is not set, expected true`,
      "web-1 (s-2) cannot be launched: its replication is DISCONNECTED",
    ]);
  });
});

describe("what is said without stopping the drill", () => {
  it("is what the launch terminates because the program allows it", () => {
    const servers = [aCheckedServer(RECOVERY), aCheckedServer({ ...RECOVERY, sourceServerId: WEB, hostname: "web-1" })];
    expect(findingsOf(factsOf(servers, { wave: REPLACING }))).toEqual(
      [`db-1 (${DB})`, `web-1 (${WEB})`].map((name) => ({
        text: `${name} has the recovery instance i-1 of a recovery that is not a drill: this launch terminates what is there`,
        refuses: false,
      })),
    );
  });

  it.each([
    { label: "nothing is there", facts: factsOf(aCheckedServer({}), { wave: REPLACING }) },
    {
      label: "what is there is this drill's own",
      facts: factsOf(aCheckedServer(EARLIER), { wave: REPLACING, launchJobs: [aJob()] }),
    },
  ])("is nothing where $label", ({ facts }) => {
    expect(warningsOf(facts)).toEqual([]);
  });
});
