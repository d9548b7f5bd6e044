import { createHash } from "node:crypto";
import type { TemplateVersion } from "../../ec2/templateVersion";
import { DrsRequestError } from "../../errors";
import type { SettingValues } from "../../vocabulary";
import { asWritten } from "../asWritten";
import type { SettingsContext } from "../context";
import { SWAP_TAG, swapOfDescription } from "../network/swapMark";
import { type LiveSettings, pathWords, settingChanges, storedValues, TEMPLATE, valueWords } from "./members";
import type { TemplateEdit } from "./templateEdit";
import { interfaceObstacle } from "./templateInterface";
import { lossOf, templateEdit, templateValue } from "./templateMembers";
import type { SettingsToWrite, WriteProgress } from "./toWrite";

/** How often somebody else may move the default while a version is made from it. */
const MOVES = 5;

/** EC2's answer about a version that there is not. */
const NO_SUCH_VERSION = "InvalidLaunchTemplateId.VersionNotFound";

/**
 * Makes the default version of a server's launch template have these values: from the default as it is now, by its
 * number, so that what DRS and others wrote stays. Begins again when somebody moves the default meanwhile.
 *
 * @returns the default version then; undefined when nothing of it is wanted
 */
export async function writeTemplate(
  context: SettingsContext,
  { sourceServerId, wanted, salt }: SettingsToWrite,
  progress: WriteProgress,
  { configuration: { launchTemplateId } }: LiveSettings,
): Promise<TemplateVersion | undefined> {
  const paths = Object.keys(wanted);
  if (paths.length === 0) {
    return undefined;
  }
  const subject = `launch template ${launchTemplateId ?? ""} of ${sourceServerId}`;
  if (launchTemplateId === undefined) {
    throw new Error(`Writing the launch template of ${sourceServerId}: DRS names none. ${NOTHING_WRITTEN}`);
  }
  for (let move = 0; move < MOVES; move += 1) {
    const source = await context.ec2.findTemplateVersion(launchTemplateId, "$Default");
    if (source === undefined) {
      throw new Error(
        `Reading ${subject}: EC2 has no such template. ${NOTHING_WRITTEN} DRS makes it anew; run \`pulumi up\` again.`,
      );
    }
    const changed = differing(wanted, source);
    if (changed.length === 0) {
      return source;
    }
    await assertNoSwap(context, subject, source);
    context.status.show(`writing ${changed.map(pathWords).join(", ")}`);
    progress.begins(changed);
    const made = await makeVersion(context, { source, wanted, changed, salt: `${salt}/${move}` });
    const isMoved = (await context.ec2.findTemplateVersion(launchTemplateId, "$Default"))?.version !== source.version;
    if (!isMoved && (await isNowDefault(context, launchTemplateId, made))) {
      const version = await seenAsWritten(context, subject, { launchTemplateId, made, wanted });
      if (version !== undefined) {
        return version;
      }
    }
  }
  throw new Error(
    `Writing ${subject}: its default version was moved by somebody else ${MOVES} times while a new one was made. ` +
      "Nothing of theirs was overwritten. Fix: find out who writes it, then run `pulumi up` again.",
  );
}

/** Nobody but its wave writes a template that is pointed at a drill network. @throws while one is */
async function assertNoSwap({ ec2 }: SettingsContext, subject: string, source: TemplateVersion): Promise<void> {
  const [template] = await ec2.listLaunchTemplates([source.launchTemplateId]);
  const isOpen = swapOfDescription(source.description) !== undefined || template?.tags[SWAP_TAG] !== undefined;
  if (isOpen) {
    throw new Error(
      `Writing ${subject}: a drill has pointed it at its own network, and puts it back once its servers are launched. ` +
        `${NOTHING_WRITTEN} Fix: run \`pulumi up\` again after that.`,
    );
  }
}

const NOTHING_WRITTEN = "Nothing was written to it.";

function differing(wanted: SettingValues, template: TemplateVersion): string[] {
  const live = { configuration: { settings: {} }, template };
  return settingChanges(wanted, storedValues(Object.keys(wanted), live)).map(({ path }) => path);
}

