import {
  DataReplicationState,
  LaunchDisposition,
  type SourceServer as SdkSourceServer,
  type SourceProperties,
  TargetInstanceTypeRightSizingMethod,
} from "@aws-sdk/client-drs";
import { describe, expect, it } from "vitest";
import * as translate from "../../../../provider/src/drs/translateServer";
import { DB, serverArn } from "../factories";

const AT = "2024-09-16T04:42:46.324841+00:00";
const AT_MS = Date.UTC(2024, 8, 16, 4, 42, 46, 324);

describe(translate.toSeconds.name, () => {
  it.each([
    { duration: "PT0S", expected: 0 },
    { duration: "PT3.5S", expected: 3.5 },
    { duration: "PT2M", expected: 120 },
    { duration: "PT1H1M1S", expected: 3661 },
    { duration: "P1DT1S", expected: 86_401 },
    { duration: "P2D", expected: 172_800 },
    { duration: "P", expected: undefined },
    { duration: "PT", expected: undefined },
    { duration: "P1DT", expected: undefined },
    { duration: "P1W", expected: 604_800 },
    { duration: "P1W1D", expected: 691_200 },
    { duration: "P1Y", expected: 31_536_000 },
    { duration: "P1M", expected: 2_592_000 },
    { duration: "P1Y2M3W4DT5H6M7.5S", expected: 31_536_000 + 2 * 2_592_000 + 3 * 604_800 + 4 * 86_400 + 18_367.5 },
    { duration: "P2DT1H32M12.136909S", expected: 2 * 86_400 + 5532.136909 },
    { duration: "PT0,5S", expected: 0.5 },
    { duration: "P0.5D", expected: 43_200 },
    { duration: "PT1.5H", expected: 5400 },
    { duration: "P0D", expected: 0 },
    { duration: "+PT1S", expected: 1 },
    { duration: `P${"9".repeat(400)}D`, expected: undefined },
    { duration: "P-1D", expected: undefined },
    { duration: "P1", expected: undefined },
    { duration: "1D", expected: undefined },
    { duration: "PT1D", expected: undefined },
    { duration: "P1S", expected: undefined },
    { duration: "PT1S1H", expected: undefined },
    { duration: " PT1S", expected: undefined },
    { duration: "pt1s", expected: undefined },
    { duration: "unknown", expected: undefined },
    { duration: 5 as unknown, expected: undefined },
    { duration: null, expected: undefined },
    { duration: "-PT1S", expected: undefined },
    { duration: "3 s", expected: undefined },
    { duration: "", expected: undefined },
    { duration: undefined, expected: undefined },
  ])("reads $duration as $expected", ({ duration, expected }) => {
    expect(translate.toSeconds(duration)).toBe(expected);
  });
});

