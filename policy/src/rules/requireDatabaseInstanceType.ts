import { RIGHT_SIZING_METHODS } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import { NOT_APPLICABLE } from "../judged/judgement";
import { judgeLaunchSetting } from "../judged/launchSetting";
import { serverRule } from "../rule";

/** Servers of a role are launched by the right-sizing method that their role needs. */
export const requireDatabaseInstanceType = serverRule({
  name: "drs-database-require-instance-type",
  displayName: "Databases keep their instance type",
  wants: "Database servers are launched without right-sizing (NONE), as declared and as stored in DRS.",
  why:
    "BASIC takes DRS's pick from the C5 family by CPU and memory and overwrites the type in the launch template; a " +
    "database then starts on a machine that nobody chose. Only NONE leaves the launch template's type alone " +
    "(https://docs.aws.amazon.com/drs/latest/userguide/launch-general-settings.html).",
  mend: "Set targetInstanceTypeRightSizingMethod to the method of the role, in DRS and where the program declares it.",
  severity: "high",
  levels: { recommended: "mandatory", strict: "mandatory" },
  supports: ["REL13-BP04", "REL13-BP03", "CP-4", "DORA-25"],
  config: {
    methods: v.optional(
      v.pipe(
        v.record(v.string(), v.pipe(v.array(v.picklist(RIGHT_SIZING_METHODS)), v.minLength(1))),
        v.description("Accepted right-sizing methods by role; a role that is not here may use any."),
      ),
      { database: ["NONE"] },
    ),
  },
  judgeServer(server, { methods }) {
    const accepted = new Map(Object.entries(methods)).get(server.role ?? "") ?? [];
    const [first] = accepted;
    if (first === undefined) return NOT_APPLICABLE;
    return judgeLaunchSetting(server, {
      member: "targetInstanceTypeRightSizingMethod",
      title: "right-sizing",
      accepts: (method) => method !== undefined && accepted.includes(method),
      wanted: `must be ${accepted.join(" or ")} for the role ${server.role}`,
      code: `"${first}"`,
      options: `--target-instance-type-right-sizing-method ${first}`,
    });
  },
});
