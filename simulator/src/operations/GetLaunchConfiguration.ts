import { toLaunchConfiguration } from "../answers/toLaunchConfiguration";
import { readOperation } from "../operation";
import { findSourceServer } from "../world/state/lookup";

/** A server's launch settings. */
export const getLaunchConfiguration = readOperation<{ readonly sourceServerID: string }>(
  "GetLaunchConfiguration",
  (request, { state }) => toLaunchConfiguration(findSourceServer(state, request.sourceServerID)),
);
