import { compliantWhen } from "../judged/judgement";
import { waveRule } from "../rule";

/** No drill runs on launch settings that nobody has read. */
export const disallowDefaultSettings = waveRule({
  name: "drs-wave-disallow-default-settings",
  displayName: "No assumed launch settings",
  wants: "A wave whose launch configurations cannot be read is not started on assumed defaults.",
  why:
    'With onUnreadableLaunchConfiguration "useDefaults" a drill starts although the settings that DRS launches by could ' +
    "not be read: rules about them cannot judge, and what the program declares is compared with nothing. DRS launches " +
    "by what it has stored, not by what was assumed. Most often a permission is missing: drs:GetLaunchConfiguration.",
  fix: "Leave out onUnreadableLaunchConfiguration, and give the caller drs:GetLaunchConfiguration.",
  severity: "high",
  levels: { recommended: "mandatory", strict: "mandatory" },
  supports: ["REL13-BP04", "CP-4"],
  config: {},
  judgeWave({ inputs }) {
    return compliantWhen(inputs.onUnreadableLaunchConfiguration !== "useDefaults", {
      seen: "onUnreadableLaunchConfiguration is useDefaults",
      wanted: "must be fail",
      fix: 'onUnreadableLaunchConfiguration: "fail"',
    });
  },
});
