/** A member of the launch configuration with a value, by its path in the args of a `LaunchConfiguration`. */
export interface LaunchSetting {
  path: LaunchSettingPath;
  value: string | boolean;
}

/** Paths of the members that a command sets. */
export type LaunchSettingPath = keyof typeof OPTIONS;

const OPTIONS = {
  targetInstanceTypeRightSizingMethod: (method) => `--target-instance-type-right-sizing-method ${method}`,
  launchDisposition: (disposition) => `--launch-disposition ${disposition}`,
  copyPrivateIp: (copy) => (copy ? "--copy-private-ip" : "--no-copy-private-ip"),
  copyTags: (copy) => (copy ? "--copy-tags" : "--no-copy-tags"),
  "licensing.osByol": (byol) => `--licensing osByol=${byol}`,
  postLaunchEnabled: (enabled) => (enabled ? "--post-launch-enabled" : "--no-post-launch-enabled"),
  "launchIntoInstance.instanceId": (id) => `--launch-into-instance-properties launchIntoEC2InstanceID=${id}`,
} satisfies Record<string, (value: string | boolean) => string>;

/** The option of `aws drs update-launch-configuration` that stores it. Pure. */
export function optionOf({ path, value }: LaunchSetting): string {
  return OPTIONS[path](value);
}
