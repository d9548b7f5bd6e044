import { DataReplicationState } from "@aws-sdk/client-drs";
import { describe, expect, it } from "vitest";
import { NOT_LAUNCHABLE_REPLICATION_STATES } from "../../../../../provider/src/drs/status";
import type { ObservedServer } from "../../../../../provider/src/vocabulary";
import { findingsOf, lossesOf, type PreflightView } from "../../../../../provider/src/wave/start/findings";
import {
  aJob,
  anIntent,
  anObservation,
  anObservedServer,
  DB,
  NONCE,
  SOURCE_SERVER_TAG,
  START,
  WEB,
} from "../../factories";

function aView(server: Partial<ObservedServer>, changes: Partial<PreflightView> = {}): PreflightView {
  return {
    intent: anIntent({ sourceServers: [{ sourceServerId: DB }] }),
    drillNonce: NONCE,
    observation: anObservation({ servers: [anObservedServer(server)] }),
    launchJobs: [],
    liveInstances: [],
    sourceServerTag: SOURCE_SERVER_TAG,
    snapshots: new Map(),
    now: START + 7200_000,
    ...changes,
  };
}

const PINNED = anIntent({ sourceServers: [{ sourceServerId: DB, recoverySnapshotId: "pit-00000000000000001" }] });
const EARLIER = { recoveryInstances: [{ recoveryInstanceId: "i-1", isDrill: true, jobId: "drsjob-1" }] };
const RECOVERY = { recoveryInstances: [{ recoveryInstanceId: "i-1", isDrill: false, jobId: "drsjob-1" }] };

