import { describe, expect, it } from "vitest";
import { optionOf } from "../../../../policy/src/judged/launchOptions";
import { settingChanges } from "../../../../policy/src/judged/settingChanges";
import type { LaunchConfigurationSettings } from "../../../../provider/src/vocabulary";
import { aLaunchConfiguration } from "../factories";

const into = (launchIntoEC2InstanceID: string) => ({ launchIntoInstanceProperties: { launchIntoEC2InstanceID } });

describe(settingChanges.name, () => {
  it.each<{ change: LaunchConfigurationSettings; title: string; was: string; is: string; undo?: string }>([
    {
      change: { targetInstanceTypeRightSizingMethod: "BASIC" },
      title: "right-sizing",
      was: "NONE",
      is: "BASIC",
      undo: "--target-instance-type-right-sizing-method NONE",
    },
    {
      change: { launchDisposition: "STOPPED" },
      title: "launch disposition",
      was: "STARTED",
      is: "STOPPED",
      undo: "--launch-disposition STARTED",
    },
    {
      change: { copyPrivateIp: false },
      title: "copying the private IP address",
      was: "true",
      is: "false",
      undo: "--copy-private-ip",
    },
    { change: { copyTags: false }, title: "copying tags", was: "true", is: "false", undo: "--copy-tags" },
    {
      change: { licensing: { osByol: true } },
      title: "bringing one's own licence",
      was: "false",
      is: "true",
      undo: "--licensing osByol=false",
    },
    {
      change: { licensing: {} },
      title: "bringing one's own licence",
      was: "false",
      is: "not set",
      undo: "--licensing osByol=false",
    },
    {
      change: { postLaunchEnabled: false },
      title: "running post-launch actions",
      was: "true",
      is: "false",
      undo: "--post-launch-enabled",
    },
    {
      change: into("i-0123456789abcdef0"),
      title: "the instance to launch into",
      was: "not set",
      is: "i-0123456789abcdef0",
    },
  ])("names $title that was $was and is $is", ({ change, ...expected }) => {
    const changes = settingChanges(aLaunchConfiguration(), aLaunchConfiguration(change));
    const said = changes.map(({ undo, ...said }) => ({
      ...said,
      ...(undo === undefined ? {} : { undo: optionOf(undo) }),
    }));
    expect(said).toEqual([expected]);
  });

  it("knows how to store back what was switched off or had an instance", () => {
    const off = { copyPrivateIp: false, copyTags: false, postLaunchEnabled: false, ...into("i-0123456789abcdef0") };
    expect(settingChanges(off, {}).flatMap(({ undo }) => (undo === undefined ? [] : optionOf(undo)))).toEqual([
      "--no-copy-private-ip",
      "--no-copy-tags",
      "--no-post-launch-enabled",
      "--launch-into-instance-properties launchIntoEC2InstanceID=i-0123456789abcdef0",
    ]);
  });

  it("takes an empty group for one that is not there", () => {
    expect(settingChanges({}, { licensing: {}, launchIntoInstanceProperties: {} })).toEqual([]);
  });
});