describe(translate.toSourceServer.name, () => {
  it("takes the hostname before the FQDN", () => {
    expect(
      translate.toSourceServer({
        sourceServerID: DB,
        arn: serverArn(DB),
        tags: { Tier: "database" },
        sourceProperties: { identificationHints: { hostname: "db-1", fqdn: "db-1.local" } },
        dataReplicationInfo: { dataReplicationState: "CONTINUOUS", lagDuration: "PT3S" },
      }),
    ).toEqual({
      sourceServerId: DB,
      arn: serverArn(DB),
      tags: { Tier: "database" },
      hostname: "db-1",
      replicationState: "CONTINUOUS",
      lagSeconds: 3,
    });
  });

  it.each([
    {
      initiated: { jobID: "drsjob-1", type: "RECOVERY" as const },
      lastLaunch: { jobId: "drsjob-1", type: "RECOVERY" },
    },
    {
      initiated: { type: "DRILL" as const, apiCallDateTime: AT },
      status: "LAUNCHED" as const,
      lastLaunch: { type: "DRILL", at: AT_MS, status: "LAUNCHED" },
    },
    // No drill needs this time, so none fails for it.
    { initiated: { type: "DRILL" as const, apiCallDateTime: "soon" }, lastLaunch: { type: "DRILL" } },
    { initiated: { type: "DRILL" as const }, lastLaunch: { type: "DRILL" } },
    // A launch of which DRS does not say what it was: not none.
    { initiated: { jobID: "drsjob-1" }, lastLaunch: { jobId: "drsjob-1", type: "unknown" } },
    { initiated: {}, lastLaunch: undefined },
    { initiated: undefined, lastLaunch: undefined },
  ])("reads the last launch $lastLaunch", ({ initiated, status, lastLaunch }) => {
    const lifeCycle = {
      lastLaunch: { ...(initiated === undefined ? {} : { initiated }), ...(status === undefined ? {} : { status }) },
    };
    expect(translate.toSourceServer({ sourceServerID: DB, arn: serverArn(DB), lifeCycle })?.lastLaunch).toEqual(
      lastLaunch,
    );
  });

  it.each([
    { label: "an empty `initiated`", lastLaunch: { initiated: {} }, never: true },
    { label: "an empty `initiated` and no result", lastLaunch: { initiated: {} }, result: "NOT_STARTED", never: true },
    { label: "no last launch and no result", result: "NOT_STARTED", never: true },
    {
      label: "an empty `initiated`, but a result",
      lastLaunch: { initiated: {} },
      result: "SUCCEEDED",
      never: undefined,
    },
    {
      label: "an empty `initiated`, but a status",
      lastLaunch: { initiated: {}, status: "LAUNCHED" },
      never: undefined,
    },
    { label: "members that are not understood", lastLaunch: { initiated: { by: "x" } }, never: undefined },
    { label: "no `initiated`", lastLaunch: {}, never: undefined },
    { label: "nothing of it", never: undefined },
    { label: "a launch", lastLaunch: { initiated: { type: "DRILL" } }, result: "NOT_STARTED", never: undefined },
  ])("knows whether nobody has launched it where DRS says $label", ({ lastLaunch, result, never }) => {
    // What DRS answers is not checked against its model.
    const server = { sourceServerID: DB, lifeCycle: { lastLaunch }, lastLaunchResult: result } as SdkSourceServer;
    expect(translate.toSourceServer(server)?.neverLaunched).toBe(never);
  });

  describe("what the agent reports of the server", () => {
    const sourceOf = (sourceProperties: SourceProperties) =>
      translate.toSourceServer({ sourceServerID: DB, arn: serverArn(DB), sourceProperties })?.source;

    it("is system, cores of all CPUs, memory, address and disks", () => {
      expect(
        sourceOf({
          os: { fullString: "Ubuntu 22.04" },
          cpus: [{ cores: 4, modelName: "x" }, { cores: 4 }],
          ramBytes: 17_179_869_184,
          networkInterfaces: [
            { ips: ["10.0.0.1"], isPrimary: false },
            { ips: ["10.0.0.2", "10.0.0.3"], isPrimary: true },
          ],
          disks: [{ deviceName: "/dev/sda", bytes: 1 }, { deviceName: "/dev/sdb" }],
        }),
      ).toEqual({
        operatingSystem: "Ubuntu 22.04",
        cores: 8,
        memoryBytes: 17_179_869_184,
        privateIp: "10.0.0.2",
        disks: ["/dev/sda", "/dev/sdb"],
      });
    });

    it.each([
      {
        label: "IPv4 address, whatever comes before it",
        ips: ["fe80::1", "10.0.0.2", "10.0.0.3"],
        privateIp: "10.0.0.2",
      },
      { label: "address where none is IPv4", ips: ["2001:db8::1", "2001:db8::2"], privateIp: "2001:db8::1" },
    ])("has the primary interface's first $label", ({ ips, privateIp }) => {
      const networkInterfaces = [{ ips: ["10.0.0.1"] }, { ips, isPrimary: true }];
      expect(sourceOf({ networkInterfaces })).toEqual({ privateIp });
    });

    it.each<{ label: string; properties: SourceProperties; source: object | undefined }>([
      { label: "nothing", properties: {}, source: undefined },
      { label: "a name alone", properties: { identificationHints: { hostname: "db-1" } }, source: undefined },
      { label: "no CPUs", properties: { cpus: [] }, source: undefined },
      { label: "CPUs without cores", properties: { cpus: [{ modelName: "x" }] }, source: undefined },
      { label: "CPUs of which one has no cores", properties: { cpus: [{ cores: 4 }, {}] }, source: undefined },
      {
        label: "nearly as many CPUs as DRS lists",
        properties: { cpus: Array.from({ length: 255 }, () => ({ cores: 1 })) },
        source: { cores: 255 },
      },
      {
        label: "as many CPUs as DRS lists at most, so that there may be more",
        properties: { cpus: Array.from({ length: 256 }, () => ({ cores: 1 })) },
        source: undefined,
      },
      { label: "no disks", properties: { disks: [] }, source: { disks: [] } },
      {
        label: "disks of which one has no name",
        properties: { disks: [{ deviceName: "/dev/sda" }, { bytes: 2 }] },
        source: undefined,
      },
      { label: "an interface without addresses", properties: { networkInterfaces: [{}] }, source: undefined },
      {
        label: "no interface that is called primary",
        properties: { networkInterfaces: [{ ips: ["10.0.0.1"] }, { ips: ["10.0.0.2"] }] },
        source: { privateIp: "10.0.0.1" },
      },
    ])("is not guessed when it is $label", ({ properties, source }) => {
      expect(sourceOf(properties)).toEqual(source);
    });
  });

  it("reads the devices whose data is replicated", () => {
    const dataReplicationInfo = { replicatedDisks: [{ deviceName: "/dev/sda" }, { deviceName: "/dev/sdb" }] };
    const server = { sourceServerID: DB, arn: serverArn(DB), dataReplicationInfo };
    expect(translate.toSourceServer(server)?.replicatedDisks).toEqual(["/dev/sda", "/dev/sdb"]);
  });

  it("does not leave a replicated device without a name out of the others", () => {
    const dataReplicationInfo = { replicatedDisks: [{ deviceName: "/dev/sda" }, { totalStorageBytes: 1 }] };
    const server = { sourceServerID: DB, arn: serverArn(DB), dataReplicationInfo };
    expect(translate.toSourceServer(server)).toEqual({ sourceServerId: DB, arn: serverArn(DB), tags: {} });
  });

  describe("how it replicates", () => {
    const replicationOf = (changes: object) =>
      translate.toSourceServer({ sourceServerID: DB, arn: serverArn(DB), ...changes })?.replication;
    const info = (dataReplicationInfo: object) => ({ dataReplicationInfo });
    const disk = (totalStorageBytes: unknown, replicatedStorageBytes: unknown, changes: object = {}) => ({
      deviceName: "/dev/sda",
      totalStorageBytes,
      replicatedStorageBytes,
      ...changes,
    });

    it("is direction, first byte, extension, and DRS's words for what is wrong", () => {
      expect(
        replicationOf({
          replicationDirection: "FAILBACK",
          lifeCycle: { firstByteDateTime: AT },
          stagingArea: { status: "EXTENSION_ERROR", errorMessage: "refused" },
          dataReplicationInfo: {
            lagDuration: "soon",
            replicatedDisks: [disk(10, 4), disk(10, 10, { volumeStatus: "CONTAINS_MARKETPLACE_PRODUCT_CODES" })],
            dataReplicationError: { error: "NOT_CONVERGING", rawError: "too many writes" },
            dataReplicationInitiation: {
              steps: [
                { name: "WAIT", status: "SUCCEEDED" },
                { name: "CREATE_SECURITY_GROUP", status: "FAILED" },
              ],
            },
          },
        }),
      ).toEqual({
        direction: "FAILBACK",
        firstByteAt: "2024-09-16T04:42:46.324Z",
        missingBytes: 6,
        unreadableLag: "soon",
        error: "NOT_CONVERGING: too many writes",
        failedStep: "CREATE_SECURITY_GROUP",
        extension: "EXTENSION_ERROR",
        extensionError: "refused",
        volumeProblems: ["/dev/sda CONTAINS_MARKETPLACE_PRODUCT_CODES"],
      });
    });

    it("keeps as much of DRS's text for an error as a person reads", () => {
      const rawError = "x".repeat(65_536);
      const read = replicationOf(info({ dataReplicationError: { error: "AGENT_NOT_SEEN", rawError } }));
      expect(read).toEqual({ error: `AGENT_NOT_SEEN: ${"x".repeat(300)}…` });
    });

    it.each([
      { label: "disks without bytes", disks: [disk(10, 10), disk(10, undefined)], missingBytes: undefined },
      { label: "a number that is none", disks: [disk(10, "10")], missingBytes: undefined },
      { label: "no disks", disks: [], missingBytes: undefined },
      { label: "more replicated than there is", disks: [disk(10, 11), disk(5, 5)], missingBytes: 0 },
    ])("does not guess what is missing of $label", ({ disks, missingBytes }) => {
      expect(replicationOf(info({ replicatedDisks: disks }))?.missingBytes).toBe(missingBytes);
    });

    it.each(["REGULAR", "PENDING", undefined, ""])("has no doubts about the volume status %j", (volumeStatus) => {
      expect(replicationOf(info({ replicatedDisks: [disk(1, 1, { volumeStatus })] }))).toEqual({ missingBytes: 0 });
    });
  });

  it("reads architecture and the support of Nitro", () => {
    const sourceProperties = { architecture: "arm64", supportsNitroInstances: false } as SourceProperties;
    expect(translate.toSourceServer({ sourceServerID: DB, sourceProperties })?.source).toEqual({
      architecture: "arm64",
      supportsNitroInstances: false,
    });
  });

  it("reads which EC2 instance the server is, and where that is", () => {
    const sourceProperties = { identificationHints: { awsInstanceID: "i-1" } };
    const sourceCloudProperties = { originRegion: "eu-west-1", originAccountID: "999999999999" };
    const read = translate.toSourceServer({ sourceServerID: DB, sourceProperties, sourceCloudProperties });
    expect(read?.source).toEqual({
      ec2InstanceId: "i-1",
      originRegion: "eu-west-1",
      originAccount: "999999999999",
    });
  });

  it("leaves out what DRS does not say", () => {
    expect(translate.toSourceServer({ sourceServerID: DB, arn: serverArn(DB) })).toEqual({
      sourceServerId: DB,
      arn: serverArn(DB),
      tags: {},
    });
  });

  it.each(Object.values(DataReplicationState))("passes the replication state %s on", (dataReplicationState) => {
    const server = { sourceServerID: DB, arn: serverArn(DB), dataReplicationInfo: { dataReplicationState } };
    expect(translate.toSourceServer(server)?.replicationState).toBe(dataReplicationState);
  });

  it("is nothing without an id, by which alone it could be asked for", () => {
    expect(translate.toSourceServer({ arn: serverArn(DB) })).toBeUndefined();
  });

  it("needs no ARN", () => {
    expect(translate.toSourceServer({ sourceServerID: DB })).toEqual({ sourceServerId: DB, tags: {} });
  });
});

