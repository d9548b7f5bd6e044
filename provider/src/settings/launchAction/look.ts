import type { LaunchActionSettings } from "../../drs/types";
import type { StoredLaunchActionFacts } from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import type { SettingsContext } from "../context";

/** A server's actions, and what is stored of one of them. */
export interface LiveAction {
  /** Every action of the server. */
  actions: LaunchActionSettings[];
  /** The one in question; undefined when DRS does not have it. */
  action: LaunchActionSettings | undefined;
  /** Texts in SSM, by the names of their parameters. */
  ssmValues: Record<string, string>;
}

/** Reads an action and these SSM parameters as they are now. Changes nothing. */
export async function lookAtAction(
  { drs, ssm }: Pick<SettingsContext, "drs" | "ssm">,
  { sourceServerId, actionId }: { sourceServerId: string; actionId: string },
  ssmNames: readonly string[],
): Promise<LiveAction> {
  const [actions, parameters] = await Promise.all([
    drs.listActionSettings(sourceServerId),
    ssmNames.length === 0 ? [] : ssm.listParameters(ssmNames),
  ]);
  return {
    actions,
    action: actions.find((each) => each.actionId === actionId),
    ssmValues: Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
  };
}

/** What is stored, as inputs and state keep it. Pure. */
export function toStoredFacts({ action, ssmValues }: LiveAction, postLaunchEnabled?: boolean): StoredLaunchActionFacts {
  return withoutUndefined({ action, ssmValues, postLaunchEnabled });
}
