import { consoleText } from "../console";
import { namedInstance } from "../instances";
import type { Ec2Operation } from "../operation";

/** The text on an instance's serial console in base 64; without text, the answer has no output, as in EC2. */
export const getConsoleOutput: Ec2Operation = {
  name: "GetConsoleOutput",
  mutates: false,
  answer(form, { state, now }) {
    const instance = namedInstance(state, form);
    const server = state.sourceServers.find(({ sourceServerID }) => sourceServerID === instance.sourceServerID);
    const text = consoleText(instance, server, now);
    return {
      instanceId: instance.ec2InstanceID,
      timestamp: new Date(now).toISOString(),
      output: text === undefined ? undefined : Buffer.from(text, "utf8").toString("base64"),
    };
  },
};
