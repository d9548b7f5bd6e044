import type { Severity } from "@pulumi/policy";
import { CONTROLS, type Control, type Framework } from "../controls";
import type { EnforcementLevel, RuleFacts } from "../rule";
import { type Flaw, flawAt, placeOf, strangers } from "./configurationFlaws";
import { didYouMean } from "./near";
import { isObject, levelFlaws } from "./settings";

const SEVERITIES: readonly Severity[] = ["low", "medium", "high", "critical"];

/** Name of a framework, or of one of its controls. */
export type FrameworkOrControl = Framework["framework"] | Control;

/** Rules that have all that is named here; one that names nothing is of every rule. */
export interface Selection {
  /** Rules of this severity and above. */
  severity?: "low" | "medium" | "high" | "critical" | undefined;
  /** Rules that support a control of this framework, or this control; of a list, any. */
  supports?: FrameworkOrControl | readonly FrameworkOrControl[] | undefined;
  /** Level of these rules. Default: the set's. */
  enforcementLevel?: EnforcementLevel | undefined;
}

/** The last selection that is of the rule; undefined when none is. Pure. */
export function selectionOf(rule: RuleFacts, selections: readonly Selection[]): Selection | undefined {
  return selections.findLast(({ severity, supports }) => {
    const isGraveEnough = severity === undefined || gravity(rule.severity) >= gravity(severity);
    return isGraveEnough && (supports === undefined || [supports].flat().some((name) => doesSupport(rule, name)));
  });
}

function gravity(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

function doesSupport({ supports }: RuleFacts, name: FrameworkOrControl): boolean {
  return supports.some((control) => control === name || CONTROLS[control].framework === name);
}

const NAMES = [...new Set(Object.values(CONTROLS).map(({ framework }) => framework)), ...Object.keys(CONTROLS)];
const MEMBERS = ["severity", "supports", "enforcementLevel"];

/** What is wrong with selections. Pure. */
export function selectionFlaws(selections: readonly unknown[]): Flaw[] {
  return selections.flatMap((selection, index) => {
    const path = ["select", index];
    return (isObject(selection) ? flawsOfOne(selection) : [flawAt([], "expected an object")]).map((flaw) => ({
      path: [...path, ...flaw.path],
      text: `${placeOf(path)}: ${flaw.text}`,
    }));
  });
}

function flawsOfOne(selection: Selection): Flaw[] {
  const { severity, supports = [], enforcementLevel } = selection;
  return [
    ...strangers(selection, MEMBERS, { of: "member", has: "a selection has" }),
    ...unknownIn("severity", severity === undefined ? [] : [severity], SEVERITIES),
    ...unknownIn("supports", [supports].flat(), NAMES),
    ...levelFlaws(undefined, enforcementLevel),
  ];
}

function unknownIn(what: string, given: readonly unknown[], names: readonly string[]): Flaw[] {
  return given
    .filter((name) => !names.some((each) => each === name))
    .map((name) => ({
      path: [what],
      text: `unknown ${what} ${JSON.stringify(name)}${didYouMean(String(name), names, `there are ${names.join(", ")}`)}`,
    }));
}
