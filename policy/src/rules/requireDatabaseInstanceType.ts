import { RIGHT_SIZING_METHODS, type RightSizingMethod } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import { type Judgement, NOT_APPLICABLE } from "../judged/judgement";
import { judgeLaunchSetting, updateLaunchConfiguration } from "../judged/launchSetting";
import { ofRole } from "../judged/role";
import type { JudgedServer } from "../judged/wave";
import { serverRule } from "../rule";

const NAME = "drs-database-require-instance-type";
const DEFAULT_METHODS = { database: ["NONE"] } satisfies Record<string, RightSizingMethod[]>;

const OPTION = "--target-instance-type-right-sizing-method";

/** Servers of a role are launched by the right-sizing method that their role needs. */
export const requireDatabaseInstanceType = serverRule({
  name: NAME,
  displayName: "Databases keep their instance type",
  wants: "Database servers are launched without right-sizing (NONE), as declared and as stored in DRS.",
  why:
    "BASIC takes DRS's pick from the C5 family by CPU and memory and overwrites the type in the launch template; a " +
    "database then starts on a machine that nobody chose. IN_AWS takes the type of the source, where that is an " +
    "EC2 instance, and follows it: for such sources it may be what you want, and can be accepted. Only NONE leaves the " +
    "launch template's type alone " +
    "(https://docs.aws.amazon.com/drs/latest/userguide/launch-general-settings.html).",
  fix:
    "Set targetInstanceTypeRightSizingMethod to the method of the role, in DRS and where the program declares it. NONE " +
    "keeps the type that BASIC or IN_AWS wrote into the launch template: see that it is the one you want.",
  severity: "high",
  levels: { recommended: "mandatory", strict: "mandatory" },
  supports: ["REL13-BP04", "REL13-BP03", "CP-4", "DORA-25"],
  config: {
    methods: v.optional(
      v.pipe(
        v.record(v.string(), v.pipe(v.array(v.picklist(RIGHT_SIZING_METHODS)), v.minLength(1))),
        v.description(
          'Accepted right-sizing methods by role, besides database: ["NONE"], which stays unless database is named here; any other role may use any.',
        ),
      ),
      DEFAULT_METHODS,
    ),
  },
  rolesIn: ({ methods }) => Object.keys(methods),
  judgeServer(server, { methods }) {
    // Whoever adds a role does not mean to take databases away.
    const accepted = ofRole(server, methods) ?? ofRole(server, DEFAULT_METHODS) ?? [];
    const [first] = accepted;
    if (first === undefined) {
      return NOT_APPLICABLE;
    }
    const judgement = judgeLaunchSetting(server, {
      member: "targetInstanceTypeRightSizingMethod",
      title: "right-sizing",
      accepts: (method) => method !== undefined && accepted.includes(method),
      wanted: `must be ${accepted.join(" or ")} for the role ${server.role?.trim()}`,
      code: `"${first}"`,
      options: `${OPTION} ${first}`,
    });
    return offerInAws(server, remindOfType(server, judgement), accepted);
  },
});

/** The judgement, with what to look at once NONE pins the type that DRS picked. */
function remindOfType(server: JudgedServer, judgement: Judgement): Judgement {
  const { launchTemplateId, instanceType } = server.seen?.launchTemplate ?? {};
  const picks = [server.seen?.launchConfiguration.targetInstanceTypeRightSizingMethod];
  const isPicked = picks.includes("BASIC") || picks.includes("IN_AWS");
  if (judgement.status !== "violation" || !isPicked || instanceType === undefined) {
    return judgement;
  }
  const pin = updateLaunchConfiguration(server, `${OPTION} NONE`);
  const reminder = `${pin} # then see that ${launchTemplateId} names the type you want (${instanceType} now)`;
  const advice = judgement.advice.map((each) => (each.fix === pin ? { ...each, fix: reminder } : each));
  return { ...judgement, advice };
}

/** The judgement, with how to accept IN_AWS, which keeps the type of a source that is an EC2 instance. */
function offerInAws(server: JudgedServer, judgement: Judgement, accepted: readonly RightSizingMethod[]): Judgement {
  if (judgement.status !== "violation") {
    return judgement;
  }
  const methods = JSON.stringify([...accepted, "IN_AWS"]);
  const offer = `; or, as IN_AWS keeps the source's own type, let the configuration of ${NAME} say methods: {${JSON.stringify(server.role?.trim())}: ${methods}}`;
  const advice = judgement.advice.map((each) =>
    / is IN_AWS$/.test(each.seen) ? { ...each, fix: `${each.fix}${offer}` } : each,
  );
  return { ...judgement, advice };
}
