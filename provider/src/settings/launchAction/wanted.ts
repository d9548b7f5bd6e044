/** A launch action as the program wants it. Pure. */
import type { LaunchActionParameter, LaunchActionSettings, WholeLaunchAction } from "../../drs/types";
import type { LaunchActionIntent, LaunchActionValue } from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import { ssmNameOf } from "./names";

/** What an action of one's own is where the program does not say. */
export const ACTION_DEFAULTS = {
  documentVersion: "$DEFAULT",
  description: "Managed by DrillWave",
  category: "VALIDATION",
  optional: false,
  active: true,
} as const;

/** What is wanted of an action, and what its SSM parameters hold. */
export interface WantedAction {
  /** Every member of an action of one's own; of a predefined one, those that the program names. */
  action: LaunchActionSettings;
  /** Texts by the names of their SSM parameters. */
  ssmValues: Record<string, string>;
  /** The names of those SSM parameters by the action's parameters. */
  ssmParameters: Record<string, string>;
}

/** What a wanted action rests on besides the program. */
export interface WantedFrom {
  actionId: string;
  /** The resource's name. */
  resource: string;
  /** For an action of one's own; undefined where a predefined one keeps its own. */
  order: number | undefined;
  /** A predefined action as it was before; its parameters stay where the program names none. */
  before: LaunchActionSettings | undefined;
}

export function wantedAction(args: LaunchActionIntent, from: WantedFrom): WantedAction {
  const { actionId, before } = from;
  const given = Object.entries(args.parameters ?? {});
  const own = given.map(([name, value]) => [name, toParameter(actionId, name, value)] as const);
  const texts = given.flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : []));
  const action: LaunchActionSettings = withoutUndefined({
    actionId,
    ...(args.predefined === undefined ? ownMembers(args, from) : namedMembers(args)),
    parameters: { ...(args.predefined === undefined ? {} : before?.parameters), ...Object.fromEntries(own) },
  });
  return {
    action,
    ssmValues: Object.fromEntries(texts.map(([name, value]) => [ssmNameOf(actionId, name), value])),
    ssmParameters: Object.fromEntries(texts.map(([name]) => [name, ssmNameOf(actionId, name)])),
  };
}

function ownMembers(args: LaunchActionIntent, { resource, order }: WantedFrom) {
  const { document, documentVersion, name, description, category, optional, active } = { ...ACTION_DEFAULTS, ...args };
  return {
    actionCode: document,
    actionVersion: documentVersion,
    name: name ?? defaultName(resource),
    description,
    category,
    optional,
    active,
    order: args.order ?? order,
  };
}

/** Whether it runs and what its failure means is the program's to say, with the same defaults as for its own actions. */
function namedMembers(args: LaunchActionIntent) {
  const { documentVersion, name, description, category, order } = args;
  const { optional = ACTION_DEFAULTS.optional, active = ACTION_DEFAULTS.active } = args;
  return { actionVersion: documentVersion, name, description, category, order, optional, active };
}

/** The resource's name with what DRS does not take in names as dashes. */
export function defaultName(resource: string): string {
  const text = resource.replace(/[^A-Za-z0-9 /_-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "");
  return (text === "" ? "action" : text).slice(0, 256);
}

function toParameter(actionId: string, name: string, value: LaunchActionValue): LaunchActionParameter {
  if (typeof value === "string") {
    return { type: "SSM_STORE", value: ssmNameOf(actionId, name) };
  }
  return "dynamic" in value
    ? { type: "DYNAMIC", value: value.dynamic }
    : { type: "SSM_STORE", value: value.ssmParameter };
}

/** The members that DRS asks for at every put. */
const MEMBERS = [
  "actionCode",
  "actionVersion",
  "name",
  "description",
  "category",
  "active",
  "optional",
  "order",
] as const;

/** The action to put: what is wanted, and of a predefined one what is there. `lacking` names what DRS does not say. */
export function wholeAction(
  { action }: WantedAction,
  live: LaunchActionSettings | undefined,
): { whole: WholeLaunchAction } | { lacking: string[] } {
  const merged = { ...live, ...action };
  const lacking = MEMBERS.filter((member) => merged[member] === undefined);
  // Complete: every member is there.
  return lacking.length > 0 ? { lacking } : { whole: merged as WholeLaunchAction };
}
