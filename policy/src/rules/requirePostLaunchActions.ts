import { roleAmong } from "pulumi-drillwave/vocabulary";
import { NOT_APPLICABLE } from "../judged/judgement";
import { judgeLaunchSetting } from "../judged/launchSetting";
import { names } from "../names";
import { serverRule } from "../rule";

/** Servers of the configured roles run their post-launch actions. */
export const requirePostLaunchActions = serverRule({
  name: "drs-server-require-post-launch-actions",
  displayName: "Post-launch actions run",
  wants:
    "Servers of the configured roles run post-launch actions (postLaunchEnabled), as declared and as stored in DRS.",
  why:
    "Post-launch actions are SSM documents that DRS runs on a recovery instance, and it runs none where " +
    "postLaunchEnabled is off (DRS user guide, Post-launch settings): what they would have set up or checked is then " +
    "left out of the drill. The rule does not judge which actions a server has, or what became of them.",
  fix: "Set postLaunchEnabled to true, in DRS and where the program declares it.",
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP03", "A1.3", "CP-4"],
  config: {
    roles: names("Roles whose servers run post-launch actions."),
  },
  rolesIn: ({ roles }) => roles,
  judgeServer(server, { roles }) {
    const role = roleAmong(server.role, roles);
    if (role === undefined) {
      return NOT_APPLICABLE;
    }
    return judgeLaunchSetting(server, {
      member: "postLaunchEnabled",
      accepts: (enabled) => enabled === true,
      says: () => "would run no post-launch actions (postLaunchEnabled is off)",
      why: () => `what they set up or check for the role ${role} would be left out`,
      wanted: true,
    });
  },
});
