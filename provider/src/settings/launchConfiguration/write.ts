import type { LaunchConfigurationChange } from "../../drs/types";
import { asWritten } from "../asWritten";
import type { SettingsContext } from "../context";
import { lookAtSettings } from "./look";
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
 * @returns the settings as they are then, and what was changed
 * @throws {@link import("../asWritten").NotAsWrittenError} when a value is not as it was written
 */
export async function writeSettings(
  context: SettingsContext,
  toWrite: SettingsToWrite,
  progress: WriteProgress,
): Promise<{ live: LiveSettings; changed: SettingChange[] }> {
  const { sourceServerId, wanted, salt } = toWrite;
  const before = await lookAtSettings(context, sourceServerId);
  const paths = Object.keys(wanted);
  const changed = settingChanges(wanted, storedValues(paths, before));
  const ofDrs = changed.filter(({ path }) => !path.startsWith(TEMPLATE));
  if (ofDrs.length > 0) {
    context.status.show(`writing ${ofDrs.map(({ path }) => pathWords(path)).join(", ")}`);
    progress.begins(ofDrs.map(({ path }) => path));
    await writeToDrs(context, sourceServerId, before, ofDrs);
  }
  const ofTemplate = Object.fromEntries(Object.entries(wanted).filter(([path]) => path.startsWith(TEMPLATE)));
  const template = await writeTemplate(context, { sourceServerId, wanted: ofTemplate, salt }, progress, before);
  const live = changed.length === 0 ? before : await lookAtSettings(context, sourceServerId);
  return { live: template === undefined ? live : { ...live, template }, changed };
}

async function writeToDrs(
  context: SettingsContext,
  sourceServerId: string,
  before: LiveSettings,
  changes: readonly SettingChange[],
): Promise<void> {
  await context.drs.updateLaunchConfiguration(sourceServerId, toRequest(before, changes));
  const wanted = Object.fromEntries(changes.map(({ path, to }) => [path, to]));
  await asWritten(context, `the launch configuration of ${sourceServerId}`, async () => {
    const configuration = await context.drs.getLaunchConfiguration(sourceServerId);
    const stored = storedValues(Object.keys(wanted), { configuration, template: undefined });
    const otherwise = settingChanges(wanted, stored).map(
      ({ path, from, to }) => `${pathWords(path)} is ${valueWords(from)}, expected ${valueWords(to)}`,
    );
    return { result: undefined, otherwise };
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
