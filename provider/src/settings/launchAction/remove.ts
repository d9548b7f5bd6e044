import type { LaunchActionSettings } from "../../drs/types";
import { nameServer } from "../../vocabulary";
import type { SettingsContext } from "../context";
import { actionDifferences, changeWords, MEMBERS } from "./changes";
import { wholeAction } from "./wanted";

/** What a delete is told of an action. */
export interface ActionToRemove {
  sourceServerId: string;
  actionId: string;
  /** The predefined action as it was; undefined for one of one's own, which is deleted. */
  before: LaunchActionSettings | undefined;
  /** As it was written here. */
  written: LaunchActionSettings | undefined;
  /** SSM parameters that this resource owns. */
  ssmNames: readonly string[];
}

/**
 * Deletes the action, or puts a predefined one back where it is still as it was written here; then its SSM parameters, which
 * nothing names any more. What is gone already is no error.
 */
export async function removeAction(context: SettingsContext, toRemove: ActionToRemove): Promise<void> {
  const { sourceServerId, actionId, before, ssmNames } = toRemove;
  if (before === undefined) {
    await context.drs.deleteLaunchAction(sourceServerId, actionId);
  } else {
    await putBack(context, toRemove, before);
  }
  if (ssmNames.length > 0) {
    await context.ssm.deleteParameters(ssmNames);
  }
}

async function putBack(
  { drs, status }: SettingsContext,
  { sourceServerId, actionId, written }: ActionToRemove,
  before: LaunchActionSettings,
): Promise<void> {
  const live = (await drs.listActionSettings(sourceServerId)).find((each) => each.actionId === actionId);
  if (live === undefined) {
    return;
  }
  const { restored, left } = planPutBack(before, written ?? before, live);
  const name = `the predefined action ${live.name ?? actionId} of ${nameServer({ sourceServerId })}`;
  if (left.length > 0) {
    status.warn(`left as they are, of ${name}: ${left.join("; ")}`);
  }
  const changes = actionDifferences(restored, live);
  const whole = wholeAction({ action: restored, ssmValues: {}, ssmParameters: {} }, live);
  if (changes.length > 0 && "whole" in whole) {
    await drs.putLaunchAction(sourceServerId, whole.whole);
    status.keep(`put back, of ${name}: ${changes.map(changeWords).join("; ")}`);
  }
}

/** Members and parameters that are still as they were written here become what they were; what others have changed is theirs. Pure. */
export function planPutBack(
  before: LaunchActionSettings,
  written: LaunchActionSettings,
  live: LaunchActionSettings,
): { restored: LaunchActionSettings; left: string[] } {
  const touched = actionDifferences(written, before);
  const others = new Map(actionDifferences(written, live).map((each) => [each.what, each]));
  const isOurs = (what: string) => touched.some((each) => each.what === what) && !others.has(what);
  const members = MEMBERS.filter(([, arg]) => isOurs(arg)).map(([member]) => [member, before[member]]);
  const parameters = Object.entries({ ...live.parameters, ...before.parameters }).flatMap(([name]) => {
    const value = (isOurs(`parameters.${name}`) ? before : live).parameters[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const left = touched.flatMap(({ what, from }) => {
    const other = others.get(what);
    // Somebody may have put it back already.
    return other === undefined || other.from === from
      ? []
      : [`${what} is ${other.from}, and was written as ${other.to}`];
  });
  return {
    restored: { ...live, ...Object.fromEntries(members), parameters: Object.fromEntries(parameters) },
    left,
  };
}
