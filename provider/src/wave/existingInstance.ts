import type { LaunchConfigurationSettings } from "../vocabulary";

/**
 * The existing instance that DRS launches into by these settings (docs/drs-facts.md#a-launch-into-an-instance);
 * undefined for none. What is stored and is not an instance's id is given as JSON. Pure.
 */
export function existingInstanceOf({ launchIntoInstanceProperties: into }: LaunchConfigurationSettings) {
  const stored: unknown = into;
  if (typeof stored !== "object" || stored === null || Array.isArray(stored)) {
    return stored === undefined || stored === null ? undefined : JSON.stringify(stored);
  }
  const id: unknown = into?.launchIntoEC2InstanceID;
  if (id === undefined || id === null || id === "") {
    return undefined;
  }
  return typeof id === "string" ? id : JSON.stringify(id);
}
