import type { LaunchConfigurationSettings } from "pulumi-drillwave/vocabulary";
import { stored } from "./observed";
import type { JudgedServer } from "./wave";

/**
 * A launch setting that passes the test: as declared, where the program declares it, else as stored in DRS; undefined when
 * neither does. What is declared counts whatever is stored, because the program asks for it.
 *
 * @throws Unanswerable when what is stored decides, and was not read
 */
export function findSetting<Member extends keyof LaunchConfigurationSettings>(
  server: JudgedServer,
  member: Member,
  test: (value: LaunchConfigurationSettings[Member] | undefined) => boolean,
): LaunchConfigurationSettings[Member] | undefined {
  const declared = server.declared?.server.launchConfiguration?.[member];
  if (declared !== undefined && test(declared)) return declared;
  const kept = stored(server)[member];
  return test(kept) ? kept : undefined;
}
