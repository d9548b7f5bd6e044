import type { LaunchConfigurationSettings } from "pulumi-drillwave/vocabulary";
import type { LaunchSetting, LaunchSettingPath } from "./launchOptions";

/** A launch setting that was one thing and is another. */
export interface SettingChange {
  /** For people: `right-sizing`. */
  title: string;
  was: string;
  is: string;
  /** What was, as it is stored again; absent when nothing was set. */
  undo?: LaunchSetting;
}

/** What differs between two launch configurations, member by member. */
export function settingChanges(
  before: LaunchConfigurationSettings,
  after: LaunchConfigurationSettings,
): SettingChange[] {
  return SETTINGS.flatMap(({ title, read, path }) => {
    const [was, is] = [read(before), read(after)];
    if (was === is) {
      return [];
    }
    const change = { title, was: String(was ?? "not set"), is: String(is ?? "not set") };
    return [{ ...change, ...(was === undefined ? {} : { undo: { path, value: was } }) }];
  });
}

/** A member of the launch configuration. */
interface Setting {
  title: string;
  read(settings: LaunchConfigurationSettings): string | boolean | undefined;
  path: LaunchSettingPath;
}

const SETTINGS: readonly Setting[] = [
  {
    title: "right-sizing",
    read: (settings) => settings.targetInstanceTypeRightSizingMethod,
    path: "targetInstanceTypeRightSizingMethod",
  },
  {
    title: "launch disposition",
    read: (settings) => settings.launchDisposition,
    path: "launchDisposition",
  },
  {
    title: "copying the private IP address",
    read: (settings) => settings.copyPrivateIp,
    path: "copyPrivateIp",
  },
  {
    title: "copying tags",
    read: (settings) => settings.copyTags,
    path: "copyTags",
  },
  {
    title: "bringing one's own licence",
    read: (settings) => settings.licensing?.osByol,
    path: "licensing.osByol",
  },
  {
    title: "running post-launch actions",
    read: (settings) => settings.postLaunchEnabled,
    path: "postLaunchEnabled",
  },
  {
    title: "the instance to launch into",
    read: (settings) => settings.launchIntoInstanceProperties?.launchIntoEC2InstanceID,
    path: "launchIntoInstance.instanceId",
  },
];
