import type { SourceServerState } from "../world/state/sourceServer";

/** DRS's LaunchConfiguration of this server, as Get- and UpdateLaunchConfiguration answer it. */
export function toLaunchConfiguration(server: SourceServerState): object {
  return {
    sourceServerID: server.sourceServerID,
    ec2LaunchTemplateID: server.ec2LaunchTemplateID,
    ...server.launchConfiguration,
  };
}
