import { attempt, COMPLIANT, NOT_APPLICABLE, violationUnless } from "../judged/judgement";
import { templateOf } from "../judged/launchTemplate";
import { metadataDefaults } from "../judged/observed";
import { changeWithin } from "../judged/templateChange";
import type { JudgedServer } from "../judged/wave";
import { serverRule } from "../rule";

/** Recovery instances serve their metadata to sessions alone. */
export const requireImdsv2 = serverRule({
  name: "drs-template-require-imdsv2",
  displayName: "Recovery instances require IMDSv2",
  wants: "The launch template, or else the account's default, requires IMDSv2 (httpTokens required).",
  why:
    "IMDSv2 asks for a session token, which protects the instance's credentials against request forgery in ways that " +
    "IMDSv1 does not (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html). " +
    "A launch template that says nothing leaves it to the account's default of the Region, then to the image " +
    "(https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html): a default of required " +
    "counts (ec2:GetInstanceMetadataDefaults), the image that DRS makes is not looked at, nor whether software on the " +
    "server still needs IMDSv1. AWS Config's ec2-launch-template-imdsv2-check judges the template alone.",
  fix:
    "Let the launch template say HttpTokens: required in its MetadataOptions, together with whatever else it says " +
    "there: a new version replaces MetadataOptions as a whole, and the command of a message repeats it.",
  severity: "medium",
  levels: { recommended: "disabled", strict: "mandatory" },
  supports: ["AC-6"],
  config: {},
  judgeServer(server) {
    const launched = templateOf(server, "MetadataOptions");
    if (launched.httpTokens === "required") {
      return COMPLIANT;
    }
    const defaults = launched.httpTokens === undefined ? metadataDefaults(server) : undefined;
    if (defaults?.httpTokens === "required") {
      return COMPLIANT;
    }
    // Then there is no launch, as drs-template-require-possible-launch tells.
    if (isRefused(server)) {
      return NOT_APPLICABLE;
    }
    return violationUnless([
      {
        says: "would answer metadata requests without a session token (IMDSv1)",
        why: "a forged request could take the instance's credentials",
        fix: {
          words: "require IMDSv2 in the launch template",
          change: changeWithin(launched, "MetadataOptions", { HttpTokens: "required" }),
        },
      },
    ]);
  },
});

function isRefused(server: JudgedServer): boolean {
  return attempt(
    () => metadataDefaults(server).httpTokensEnforced === "enabled",
    () => false,
  );
}
