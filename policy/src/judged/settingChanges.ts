import type { LaunchConfigurationSettings } from "pulumi-drillwave/vocabulary";

/** A launch setting that was one thing and is another. */
export interface SettingChange {
  /** For people: `right-sizing`. */
  title: string;
  was: string;
  is: string;
  /** Option of `aws drs update-launch-configuration` that stores what was; absent when nothing was set. */
  undo?: string;
}

/** What differs between two launch configurations, member by member. */
export function settingChanges(
  before: LaunchConfigurationSettings,
  after: LaunchConfigurationSettings,
): SettingChange[] {
  return SETTINGS.flatMap(({ title, read, option }) => {
    const [was, is] = [read(before), read(after)];
    if (was === is) {
      return [];
    }
    const change = { title, was: String(was ?? "not set"), is: String(is ?? "not set") };
    return [{ ...change, ...(was === undefined ? {} : { undo: option(was) }) }];
  });
}

/** A member of the launch configuration. */
interface Setting {
  title: string;
  read(settings: LaunchConfigurationSettings): string | boolean | undefined;
  option(value: string | boolean): string;
}

const SETTINGS: readonly Setting[] = [
  {
    title: "right-sizing",
    read: (settings) => settings.targetInstanceTypeRightSizingMethod,
    option: (method) => `--target-instance-type-right-sizing-method ${method}`,
  },
  {
    title: "launch disposition",
    read: (settings) => settings.launchDisposition,
    option: (disposition) => `--launch-disposition ${disposition}`,
  },
  {
    title: "copying the private IP address",
    read: (settings) => settings.copyPrivateIp,
    option: (copy) => (copy ? "--copy-private-ip" : "--no-copy-private-ip"),
  },
  {
    title: "copying tags",
    read: (settings) => settings.copyTags,
    option: (copy) => (copy ? "--copy-tags" : "--no-copy-tags"),
  },
  {
    title: "bringing one's own licence",
    read: (settings) => settings.licensing?.osByol,
    option: (byol) => `--licensing osByol=${byol}`,
  },
  {
    title: "running post-launch actions",
    read: (settings) => settings.postLaunchEnabled,
    option: (enabled) => (enabled ? "--post-launch-enabled" : "--no-post-launch-enabled"),
  },
  {
    title: "the instance to launch into",
    read: (settings) => settings.launchIntoInstanceProperties?.launchIntoEC2InstanceID,
    option: (id) => `--launch-into-instance-properties launchIntoEC2InstanceID=${id}`,
  },
];
