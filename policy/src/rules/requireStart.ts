import { NOT_APPLICABLE } from "../judged/judgement";
import { judgeLaunchSetting } from "../judged/launchSetting";
import { serverRule } from "../rule";

/** Critical servers are started when they are launched. */
export const requireStart = serverRule({
  name: "drs-server-require-start",
  displayName: "Critical servers start",
  wants: "Critical servers are started upon launch (STARTED), as declared and as stored in DRS.",
  why:
    "A recovery instance that is left STOPPED proves that it was made, not that it starts. launchDisposition holds for " +
    "drills and recoveries alike and does not depend on isDrill " +
    "(https://docs.aws.amazon.com/drs/latest/userguide/launch-general-settings.html), so that a real recovery would " +
    "leave the server stopped as well. The rule does not judge servers whose impact level is OPTIONAL.",
  fix: "Set launchDisposition to STARTED, in DRS and where the program declares it.",
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP03", "CP-4", "A1.3", "DORA-25"],
  config: {},
  judgeServer(server) {
    if (!server.critical) {
      return NOT_APPLICABLE;
    }
    return judgeLaunchSetting(server, {
      member: "launchDisposition",
      accepts: (disposition) => disposition === "STARTED",
      says: (disposition) => `would be left stopped (launchDisposition is ${disposition ?? "not set"})`,
      why: () => "a stopped copy does not prove that it starts, and a real recovery would leave it stopped as well",
      wanted: "STARTED",
    });
  },
});
