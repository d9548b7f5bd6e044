import { toLaunchConfiguration } from "../answers/toLaunchConfiguration";
import { validationError } from "../errors";
import { rightSizedType } from "../lifecycle/rightSizedType";
import { writeOperation } from "../operation";
import { remakeLaunchTemplate } from "../world/state/drsLaunchTemplate";
import { defaultVersion, findSourceServer, launchTemplateOf } from "../world/state/lookup";
import type { LaunchConfigurationState, SourceServerState } from "../world/state/sourceServer";
import type { WorldState } from "../world/state/worldState";

type Request = { readonly sourceServerID: string } & Partial<LaunchConfigurationState>;

/**
 * Changes the settings that the request names and answers with all of them.
 *
 * Right-sizing BASIC and IN_AWS write their instance type into the server's launch template, at once; AWS takes up to 90 minutes
 * (docs/drs-facts.md). A running launch keeps the settings that it started with.
 */
export const updateLaunchConfiguration = writeOperation<Request>(
  "UpdateLaunchConfiguration",
  (request, { state, now }) => {
    const server = findSourceServer(state, request.sourceServerID);
    const { sourceServerID: _key, ...changes } = request;
    const settings = { ...server.launchConfiguration, ...changes };
    if (
      settings.launchIntoInstanceProperties.launchIntoEC2InstanceID &&
      (settings.copyTags || settings.copyPrivateIp)
    ) {
      throw validationError("Launching into an existing instance is not possible with copyTags or copyPrivateIp");
    }
    Object.assign(server.launchConfiguration, changes);
    remakeLaunchTemplate(state, server, rightSizedType(server, undefined), now);
    writeInstanceType(state, server, now);
    return toLaunchConfiguration(server);
  },
);

function writeInstanceType(state: WorldState, server: SourceServerState, now: number): void {
  if (server.launchConfiguration.targetInstanceTypeRightSizingMethod === "NONE") {
    return;
  }
  const template = launchTemplateOf(state, server);
  const { instanceRequirements: _displaced, ...data } = defaultVersion(template).data;
  const instanceType = rightSizedType(server, data.instanceType);
  if (instanceType === data.instanceType) {
    return;
  }
  const versionNumber = (template.versions.at(-1)?.versionNumber ?? 0) + 1;
  template.versions.push({ versionNumber, createTime: new Date(now).toISOString(), data: { ...data, instanceType } });
  template.defaultVersionNumber = versionNumber;
}