interface VersionToMake {
  source: TemplateVersion;
  wanted: SettingValues;
  changed: readonly string[];
  salt: string;
}

/** @returns the new version's number; the default stays */
async function makeVersion({ ec2, status }: SettingsContext, { source, wanted, changed, salt }: VersionToMake) {
  const { launchTemplateId, version } = source;
  const values = Object.fromEntries(changed.map((path) => [path, wanted[path] ?? null]));
  const edit = templateEdit(source.data, values);
  const obstacle = obstacleTo(source, values, edit);
  if (obstacle !== undefined) {
    throw new Error(`Writing launch template ${launchTemplateId}: ${obstacle}. ${NOTHING_WRITTEN}`);
  }
  const request = toRequest(source, edit);
  const made = await ec2.createTemplateVersion({
    launchTemplateId,
    ...request,
    description: descriptionOf(version, changed),
    clientToken: createHash("sha256")
      .update(JSON.stringify([launchTemplateId, request, salt]))
      .digest("hex"),
  });
  for (const warning of made.warnings) {
    status.warn(`version ${made.version} of launch template ${launchTemplateId}: EC2 warns: ${warning}`);
  }
  return made.version;
}

/** Why the version cannot have these values; undefined when it can. Pure. */
export function obstacleTo(source: TemplateVersion, values: SettingValues, edit: TemplateEdit): string | undefined {
  const members = Object.fromEntries(
    Object.entries(values).map(([path, value]) => [path.slice(TEMPLATE.length), value]),
  );
  return interfaceObstacle(source.data, members) ?? lossOf(edit, source);
}

/** A version takes over every member of its source: where one has to go, it is made of all the others instead. */
function toRequest({ version, data }: TemplateVersion, edit: TemplateEdit) {
  if (edit.without.length === 0) {
    return { sourceVersion: version, data: edit.data };
  }
  const kept = Object.entries(data).filter(([member]) => !edit.without.includes(member));
  return { sourceVersion: undefined, data: { ...Object.fromEntries(kept), ...edit.data } };
}

/** EC2 takes 255 characters. */
function descriptionOf(version: number, changed: readonly string[]): string {
  const text = `DrillWave: ${changed.map((path) => pathWords(path).slice(TEMPLATE.length)).join(", ")}; from version ${version}`;
  return text.length <= 255 ? text : `DrillWave: ${changed.length} settings; from version ${version}`;
}

/** False when EC2 answered with a version that somebody has deleted since it was made. */
async function isNowDefault({ ec2 }: SettingsContext, launchTemplateId: string, version: number): Promise<boolean> {
  try {
    await ec2.setDefaultTemplateVersion(launchTemplateId, version);
    return true;
  } catch (error) {
    if (error instanceof DrsRequestError && error.awsError === NO_SUCH_VERSION) {
      return false;
    }
    throw error;
  }
}

/** The new version, seen as the default; undefined when somebody has moved the default on since. */
function seenAsWritten(
  context: SettingsContext,
  subject: string,
  { launchTemplateId, made, wanted }: { launchTemplateId: string; made: number; wanted: SettingValues },
): Promise<TemplateVersion | undefined> {
  return asWritten<TemplateVersion | undefined>(context, subject, async () => {
    const seen = await context.ec2.findTemplateVersion(launchTemplateId, "$Default");
    if (seen === undefined) {
      return { result: undefined, otherwise: ["EC2 does not show it"] };
    }
    if (seen.version > made) {
      return { result: undefined, otherwise: [] };
    }
    const otherwise = Object.entries(wanted).flatMap(([path, value]) => {
      const is = templateValue(path, seen.data);
      const differs = settingChanges({ [path]: value }, { [path]: is }).length > 0;
      return differs ? [`${pathWords(path)} is ${valueWords(is)}, expected ${valueWords(value)}`] : [];
    });
    const isShown = seen.version === made;
    return {
      result: seen,
      otherwise:
        isShown || otherwise.length > 0 ? otherwise : [`version ${seen.version} is the default, expected ${made}`],
    };
  });
}