describe(translate.toReplicationConfiguration.name, () => {
  it("keeps AWS's names of what policies judge", () => {
    expect(
      translate.toReplicationConfiguration({
        sourceServerID: DB,
        stagingAreaSubnetId: "subnet-1",
        ebsEncryption: "DEFAULT",
        dataPlaneRouting: "PRIVATE_IP",
        createPublicIP: false,
        replicatedDisks: [{ deviceName: "/dev/sda", isBootDisk: true }],
        bandwidthThrottling: 0,
        autoReplicateNewDisks: false,
        pitPolicy: [
          { ruleID: 1, units: "MINUTE", interval: 10, retentionDuration: 60, enabled: true },
          { ruleID: 3, units: "DAY", interval: 1, retentionDuration: 7 },
        ],
      }),
    ).toEqual({
      stagingAreaSubnetId: "subnet-1",
      ebsEncryption: "DEFAULT",
      dataPlaneRouting: "PRIVATE_IP",
      createPublicIP: false,
      replicatedDisks: ["/dev/sda"],
      autoReplicateNewDisks: false,
      pitPolicy: [
        { units: "MINUTE", interval: 10, retentionDuration: 60, enabled: true },
        { units: "DAY", interval: 1, retentionDuration: 7 },
      ],
    });
  });

  it("does not take a policy for complete of which it understands some rules", () => {
    const rules = [{ units: "DAY", interval: 1, retentionDuration: 7 }, { units: "DAY" }];
    const output = { pitPolicy: rules } as Parameters<typeof translate.toReplicationConfiguration>[0];
    expect(translate.toReplicationConfiguration(output)).toEqual({});
  });

  it("leaves out what DRS does not say", () => {
    expect(translate.toReplicationConfiguration({})).toEqual({});
  });
});

