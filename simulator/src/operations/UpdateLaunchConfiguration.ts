import { toLaunchConfiguration } from "../answers/toLaunchConfiguration";
import { conflict, validationError } from "../errors";
import { launchIntoFlaw } from "../lifecycle/launchInto";
import { letRightSizingLinger, planTemplateWork, remakeTemplate } from "../lifecycle/templateWork";
import { writeOperation } from "../operation";
import { findSourceServer, holdingJob } from "../world/state/lookup";
import type { LaunchConfigurationState, SourceServerState } from "../world/state/sourceServer";
import type { WorldState } from "../world/state/worldState";

type Request = { readonly sourceServerID: string } & Partial<LaunchConfigurationState>;

/**
 * Changes the settings that the request names and answers with all of them.
 *
 * What right-sizing and copyPrivateIp write into the server's launch template comes later (docs/drs-facts.md, "Right-sizing"). A running launch
 * keeps the settings that it has read.
 */
export const updateLaunchConfiguration = writeOperation<Request>(
  "UpdateLaunchConfiguration",
  (request, { state, now }) => {
    const server = findSourceServer(state, request.sourceServerID);
    const { sourceServerID: _key, ...changes } = request;
    refuseDuringJob(state, server);
    refuseContradiction({ ...server.launchConfiguration, ...changes });
    refuseTarget(state, server, changes);
    const { targetInstanceTypeRightSizingMethod: before } = server.launchConfiguration;
    Object.assign(server.launchConfiguration, changes);
    remakeTemplate(state, server, now);
    planTemplateWork(state, server, now);
    if (server.launchConfiguration.targetInstanceTypeRightSizingMethod === "NONE") {
      letRightSizingLinger(state, server, before, now);
    }
    return toLaunchConfiguration(server);
  },
);

/** The API model has a ConflictException; when DRS uses it is not documented. */
function refuseDuringJob(state: WorldState, { sourceServerID }: SourceServerState): void {
  if (state.quirks.updateDuringJob === "conflict" && holdingJob(state, sourceServerID) !== undefined) {
    throw conflict(
      "One or more of the Source Servers included in API call are currently being processed by a Job",
      sourceServerID,
      "SourceServer",
    );
  }
}

function refuseContradiction(settings: LaunchConfigurationState): void {
  if (settings.launchIntoInstanceProperties.launchIntoEC2InstanceID && (settings.copyTags || settings.copyPrivateIp)) {
    throw validationError("Launching into an existing instance is not possible with copyTags or copyPrivateIp");
  }
}

function refuseTarget(state: WorldState, server: SourceServerState, changes: Partial<LaunchConfigurationState>): void {
  const into = changes.launchIntoInstanceProperties?.launchIntoEC2InstanceID;
  const flaw = into ? launchIntoFlaw(state, server, into) : undefined;
  if (flaw !== undefined && state.quirks.launchIntoChecked === "update") {
    throw validationError(flaw);
  }
}
