import type { LaunchConfiguration, LaunchConfigurationChange } from "../../drs/types";
import { asWritten } from "../asWritten";
import type { SettingsContext } from "../context";
import {
  changeWords,
  LAUNCH_INTO,
  type LiveSettings,
  pathWords,
  type SettingChange,
  settingChanges,
  storedValues,
  TEMPLATE,
  valueWords,
} from "./members";
import type { SettingsToWrite, WriteProgress } from "./toWrite";
import { writeTemplate } from "./writeTemplate";

/**
 * Writes what differs from what is stored, and looks that it is there: first what DRS keeps, then a new version of the
 * launch template. What DRS does to the template of its own accord, because of the first, may come minutes later.
 *
 * @param before - the settings as they were just now
 * @returns the settings as they are then, and what was changed
 * @throws {@link import("../asWritten").NotAsWrittenError} when a value is not as it was written
 */
export async function writeSettings(
  context: SettingsContext,
  toWrite: SettingsToWrite,
  before: LiveSettings,
  progress: WriteProgress,
): Promise<{ live: LiveSettings; changed: SettingChange[] }> {
  const { sourceServerId, wanted, salt } = toWrite;
  const changed = settingChanges(wanted, storedValues(Object.keys(wanted), before));
  if (changed.length === 0) {
    return { live: before, changed };
  }
  const ofDrs = changed.filter(({ path }) => !path.startsWith(TEMPLATE));
  let { configuration } = before;
  if (ofDrs.length > 0) {
    context.status.show(`writing ${ofDrs.map(({ path }) => pathWords(path)).join(", ")}`);
    progress.begins(ofDrs.map(({ path }) => path));
    configuration = await writeToDrs(context, sourceServerId, before, ofDrs);
  }
  const ofTemplate = Object.fromEntries(Object.entries(wanted).filter(([path]) => path.startsWith(TEMPLATE)));
  const template = await writeTemplate(context, { sourceServerId, wanted: ofTemplate, salt }, progress, before);
  return { live: { configuration, template: template ?? before.template }, changed };
}

async function writeToDrs(
  context: SettingsContext,
  sourceServerId: string,
  before: LiveSettings,
  changes: readonly SettingChange[],
): Promise<LaunchConfiguration> {
  await context.drs.updateLaunchConfiguration(sourceServerId, toRequest(before, changes));
  const wanted = Object.fromEntries(changes.map(({ path, to }) => [path, to]));
  return asWritten(context, `the launch configuration of ${sourceServerId}`, async () => {
    const configuration = await context.drs.getLaunchConfiguration(sourceServerId);
    const stored = storedValues(Object.keys(wanted), { configuration, template: undefined });
    const otherwise = settingChanges(wanted, stored).map(
      ({ path, from, to }) => `${pathWords(path)} is ${valueWords(from)}, expected ${valueWords(to)}`,
    );
    return { result: configuration, otherwise };
  });
}

/** The members that differ, as DRS has them; of an object, what else is stored in it stays. Pure. */
export function toRequest(
  { configuration: { settings } }: LiveSettings,
  changes: readonly SettingChange[],
): LaunchConfigurationChange {
  const request: Record<string, unknown> = {};
  for (const { path, to } of changes) {
    const [member = path, inner] =
      path === LAUNCH_INTO ? ["launchIntoInstanceProperties", "launchIntoEC2InstanceID"] : path.split(".");
    // An empty text takes an instance out again.
    const value = to ?? "";
    request[member] =
      inner === undefined
        ? value
        : { ...Object(settings[member as keyof typeof settings]), ...Object(request[member]), [inner]: value };
  }
  return request;
}

/** `copyTags from false to true; launchTemplate.subnetId from not set to subnet-1`. */
export function changesWords(changes: readonly SettingChange[]): string {
  return changes.map(changeWords).join("; ");
}
