import type { SettingsContext } from "../context";
import type { LiveSettings } from "./members";

/** A server's settings as they are now: two reads, one where DRS names no launch template. Changes nothing. */
export async function lookAtSettings(
  { drs, ec2 }: Pick<SettingsContext, "drs" | "ec2">,
  sourceServerId: string,
): Promise<LiveSettings> {
  const configuration = await drs.getLaunchConfiguration(sourceServerId);
  const { launchTemplateId } = configuration;
  const template =
    launchTemplateId === undefined ? undefined : await ec2.findTemplateVersion(launchTemplateId, "$Default");
  return { configuration, template };
}
