import { compliantWhen } from "../judged/judgement";
import { editStructure, nameTemplate, templateOf } from "../judged/launchTemplate";
import { serverRule } from "../rule";

/** Recovery instances serve their metadata to sessions alone. */
export const requireImdsv2 = serverRule({
  name: "drs-template-require-imdsv2",
  displayName: "Recovery instances require IMDSv2",
  wants: "The launch template requires IMDSv2 (httpTokens required).",
  why:
    "IMDSv2 asks for a session token, which protects the instance's credentials against request forgery in ways that " +
    "IMDSv1 does not (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html). " +
    "The rule judges the launch template alone: not the account's default, nor whether software on the server still " +
    "needs IMDSv1.",
  fix:
    "Let the launch template say HttpTokens: required in its MetadataOptions, together with whatever else it says " +
    "there: a new version replaces MetadataOptions as a whole, and the command of a message repeats it.",
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP04", "REL13-BP03"],
  config: {},
  judgeServer(server) {
    const launched = templateOf(server, "MetadataOptions");
    return compliantWhen(launched.httpTokens === "required", {
      seen: `httpTokens of ${nameTemplate(launched)} is ${launched.httpTokens ?? "not set"}`,
      wanted: "must be required",
      fix: editStructure(launched, "MetadataOptions", { HttpTokens: "required" }),
    });
  },
});
