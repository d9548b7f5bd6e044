import type { LaunchConfiguration } from "../../drs/types";
import type { TemplateVersion } from "../../ec2/templateVersion";
import type { SettingsContext } from "../context";
import { defaultVersions } from "../defaultVersions";
import { outsideSwap } from "../network/outsideSwap";
import { swapOfDescription } from "../network/swapMark";
import type { LiveSettings } from "./members";

type Reads = Pick<SettingsContext, "drs" | "ec2">;

/** A server's settings as they are now: two reads, one where DRS names no launch template. Changes nothing. */
export async function lookAtSettings({ drs, ec2 }: Reads, sourceServerId: string): Promise<LiveSettings> {
  const configuration = await drs.getLaunchConfiguration(sourceServerId);
  return withTemplate(ec2, configuration, (id) => ec2.findTemplateVersion(id, "$Default"));
}

/** For fewer servers their own templates are read, and not all of the account. */
const WORTH_ALL_TEMPLATES = 5;

/**
 * The settings of many servers, read at the same time: a read for each, and one for every 200 launch templates that the
 * account has. A template that is not among them is read by itself.
 */
export function lookAtMany(reads: Reads, sourceServerIds: readonly string[]): Map<string, Promise<LiveSettings>> {
  const { drs, ec2 } = reads;
  if (sourceServerIds.length < WORTH_ALL_TEMPLATES) {
    return new Map(sourceServerIds.map((id) => [id, lookAtSettings(reads, id)]));
  }
  const all = allTemplates(reads);
  const find = async (id: string) => (await all).get(id) ?? (await ec2.findTemplateVersion(id, "$Default"));
  return new Map(
    sourceServerIds.map((id) => [id, drs.getLaunchConfiguration(id).then((each) => withTemplate(ec2, each, find))]),
  );
}

async function withTemplate(
  ec2: Reads["ec2"],
  configuration: LaunchConfiguration,
  find: (launchTemplateId: string) => Promise<TemplateVersion | undefined>,
): Promise<LiveSettings> {
  const { launchTemplateId } = configuration;
  const found = launchTemplateId === undefined ? undefined : await find(launchTemplateId);
  return { configuration, template: found && (await withoutSwap(ec2, found)) };
}

/**
 * The version that counts while no drill is in the way: a wave that launches in a drill network points the template there
 * for a while (docs/decisions/0015-a-drill-in-its-own-network.md), which is nobody's drift. One read more, during such a
 * drill alone.
 */
async function withoutSwap(ec2: Reads["ec2"], current: TemplateVersion): Promise<TemplateVersion> {
  const swap = swapOfDescription(current.description);
  if (swap === undefined) {
    return current;
  }
  const before = await ec2.findTemplateVersion(current.launchTemplateId, swap.version);
  return outsideSwap({ template: { ...current, tags: {} }, current, before }).version ?? current;
}

/** By id; those of the pages before one that cannot be read. */
async function allTemplates({ ec2 }: Reads): Promise<Map<string, TemplateVersion>> {
  const templates = new Map<string, TemplateVersion>();
  try {
    for await (const version of defaultVersions(ec2)) {
      templates.set(version.launchTemplateId, version);
    }
  } catch {
    // Each is asked for by itself then, and says why it cannot be read.
  }
  return templates;
}
