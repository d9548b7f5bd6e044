import { describe, expect, it } from "vitest";
import { parseWorld, WorldError } from "../../../../../simulator/src/world/build/readWorldFile";
import { aServer, serverID } from "../../aWorld";

const DATE = "2026-01-15T09:00:00Z";

describe("a source server's entry in a world", () => {
  it.each([
    {
      label: "an encryption that DRS does not have",
      given: { replicationConfiguration: { ebsEncryption: "ENCRYPTED" } },
      message: 'replicationConfiguration.ebsEncryption: saw "ENCRYPTED", expected one of "DEFAULT", "CUSTOM", "NONE"',
    },
    {
      label: "a key that is no ARN",
      given: { replicationConfiguration: { ebsEncryptionKeyArn: "my key" } },
      message: 'replicationConfiguration.ebsEncryptionKeyArn: saw "my key", expected an ARN',
    },
    {
      label: "a policy of one rule",
      given: {
        replicationConfiguration: { pitPolicy: [{ units: "DAY", interval: 1, retentionDuration: 7 }] },
      },
      message:
        'replicationConfiguration.pitPolicy: saw [{"units":"DAY","interval":1,"retentionDuration":7}], expected three rules',
    },
    {
      label: "a replicated disk that it does not have",
      given: { disks: [{ deviceName: "/dev/sda1", bytes: 1 }], replicatedDisks: ["/dev/sda1", "/dev/sdb"] },
      message: 'replicatedDisks[1]: saw "/dev/sdb", expected one of the server\'s disks ("/dev/sda1")',
    },
    {
      label: "a replicated disk that its operating system does not have",
      given: { os: "WINDOWS", replicatedDisks: ["/dev/xvda"] },
      message: 'replicatedDisks[0]: saw "/dev/xvda", expected one of the server\'s disks ("c:0")',
    },
    {
      label: "a replicated disk where it has none",
      given: { disks: [], replicatedDisks: ["/dev/xvda"] },
      message: 'replicatedDisks[0]: saw "/dev/xvda", expected one of the server\'s disks (it has none)',
    },
    {
      label: "a member of template data that EC2 does not have",
      given: { launchTemplate: { data: { Monitoring: { Enable: true } } } },
      message:
        "launchTemplate.data.Monitoring.Enable: unknown member, saw true, expected one of Enabled; did you mean Enabled?",
    },
    {
      label: "a number in template data that is none",
      given: { launchTemplate: { data: { BlockDeviceMappings: [{ Ebs: { Iops: "3000" } }] } } },
      message: 'launchTemplate.data.BlockDeviceMappings[0].Ebs.Iops: saw "3000", expected a whole number',
    },
    {
      label: "a screenshot that is not in base 64",
      given: { console: { screenshot: "black!" } },
      message: 'console.screenshot: saw "black!", expected a JPEG in base 64',
    },
    {
      label: "a last launch of two ages",
      given: { lastLaunch: { apiCallDateTime: DATE, ageSeconds: 1 } },
      message: `lastLaunch: saw ${JSON.stringify({ apiCallDateTime: DATE, ageSeconds: 1 })}, expected at most one of apiCallDateTime and ageSeconds`,
    },
    {
      label: "a last launch that is none",
      given: { lastLaunch: { status: "SUCCEEDED" } },
      message:
        'lastLaunch.status: saw "SUCCEEDED", expected one of "PENDING", "IN_PROGRESS", "LAUNCHED", "FAILED", "TERMINATED"',
    },
    {
      label: "a copied tag on an instance that is there",
      given: {
        launchConfiguration: {
          copyTags: true,
          launchIntoInstanceProperties: { launchIntoEC2InstanceID: "i-01234567" },
        },
      },
      message:
        'launchConfiguration: saw {"copyTags":true,"launchIntoInstanceProperties":{"launchInto…, ' +
        "expected copyTags and copyPrivateIp to be off with launchIntoEC2InstanceID",
    },
    {
      label: "tokens that are neither required nor optional",
      given: { launchTemplate: { httpTokens: "on" } },
      message: 'launchTemplate.httpTokens: saw "on", expected one of "required", "optional"',
    },
  ])("refuses $label", ({ given, message }) => {
    const world = { sourceServers: [{ ...aServer(), ...given }] };
    expect(() => parseWorld(world)).toThrow(new WorldError(`Reading the world: sourceServers[0].${message}`));
  });

  it("refuses an earlier instance of two ages", () => {
    const instance = { sourceServerID: serverID(1), launchedAt: DATE, ageSeconds: 1 };
    expect(() => parseWorld({ sourceServers: [aServer()], recoveryInstances: [instance] })).toThrow(
      new WorldError(
        `Reading the world: recoveryInstances[0]: saw ${JSON.stringify(instance).slice(0, 60)}…, expected at most one of launchedAt and ageSeconds`,
      ),
    );
  });
});
