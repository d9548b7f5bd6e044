import * as v from "valibot";
import { compliantWhen, NOT_APPLICABLE, Unanswerable } from "../judged/judgement";
import { editTemplate, nameTemplate, templateType } from "../judged/launchTemplate";
import { template } from "../judged/observed";
import { ofRole } from "../judged/role";
import { serverRule } from "../rule";

const MODES = ["legacy-bios", "uefi"] as const;

/** Servers of a role are launched on an instance type that boots the way they do. */
export const requireBootMode = serverRule({
  name: "drs-template-require-boot-mode",
  displayName: "Instance types boot as the servers do",
  wants: "The launch template's instance type supports the boot mode of the server's role.",
  why:
    "DRS stores no boot mode, while EC2 tells which ones an instance type supports (DescribeInstanceTypes, " +
    "SupportedBootModes) and an instance boots only in one that its type supports " +
    "(https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-boot.html). The rule judges the type alone: not how the " +
    "source boots, nor the image that DRS makes of it.",
  fix: "Let the launch template name an instance type that supports the boot mode (filter supported-boot-mode).",
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP03", "REL13-BP04", "CP-4"],
  config: {
    modes: v.optional(
      v.pipe(
        v.record(v.string(), v.picklist(MODES)),
        v.description("Boot mode of the servers by role; a role that is not here may have any."),
      ),
      {},
    ),
  },
  rolesIn: ({ modes }) => Object.keys(modes),
  judgeServer(server, { modes }) {
    const mode = ofRole(server, modes);
    if (mode === undefined) {
      return NOT_APPLICABLE;
    }
    const type = templateType(server);
    if (type === undefined) {
      return NOT_APPLICABLE;
    }
    if (type.bootModes.length === 0) {
      throw new Unanswerable("not observed", `EC2 does not report the boot modes of ${type.name}`);
    }
    const launched = template(server);
    return compliantWhen(type.bootModes.includes(mode), {
      seen: `${type.name} of ${nameTemplate(launched)} boots by ${type.bootModes.join(" or ")}`,
      wanted: `must support ${mode} for the role ${server.role?.trim()}`,
      fix: editTemplate(launched, { InstanceType: `<type that supports ${mode}>` }),
    });
  },
});
