import { RIGHT_SIZING_METHODS, type RightSizingMethod } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import type { Fact } from "../judged/fact";
import { type Judgement, NOT_APPLICABLE } from "../judged/judgement";
import { judgeLaunchSetting } from "../judged/launchSetting";
import { ofRole } from "../judged/role";
import type { JudgedServer } from "../judged/wave";
import { serverRule } from "../rule";

const NAME = "drs-server-require-right-sizing";
const DEFAULT_METHODS = { database: ["NONE"] } satisfies Record<string, RightSizingMethod[]>;

const OPTION = "--target-instance-type-right-sizing-method";

/** Servers of a role are launched by the right-sizing method that their role needs. */
export const requireRightSizing = serverRule({
  name: NAME,
  displayName: "Right-sizing is what the role needs",
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
  judgeServer(server, { methods }) {
    // Whoever adds a role does not mean to take databases away.
    const accepted = ofRole(server, methods) ?? ofRole(server, DEFAULT_METHODS) ?? [];
    const [first] = accepted;
    if (first === undefined) {
      return NOT_APPLICABLE;
    }
    const judgement = judgeLaunchSetting(server, {
      member: "targetInstanceTypeRightSizingMethod",
      accepts: (method) => method !== undefined && accepted.includes(method),
      says: (method) =>
        `${EFFECTS[method ?? "unset"]}, where the role ${server.role?.trim()} needs ${accepted.join(" or ")}`,
      why: "nobody has chosen that machine",
      code: `"${first}"`,
      options: `${OPTION} ${first}`,
    });
    return withFixes(judgement, server, accepted);
  },
});

/** What each method does at the launch. */
const EFFECTS: Record<RightSizingMethod | "unset", string> = {
  NONE: "would start on the launch template's instance type (right-sizing NONE)",
  BASIC: "would start on an instance type that DRS picks (right-sizing BASIC)",
  IN_AWS: "would start on the type that the source has (right-sizing IN_AWS)",
  unset: "would start with right-sizing that is not set",
};

/** The judgement, with what to look at once NONE pins the type that DRS wrote, and how to accept IN_AWS. */
function withFixes(judgement: Judgement, server: JudgedServer, accepted: readonly RightSizingMethod[]): Judgement {
  if (judgement.status !== "violation") {
    return judgement;
  }
  const method = server.seen?.launchConfiguration.targetInstanceTypeRightSizingMethod;
  const type = server.seen?.launchTemplate?.instanceType;
  const pins = accepted[0] === "NONE" && (method === "BASIC" || method === "IN_AWS");
  const facts = judgement.facts.map((fact): Fact => {
    const { change } = fact.fix;
    if (change === undefined) {
      return fact;
    }
    const role = JSON.stringify(server.role?.trim());
    const words = [
      ...(pins ? ["NONE keeps the type of the launch template: see that it is the one you want"] : []),
      ...(method === "IN_AWS" ? [`or accept it (methods: {${role}: ${JSON.stringify([...accepted, method])}})`] : []),
    ];
    const detail = pins && type !== undefined ? { detail: `${type} now` } : {};
    return { ...fact, ...detail, fix: { change, ...(words.length === 0 ? {} : { words: words.join("; ") }) } };
  });
  return { status: "violation", facts };
}