describe(findingsOf.name, () => {
  it.each([
    { label: "a healthy server", view: aView({}) },
    { label: "a lag at the limit", view: aView({ lagSeconds: 600 }) },
    { label: "an unknown lag", view: aView({ replicationState: "STALLED" }) },
    { label: "the settings that policy judged", view: aView({}, { judged: anObservation() }) },
    {
      label: "a pinned snapshot that is there",
      view: aView(
        {},
        {
          intent: PINNED,
          snapshots: new Map([[DB, [{ recoverySnapshotId: "pit-00000000000000001", takenAt: START }]]]),
        },
      ),
    },
    { label: "an earlier instance of this same drill", view: aView(EARLIER, { launchJobs: [aJob()] }) },
    {
      label: "a recovery that the program allows to replace",
      view: aView(RECOVERY, { intent: anIntent({ replaceRecoveryInstances: true }) }),
    },
  ])("finds nothing with $label", ({ view }) => {
    expect(findingsOf(view)).toEqual([]);
  });

  it.each(Object.values(DataReplicationState))("judges the replication state %s as AWS does", (replicationState) => {
    const expected = NOT_LAUNCHABLE_REPLICATION_STATES.includes(replicationState)
      ? [`db-1 (${DB}) cannot be launched: its replication is ${replicationState}`]
      : [];
    expect(findingsOf(aView({ replicationState }))).toEqual(expected);
  });

  it.each([
    {
      label: "a lag over the limit",
      view: aView({ lagSeconds: 601 }),
      finding: `db-1 (${DB}) lags 10m01s behind, at most 10m00s allowed (preflight.maximumLagSeconds)`,
    },
    {
      label: "a lag over the program's own limit",
      view: aView({ lagSeconds: 3 }, { intent: anIntent({ preflight: { maximumLagSeconds: 2 } }) }),
      finding: `db-1 (${DB}) lags 3s behind, at most 2s allowed (preflight.maximumLagSeconds)`,
    },
    {
      label: "a stored setting that is not as declared",
      view: aView(
        {},
        {
          intent: anIntent({ sourceServers: [{ sourceServerId: DB, launchConfiguration: { copyPrivateIp: true } }] }),
        },
      ),
      finding: `launch configuration of db-1 (${DB}) is not as declared: copyPrivateIp is not set, expected true`,
    },
    {
      label: "a setting that changed after policy judged it",
      view: aView(
        { launchConfiguration: { targetInstanceTypeRightSizingMethod: "BASIC", launchDisposition: "STARTED" } },
        {
          judged: anObservation(),
        },
      ),
      finding:
        `settings of db-1 (${DB}) changed after policy judged them: ` +
        "targetInstanceTypeRightSizingMethod was NONE, is BASIC",
    },
    {
      label: "an instance type that changed after policy judged it",
      view: aView(
        { launchTemplate: { launchTemplateId: "lt-1", version: 2, instanceType: "t3.micro" } },
        {
          judged: anObservation({
            servers: [
              anObservedServer({
                launchTemplate: { launchTemplateId: "lt-1", version: 1, instanceType: "r5.2xlarge" },
              }),
            ],
          }),
        },
      ),
      finding:
        `settings of db-1 (${DB}) changed after policy judged them: ` +
        "launchTemplate.instanceType was r5.2xlarge, is t3.micro",
    },
    {
      label: "a setting that appeared after policy judged",
      view: aView(
        {
          launchConfiguration: {
            targetInstanceTypeRightSizingMethod: "NONE",
            launchDisposition: "STARTED",
            launchIntoInstanceProperties: { launchIntoEC2InstanceID: "i-1" },
          },
        },
        { judged: anObservation() },
      ),
      finding:
        `settings of db-1 (${DB}) changed after policy judged them: ` +
        "launchIntoInstanceProperties.launchIntoEC2InstanceID was not set, is i-1",
    },
    {
      label: "a setting that went after policy judged it",
      view: aView(
        { launchConfiguration: { targetInstanceTypeRightSizingMethod: "NONE" } },
        { judged: anObservation() },
      ),
      finding: `settings of db-1 (${DB}) changed after policy judged them: launchDisposition was STARTED, is not set`,
    },
    {
      label: "security groups that changed after policy judged them",
      view: aView(
        { launchTemplate: { launchTemplateId: "lt-1", version: 2, securityGroupIds: ["sg-2"] } },
        {
          judged: anObservation({
            servers: [
              anObservedServer({
                launchTemplate: { launchTemplateId: "lt-1", version: 1, securityGroupIds: ["sg-1"] },
              }),
            ],
          }),
        },
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
      view: aView(
        { launchTemplate: { launchTemplateId: "lt-1", version: 2, [member]: is } },
        {
          judged: anObservation({
            servers: [anObservedServer({ launchTemplate: { launchTemplateId: "lt-1", version: 1, [member]: was } })],
          }),
        },
      ),
      finding:
        `settings of db-1 (${DB}) changed after policy judged them: ` + `launchTemplate.${member} was ${was}, is ${is}`,
    })),
    {
      label: "a pinned snapshot that is not there",
      view: aView(
        {},
        { intent: PINNED, snapshots: new Map([[DB, [{ recoverySnapshotId: "pit-other", takenAt: START }]]]) },
      ),
      finding: `db-1 (${DB}) has no recovery snapshot pit-00000000000000001 (1 others)`,
    },
    {
      label: "a real recovery, which a launch would terminate",
      view: aView(RECOVERY, { launchJobs: [aJob()] }),
      finding:
        `db-1 (${DB}) has the recovery instance i-1 of a recovery that is not a drill, launched 2h00m00s ago ` +
        `(ExecutionId=${"e".repeat(32)}, DrillNonce=${NONCE}, Attempt=1): ` +
        "a launch would terminate what is there (replaceRecoveryInstances: true allows that)",
    },
    {
      label: "somebody else's drill",
      view: aView(EARLIER, { launchJobs: [aJob({ tags: { DrillNonce: "other" } })] }),
      finding:
        `db-1 (${DB}) has the recovery instance i-1 of a drill that is not this one, launched 2h00m00s ago ` +
        "(DrillNonce=other): a launch would terminate what is there (replaceRecoveryInstances: true allows that)",
    },
    {
      label: "a drill whose job DRS has no longer, so that nobody knows whose it is",
      view: aView(EARLIER),
      finding:
        `db-1 (${DB}) has the recovery instance i-1 of a drill that is not this one: ` +
        "a launch would terminate what is there (replaceRecoveryInstances: true allows that)",
    },
  ])("refuses $label", ({ view, finding }) => {
    expect(findingsOf(view)).toEqual([finding]);
  });

  it("tells everything at once, for every server", () => {
    const servers = [
      anObservedServer({ lagSeconds: 700 }),
      anObservedServer({ sourceServerId: "s-2", hostname: "web-1", replicationState: "DISCONNECTED" }),
    ];
    expect(findingsOf(aView({}, { observation: anObservation({ servers }) }))).toEqual([
      `db-1 (${DB}) lags 11m40s behind, at most 10m00s allowed (preflight.maximumLagSeconds)`,
      "web-1 (s-2) cannot be launched: its replication is DISCONNECTED",
    ]);
  });
});

describe(lossesOf.name, () => {
  it("says of every server what the launch terminates because the program allows it", () => {
    const servers = [
      anObservedServer(RECOVERY),
      anObservedServer({ ...RECOVERY, sourceServerId: WEB, hostname: "web-1" }),
    ];
    const view = aView(
      {},
      { intent: anIntent({ replaceRecoveryInstances: true }), observation: anObservation({ servers }) },
    );
    expect(lossesOf(view)).toEqual(
      [`db-1 (${DB})`, `web-1 (${WEB})`].map(
        (name) =>
          `${name} has the recovery instance i-1 of a recovery that is not a drill: this launch terminates what is there`,
      ),
    );
  });

  it.each([
    { label: "what is in the way is a finding", view: aView(RECOVERY) },
    { label: "nothing is there", view: aView({}, { intent: anIntent({ replaceRecoveryInstances: true }) }) },
    {
      label: "what is there is this drill's own",
      view: aView(EARLIER, { intent: anIntent({ replaceRecoveryInstances: true }), launchJobs: [aJob()] }),
    },
  ])("says nothing where $label", ({ view }) => {
    expect(lossesOf(view)).toEqual([]);
  });
});
