import type { ObservedLaunchTemplate, RightSizingMethod } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import {
  COMPLIANT,
  compliantWhen,
  type Judgement,
  NOT_APPLICABLE,
  Unanswerable,
  violationUnless,
} from "../judged/judgement";
import { updateLaunchConfiguration } from "../judged/launchSetting";
import { editRequirements, editTemplate, flexibleTemplate, nameTemplate, typeNameOf } from "../judged/launchTemplate";
import { stored, template } from "../judged/observed";
import { ofRole } from "../judged/role";
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
    const accepted = ofRole(server, allowed);
    const flexible = flexibleTemplate(server);
    if (flexible !== undefined) {
      return accepted === undefined ? COMPLIANT : judgeFlexible(server, flexible, accepted);
    }
    const launched = template(server);
    const type = typeNameOf(server);
    if (type === undefined) {
      return judgeNameless(server, launched, accepted, method);
    }
    return accepted === undefined ? COMPLIANT : judgeType(server, launched, type, accepted, method);
  },
});

/** Who gives requirements has chosen that EC2 picks a type; it picks among those that they list. */
function judgeFlexible(
  server: JudgedServer,
  { launched, requirements }: NonNullable<ReturnType<typeof flexibleTemplate>>,
  accepted: readonly string[],
): Judgement {
  const { allowedInstanceTypes } = requirements;
  if (allowedInstanceTypes === undefined) {
    throw new Unanswerable("not observed", `which types the requirements of ${nameTemplate(launched)} match`);
  }
  const others = allowedInstanceTypes.filter((type) => !accepted.includes(type) && !accepted.includes(familyOf(type)));
  return compliantWhen(others.length === 0, {
    seen: `the requirements of ${nameTemplate(launched)} allow ${others.join(", ")}`,
    wanted: wish(server, accepted),
    fix: editRequirements(launched, {
      AllowedInstanceTypes: accepted.map((entry) => (entry.includes(".") ? entry : `${entry}.*`)),
    }),
  });
}

function judgeNameless(
  server: JudgedServer,
  launched: ObservedLaunchTemplate,
  accepted: readonly string[] | undefined,
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
      seen: `${nameTemplate(launched)} names no instance type, and right-sizing stored in DRS is NONE`,
      wanted: accepted === undefined ? "must name one" : wish(server, accepted),
      fix: editTemplate(launched, { InstanceType: firstOf(accepted) }),
    },
  ]);
}

function judgeType(
  server: JudgedServer,
  launched: ObservedLaunchTemplate,
  type: string,
  accepted: readonly string[],
  method: RightSizingMethod | undefined,
): Judgement {
  const edit = editTemplate(launched, { InstanceType: firstOf(accepted) });
  const keep = updateLaunchConfiguration(server, "--target-instance-type-right-sizing-method NONE");
  return compliantWhen(accepted.includes(type) || accepted.includes(familyOf(type)), {
    seen: `instance type of ${nameTemplate(launched)} is ${type}`,
    wanted: wish(server, accepted),
    fix: method === "NONE" ? edit : `${keep} && ${edit}`,
  });
}

function wish({ role }: JudgedServer, accepted: readonly string[]): string {
  return `must be ${accepted.join(" or ")} for the role ${role?.trim()}`;
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
