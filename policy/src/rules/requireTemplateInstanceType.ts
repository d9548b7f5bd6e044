import { listed, type ObservedLaunchTemplate, type RightSizingMethod, roleAmong } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import {
  COMPLIANT,
  compliantWhen,
  type Judgement,
  NOT_APPLICABLE,
  Unanswerable,
  violationUnless,
} from "../judged/judgement";
import { flexibleTemplate, nameTemplate, typeNameOf } from "../judged/launchTemplate";
import { stored, template } from "../judged/observed";
import { ofRole } from "../judged/role";
import { changeLaunchConfiguration } from "../judged/serverChange";
import { changeTemplate, changeWithin } from "../judged/templateChange";
import type { JudgedServer } from "../judged/wave";
import { serverRule } from "../rule";

const NAME = /^[a-z0-9-]+(\.[a-z0-9-]+)?$/;

/** Launch templates name the instance type that a server is recovered on, one of those that its role may have. */
export const requireTemplateInstanceType = serverRule({
  name: "drs-template-require-instance-type",
  displayName: "Launch templates name an accepted instance type",
  wants:
    "The launch template names an instance type, or requirements for one, where right-sizing is NONE, and what is allowed for the role.",
  why:
    "With right-sizing NONE a recovery instance gets the type of its EC2 launch template's default version, which need " +
    "not be the source's; BASIC and IN_AWS overwrite the template's type " +
    "(https://docs.aws.amazon.com/drs/latest/userguide/launch-general-settings.html), so that with them only a type " +
    "that DRS has written already is judged, and DRS may write another before the launch. The rule does not judge " +
    "whether the Region has the type, or capacity for it. Requirements instead of a type " +
    "(https://docs.aws.amazon.com/drs/latest/userguide/flexible-instance-types.html) are a choice as well; where types are " +
    "allowed for the role, the types that the requirements list are judged, and without a list the rule cannot judge.",
  fix: "Make a version of the launch template that names the type the default version, and set right-sizing to NONE.",
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP04", "REL13-BP03", "CP-4"],
  config: {
    allowed: v.optional(
      v.pipe(
        v.record(
          v.string(),
          v.pipe(
            v.array(v.pipe(v.string(), v.regex(NAME, "expected an instance type such as r5.2xlarge"))),
            v.minLength(1),
          ),
        ),
        v.description(
          "Allowed instance types (r5.2xlarge) and families (r5) by role; a role that is not here may have any.",
        ),
      ),
      {},
    ),
  },
  rolesIn: ({ allowed }) => Object.keys(allowed),
  judgeServer(server, { allowed }) {
    const { targetInstanceTypeRightSizingMethod: method } = stored(server);
    const wish = wishFor(server, allowed);
    const flexible = flexibleTemplate(server);
    if (flexible !== undefined) {
      return wish === undefined ? COMPLIANT : judgeFlexible(flexible, wish);
    }
    const launched = template(server);
    const type = typeNameOf(server);
    if (type === undefined) {
      return judgeNameless(server, launched, wish, method);
    }
    return wish === undefined || isAccepted(type, wish) ? COMPLIANT : judgeType(server, launched, type, wish, method);
  },
});

/** What a role may have. */
interface Wish {
  /** By the name that the configuration has for it. */
  role: string;
  accepted: readonly string[];
}

function wishFor(server: JudgedServer, allowed: Readonly<Record<string, readonly string[]>>): Wish | undefined {
  const role = roleAmong(server.role, Object.keys(allowed));
  const accepted = ofRole(server, allowed);
  return role === undefined || accepted === undefined ? undefined : { role, accepted };
}

/** Who gives requirements has chosen that EC2 picks a type; it picks among those that they list. */
function judgeFlexible(
  { launched, requirements }: NonNullable<ReturnType<typeof flexibleTemplate>>,
  wish: Wish,
): Judgement {
  const { allowedInstanceTypes } = requirements;
  if (allowedInstanceTypes === undefined) {
    throw new Unanswerable("not observed", `which types the requirements of ${nameTemplate(launched)} match`);
  }
  const others = allowedInstanceTypes.filter((type) => !isAccepted(type, wish));
  const AllowedInstanceTypes = wish.accepted.map((entry) => (entry.includes(".") ? entry : `${entry}.*`));
  return compliantWhen(others.length === 0, {
    says: `could start on an instance type that is not allowed for the role ${wish.role}`,
    detail: others.join(", "),
    why: WHY,
    fix: {
      words: `let the launch template's requirements list ${listed(wish.accepted)} alone`,
      change: changeWithin(launched, "InstanceRequirements", { AllowedInstanceTypes }),
    },
  });
}

function judgeNameless(
  server: JudgedServer,
  launched: ObservedLaunchTemplate,
  wish: Wish | undefined,
  method: RightSizingMethod | undefined,
): Judgement {
  if (method === undefined) {
    throw new Unanswerable("not observed", `right-sizing of ${server.name} is not set in DRS`);
  }
  if (method !== "NONE") {
    return NOT_APPLICABLE;
  }
  return violationUnless([
    {
      says: "would start on an instance type that nobody has chosen",
      why: "right-sizing is NONE, and the launch template names no type",
      fix: {
        words: wish === undefined ? "name one in the launch template" : nameOneOf(wish),
        change: changeTemplate(launched, { InstanceType: firstOf(wish?.accepted) }),
      },
    },
  ]);
}

function judgeType(
  server: JudgedServer,
  launched: ObservedLaunchTemplate,
  type: string,
  wish: Wish,
  method: RightSizingMethod | undefined,
): Judgement {
  const edit = changeTemplate(launched, { InstanceType: firstOf(wish.accepted) });
  const isKept = method === "NONE";
  return violationUnless([
    {
      says: `would start on an instance type that is not allowed for the role ${wish.role}`,
      detail: type,
      why: WHY,
      fix: {
        words: isKept ? nameOneOf(wish) : `set right-sizing to NONE, else DRS overwrites it, and ${nameOneOf(wish)}`,
        change: isKept
          ? edit
          : [changeLaunchConfiguration(server, { path: "targetInstanceTypeRightSizingMethod", value: "NONE" }), edit],
      },
    },
  ]);
}

const WHY = "the drill would not prove the machine that the plan counts on";

function nameOneOf({ accepted }: Wish): string {
  return `name ${accepted.join(" or ")} in the launch template`;
}

/** True for a type, or a pattern of requirements, that is on the list or of a family on it. */
function isAccepted(type: string, { accepted }: Wish): boolean {
  return accepted.includes(type) || accepted.includes(familyOf(type));
}

/** The first that can be written into a template, with the size left open for a family. */
function firstOf(accepted: readonly string[] | undefined): string {
  if (accepted === undefined) {
    return "<instance type>";
  }
  return accepted.find((entry) => entry.includes(".")) ?? `${accepted[0]}.<size>`;
}

function familyOf(type: string): string {
  return type.split(".")[0] ?? type;
}
