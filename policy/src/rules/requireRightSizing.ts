import { RIGHT_SIZING_METHODS, type RightSizingMethod, roleAmong } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import type { Fact } from "../judged/fact";
import { type Judgement, NOT_APPLICABLE } from "../judged/judgement";
import { judgeLaunchSetting } from "../judged/launchSetting";
import { ofRole } from "../judged/role";
import type { JudgedServer } from "../judged/wave";
import { serverRule } from "../rule";

const NAME = "drs-server-require-right-sizing";
const DEFAULT_METHODS = { database: ["NONE"] } satisfies Record<string, RightSizingMethod[]>;

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
  rolesIn: ({ methods }) => Object.keys(methods),
  judgeServer(server, { methods }) {
    // Whoever adds a role does not mean to take databases away.
    const role = roleAmong(server.role, [...Object.keys(methods), ...Object.keys(DEFAULT_METHODS)]);
    const accepted = ofRole(server, methods) ?? ofRole(server, DEFAULT_METHODS) ?? [];
    const [first] = accepted;
    if (role === undefined || first === undefined) {
      return NOT_APPLICABLE;
    }
    const judgement = judgeLaunchSetting(server, {
      member: "targetInstanceTypeRightSizingMethod",
      accepts: (method) => method !== undefined && accepted.includes(method),
      says: (method) => `${effectOf(method).says}, where the role ${role} needs ${accepted.join(" or ")}`,
      why: (method) => effectOf(method).why,
      wanted: first,
    });
    return withWords(judgement, server, { role, accepted });
  },
});

/** What each method does at the launch, and why that may not be wanted. */
const EFFECTS: Record<RightSizingMethod | "unset", { says: string; why: string }> = {
  NONE: {
    says: "would start on the launch template's instance type (right-sizing NONE)",
    why: "it stays what it is when the source grows",
  },
  BASIC: {
    says: "would start on an instance type that DRS picks (right-sizing BASIC)",
    why: "nobody has chosen or tried that machine",
  },
  IN_AWS: {
    says: "would start on the instance type of the source (right-sizing IN_AWS)",
    why: "it overwrites what the launch template names",
  },
  unset: { says: "would start with a right-sizing that is not set", why: "the instance type is not known before" },
};

function effectOf(method: RightSizingMethod | undefined): { says: string; why: string } {
  return EFFECTS[method ?? "unset"];
}

/** The judgement, with what to look at once NONE pins the type that DRS wrote, and how to accept IN_AWS. */
function withWords(
  judgement: Judgement,
  server: JudgedServer,
  { role, accepted }: { role: string; accepted: readonly RightSizingMethod[] },
): Judgement {
  if (judgement.status !== "violation") {
    return judgement;
  }
  const method = server.seen?.launchConfiguration.targetInstanceTypeRightSizingMethod;
  const type = server.seen?.launchTemplate?.instanceType;
  const pins = accepted[0] === "NONE" && (method === "BASIC" || method === "IN_AWS");
  const accept = `methods: ${JSON.stringify({ [role]: [...accepted, method] })}`;
  const words =
    `set ${accepted[0]}` +
    (pins ? ", and see that the launch template's type is the one you want" : "") +
    (method === "IN_AWS" ? `, or accept it (${accept})` : "");
  const facts = judgement.facts.map((fact): Fact => {
    const { change } = fact.fix;
    const detail = pins && type !== undefined ? { detail: `${type} now` } : {};
    return change === undefined ? fact : { ...fact, ...detail, fix: { words, change } };
  });
  return { status: "violation", facts };
}