describe(translate.toLaunchConfiguration.name, () => {
  const $metadata = {};

  it("keeps AWS's names, and the template's id apart", () => {
    expect(
      translate.toLaunchConfiguration({
        $metadata,
        sourceServerID: DB,
        name: "db-1",
        ec2LaunchTemplateID: "lt-1",
        copyPrivateIp: false,
        copyTags: true,
        licensing: { osByol: false },
        postLaunchEnabled: false,
        launchIntoInstanceProperties: { launchIntoEC2InstanceID: "i-1" },
      }),
    ).toEqual({
      settings: {
        copyPrivateIp: false,
        copyTags: true,
        licensing: { osByol: false },
        postLaunchEnabled: false,
        launchIntoInstanceProperties: { launchIntoEC2InstanceID: "i-1" },
      },
      name: "db-1",
      launchTemplateId: "lt-1",
    });
  });

  it.each(Object.values(TargetInstanceTypeRightSizingMethod))("passes the method %s on", (method) => {
    expect(translate.toLaunchConfiguration({ $metadata, targetInstanceTypeRightSizingMethod: method })).toEqual({
      settings: { targetInstanceTypeRightSizingMethod: method },
    });
  });

  it.each(Object.values(LaunchDisposition))("passes the disposition %s on", (launchDisposition) => {
    expect(translate.toLaunchConfiguration({ $metadata, launchDisposition })).toEqual({
      settings: { launchDisposition },
    });
  });

  it("keeps members that the client leaves out, at every depth, and nothing that is no setting", () => {
    const body = {
      sourceServerID: DB,
      name: "db-1",
      ec2LaunchTemplateID: "lt-1",
      copyTags: true,
      recoveryMode: "FAST",
      licensing: { osByol: false, futureLicence: 1 },
      futureSetting: { levels: ["high", null], since: 3 },
      forgotten: null,
    };
    expect(translate.toLaunchConfiguration({ $metadata, copyTags: true }, body)).toEqual({
      settings: {
        copyTags: true,
        recoveryMode: "FAST",
        licensing: { osByol: false, futureLicence: 1 },
        futureSetting: { levels: ["high", null], since: 3 },
      },
      name: "db-1",
      launchTemplateId: "lt-1",
    });
  });

  it.each([undefined, "text", [], null])("takes what the client read where the body is %j", (body) => {
    expect(translate.toLaunchConfiguration({ $metadata, copyTags: true }, body)).toEqual({
      settings: { copyTags: true },
    });
  });

  it("invents no default for what is not stored", () => {
    expect(translate.toLaunchConfiguration({ $metadata })).toEqual({ settings: {} });
  });
});
