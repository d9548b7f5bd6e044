import type { LaunchConfigurationSettings } from "pulumi-drillwave/vocabulary";
import { stored } from "./observed";
import type { JudgedServer } from "./wave";

/**
 * What a launch setting can be at launch: as declared, where the program declares it, and as stored in DRS. A declared
 * setting that nobody has read stands alone: create refuses the drill when another is stored.
 *
 * @throws Unanswerable when it is neither declared nor read
 */
export function declaredOrStored<Member extends keyof LaunchConfigurationSettings>(
  server: JudgedServer,
  member: Member,
): (LaunchConfigurationSettings[Member] | undefined)[] {
  const declared = server.declared?.server.launchConfiguration?.[member];
  if (declared === undefined) return [stored(server)[member]];
  return server.seen?.launchConfigurationSource === "DRS" ? [declared, stored(server)[member]] : [declared];
}
