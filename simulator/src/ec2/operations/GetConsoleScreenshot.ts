import { screenshot } from "../console";
import { namedInstance } from "../instances";
import { type Ec2Operation, ec2Error } from "../operation";

/** A picture of a running instance's screen. The message for one that does not run is not documented. */
export const getConsoleScreenshot: Ec2Operation = {
  name: "GetConsoleScreenshot",
  mutates: false,
  answer(form, { state }) {
    const { ec2InstanceID: instanceId, ec2State, sourceServerID } = namedInstance(state, form);
    if (ec2State !== "RUNNING") {
      throw ec2Error("IncorrectInstanceState", `The instance '${instanceId}' is not in the 'running' state.`);
    }
    const server = state.sourceServers.find((candidate) => candidate.sourceServerID === sourceServerID);
    const imageData = screenshot(server);
    if (imageData === undefined) {
      throw ec2Error("UnsupportedOperation", `A screenshot of the instance '${instanceId}' cannot be taken.`);
    }
    return { instanceId, imageData };
  },
};
