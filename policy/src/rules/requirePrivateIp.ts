import { roleAmong } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import { NOT_APPLICABLE } from "../judged/judgement";
import { judgeLaunchSetting } from "../judged/launchSetting";
import { serverRule } from "../rule";

/** Servers that others find by their address are recovered with it. */
export const requirePrivateIp = serverRule({
  name: "drs-server-require-private-ip",
  displayName: "Servers that are found by address keep it",
  wants:
    "Servers of the configured roles keep their private IP address (copyPrivateIp), as declared and as stored in DRS.",
  why:
    "Clients of a directory or of a name server often have its address in their own configuration, and copyPrivateIp is " +
    "off unless someone turns it on (DRS user guide, Launch settings). It copies the source's primary private address " +
    "alone; whether the launch subnet can hold that address is drs-subnet-require-source-address's to judge.",
  fix: "Set copyPrivateIp to true, in DRS and where the program declares it, and launch into a subnet with that address.",
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP03", "REL13-BP04", "CP-4"],
  config: {
    roles: v.optional(
      v.pipe(
        v.array(v.pipe(v.string(), v.minLength(1))),
        v.description("Roles whose servers keep their private address."),
      ),
      ["directory"],
    ),
  },
  judgeServer(server, { roles }) {
    if (roleAmong(server.role, roles) === undefined) {
      return NOT_APPLICABLE;
    }
    return judgeLaunchSetting(server, {
      member: "copyPrivateIp",
      title: "copyPrivateIp",
      accepts: (copies) => copies === true,
      wanted: `must be true for the role ${server.role?.trim()}`,
      code: "true",
      options: "--copy-private-ip",
    });
  },
});
