import { toPlace } from "../resources/place";
import type { Connection, LaunchConfigurationSettings, ObservedLaunchTemplate } from "../vocabulary";
import { withoutUndefined } from "../withoutUndefined";

/** What is stored for one server's launches. */
export interface StoredLaunchConfiguration {
  /** Id of the source server. */
  sourceServerId: string;
  /** Its launch configuration, as stored. */
  launchConfiguration: LaunchConfigurationSettings;
  /** The default version of its EC2 launch template. */
  launchTemplate?: ObservedLaunchTemplate;
}

/** Whose launch configurations {@link getLaunchConfigurations} reads. */
export interface GetLaunchConfigurationsArgs {
  /** Ids of the source servers. */
  sourceServerIds: string[];
  /**
   * AWS Region, such as `"us-west-2"`.
   *
   * @default `aws:region` of the stack's configuration, then `AWS_REGION`, or the profile's Region
   */
  region?: string;
  /**
   * Where AWS is called, and as whom.
   *
   * @default as the stack's configuration says, then as the AWS SDK finds it in the environment
   */
  connection?: Connection;
}

/**
 * The stored launch configuration of each given source server, in that order. Never a default: what cannot be read is
 * an error. Reads once each time a program runs, at preview too: two calls per server. Takes at most 300 seconds.
 *
 * @throws An error that names every server that could not be read.
 */
export async function getLaunchConfigurations(args: GetLaunchConfigurationsArgs): Promise<StoredLaunchConfiguration[]> {
  const { openLookUp } = await import("./lookUp.js");
  const { findServers } = await import("../wave/look/findServers.js");
  const { observe } = await import("../wave/look/observe.js");
  const { declareServer } = await import("../wave/wave.js");
  const context = await openLookUp(withoutUndefined(toPlace(args)));
  const servers = args.sourceServerIds.map((sourceServerId) => declareServer({ sourceServerId }));
  const { observation, problems } = await observe(context, await findServers(context, { servers }), "fail");
  if (problems.length > 0) {
    throw new Error(`Reading launch configurations: ${problems.map((problem) => problem.message).join("; ")}.`);
  }
  return observation.servers.map(({ sourceServerId, launchConfiguration, launchTemplate }) =>
    withoutUndefined({ sourceServerId, launchConfiguration, launchTemplate }),
  );
}
