import { judgeAll, NOT_APPLICABLE } from "../judged/judgement";
import { findSetting, judgeLaunchSetting } from "../judged/launchSetting";
import { serverRule } from "../rule";

/** What DRS does not allow beside a launch into an existing instance, and how the AWS CLI turns it off. */
const COPIES = [
  { member: "copyTags", options: "--no-copy-tags" },
  { member: "copyPrivateIp", options: "--no-copy-private-ip" },
] as const;

/** A server that is launched into an existing instance copies neither tags nor address onto it. */
export const disallowCopiesIntoInstance = serverRule({
  name: "drs-server-disallow-copies-into-instance",
  displayName: "Nothing is copied onto an existing instance",
  wants: "Servers that are launched into an existing instance have copyTags and copyPrivateIp off.",
  why:
    "DRS launches into an existing instance (launchIntoEC2InstanceID) only when copyTags and copyPrivateIp are off (DRS " +
    "user guide, Launch into existing instance). DRS wants more of that instance, which this rule does not judge: " +
    "that it is stopped, tagged AWSDRS=AllowLaunchingIntoThisInstance, and of the same platform.",
  fix: "Turn copyTags and copyPrivateIp off, in DRS and where the program declares them, or launch a new instance.",
  severity: "high",
  levels: { recommended: "mandatory", strict: "mandatory" },
  supports: ["REL13-BP03", "REL13-BP04", "CP-4"],
  config: {},
  judgeServer(server) {
    const isTarget = (into?: { launchIntoEC2InstanceID?: string }) => (into?.launchIntoEC2InstanceID ?? "") !== "";
    const target = findSetting(server, "launchIntoInstanceProperties", isTarget)?.launchIntoEC2InstanceID;
    if (target === undefined) {
      return NOT_APPLICABLE;
    }
    return judgeAll(
      COPIES.map(({ member, options }) => () => {
        const wanted = `must be false to launch into the existing instance ${target}`;
        return judgeLaunchSetting(server, {
          member,
          title: member,
          accepts: (on) => on === false,
          wanted,
          code: "false",
          options,
        });
      }),
    );
  },
});
