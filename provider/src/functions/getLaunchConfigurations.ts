import { present } from "../present";
import type { Connection, LaunchConfigurationSettings, ObservedLaunchTemplate } from "../vocabulary";

/** What is stored for one server's launches. */
export interface StoredLaunchConfiguration {
  sourceServerId: string;
  launchConfiguration: LaunchConfigurationSettings;
  /** The default version of its EC2 launch template. */
  launchTemplate?: ObservedLaunchTemplate;
}

/**
 * The stored launch configuration of each given source server, in that order. Never a default: what cannot be read is
 * an error. Looks once each time a program runs, at preview too.
 *
 * @throws an error that names every server that could not be read.
 */
export async function getLaunchConfigurations(args: {
  sourceServerIds: string[];
  region?: string;
  connection?: Connection;
}): Promise<StoredLaunchConfiguration[]> {
  const { openLookUp } = await import("./lookUp.js");
  const { observe } = await import("../wave/look/observe.js");
  const context = await openLookUp(present({ region: args.region, connection: args.connection }));
  const { observation, problems } = await observe(context, { sourceServerIds: args.sourceServerIds }, "fail");
  if (problems.length > 0) {
    throw new Error(`Reading launch configurations: ${problems.map((problem) => problem.message).join("; ")}.`);
  }
  return observation.servers.map(({ sourceServerId, launchConfiguration, launchTemplate }) =>
    present({ sourceServerId, launchConfiguration, launchTemplate }),
  );
}
