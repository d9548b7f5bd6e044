import type { LaunchActionSettings, WholeLaunchAction } from "../../drs/types";
import { DrsRequestError } from "../../errors";
import { nameServer } from "../../vocabulary";
import { asWritten } from "../asWritten";
import type { SettingsContext } from "../context";
import { actionDifferences, addedWords, changeWords, otherwiseWords, valueDifferences } from "./changes";
import { type LiveAction, lookAtAction } from "./look";
import { holderOf } from "./orders";
import { type WantedAction, wholeAction } from "./wanted";

/** A launch action to write. */
export interface ActionToWrite {
  sourceServerId: string;
  wanted: WantedAction;
  /** Tags of the SSM parameters, which say whose they are. */
  tags: Readonly<Record<string, string>>;
  /** Another order to try where somebody has taken this one; undefined where the program gives the order. */
  nextOrder: ((actions: readonly LaunchActionSettings[]) => number | undefined) | undefined;
  /** SSM parameters that are owned and no longer wanted. */
  stale: readonly string[];
}

/** Told before each step that changes something. */
export interface ActionProgress {
  begins(order: number): void;
}

/** How often another order is looked for where somebody takes each one first. */
const ORDER_TRIES = 3;

/**
 * Writes what differs from what is stored, and looks that it is there: first the SSM parameters, which the action names, then
 * the action, then the end of those that it names no longer. Each is the same however often it is written.
 *
 * @returns what is stored then, the order, and what was changed
 * @throws {@link import("../asWritten").NotAsWrittenError} when something is not as it was written
 */
export async function writeAction(
  context: SettingsContext,
  toWrite: ActionToWrite,
  progress: ActionProgress,
): Promise<{ live: LiveAction; order: number; changed: string[] }> {
  const { sourceServerId, wanted, stale } = toWrite;
  const place = { sourceServerId, actionId: wanted.action.actionId };
  const names = [...Object.keys(wanted.ssmValues), ...stale];
  const before = await lookAtAction(context, place, names);
  const whole = toPut(toWrite, before);
  const values = valueDifferences(wanted, before.ssmValues).map(changeWords);
  if (values.length > 0) {
    progress.begins(whole.order);
    await writeValues(context, toWrite, before.ssmValues);
  }
  const changes =
    before.action === undefined ? [addedWords(whole)] : actionDifferences(whole, before.action).map(changeWords);
  const put = changes.length === 0 ? whole : await putAction(context, toWrite, whole, before, progress);
  const gone = stale.filter((name) => name in before.ssmValues);
  const live =
    changes.length + values.length === 0
      ? before
      : await readBack(context, { ...toWrite, wanted: { ...wanted, action: put } }, names);
  if (gone.length > 0) {
    progress.begins(put.order);
    await context.ssm.deleteParameters(gone);
  }
  const deleted = gone.length === 0 ? [] : [`deleted ${gone.join(", ")} in SSM`];
  return { live, order: put.order, changed: [...changes, ...values, ...deleted] };
}

/** @throws where DRS does not say a member of a predefined action, which a put would have to name */
function toPut({ sourceServerId, wanted }: ActionToWrite, { action }: LiveAction): WholeLaunchAction {
  const whole = wholeAction(wanted, action);
  if ("lacking" in whole) {
    throw new Error(
      `Writing the launch action ${wanted.action.actionId} of ${sourceServerId}: DRS does not say its ${whole.lacking.join(", ")}, ` +
        "and takes an action as a whole. Nothing was written. Fix: give them as args.",
    );
  }
  return whole.whole;
}

async function writeValues(
  { ssm, status }: SettingsContext,
  { wanted, sourceServerId, tags }: ActionToWrite,
  stored: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [name, value] of Object.entries(wanted.ssmValues)) {
    if (stored[name] === value) {
      continue;
    }
    status.show(`writing ${name}`);
    if (stored[name] === undefined) {
      const description = `A parameter of a DRS post-launch action of ${sourceServerId}`;
      await ssm.createParameter({ name, value, description, tags });
    } else {
      await ssm.overwriteParameter(name, value);
    }
  }
}

/** Puts the action; where somebody has taken its order, the next one that is free. */
async function putAction(
  context: SettingsContext,
  { sourceServerId, wanted, nextOrder }: ActionToWrite,
  whole: WholeLaunchAction,
  before: LiveAction,
  progress: ActionProgress,
): Promise<WholeLaunchAction> {
  const { actionId } = wanted.action;
  let { actions } = before;
  let action = whole;
  for (let tries = 1; ; tries += 1) {
    const holder = holderOf(actions, actionId, action.order);
    if (holder !== undefined) {
      const order = nextOrder?.(actions);
      if (order === undefined) {
        throw orderTaken(sourceServerId, action, holder);
      }
      action = { ...action, order };
    }
    context.status.show(`writing the launch action ${action.name}`);
    progress.begins(action.order);
    try {
      await context.drs.putLaunchAction(sourceServerId, action);
      return action;
    } catch (error) {
      const isTaken = error instanceof DrsRequestError && error.refused && error.awsError === "ConflictException";
      if (!isTaken || nextOrder === undefined || tries >= ORDER_TRIES) {
        throw error;
      }
      actions = await context.drs.listActionSettings(sourceServerId);
    }
  }
}

function orderTaken(sourceServerId: string, { name, order }: WholeLaunchAction, holder: LaunchActionSettings): Error {
  return new Error(
    `Writing the launch action ${name} of ${nameServer({ sourceServerId })}: order ${order} is ${holderWords(holder)}, expected a free one. ` +
      "The action was not written. Fix: give another order, or leave it out.",
  );
}

/** `that of "check" (id)`. */
export function holderWords({ name, actionId }: LaunchActionSettings): string {
  return name === undefined ? `that of the action ${actionId}` : `that of the action ${name} (${actionId})`;
}

async function readBack(
  context: SettingsContext,
  { sourceServerId, wanted }: ActionToWrite,
  names: readonly string[],
): Promise<LiveAction> {
  const { action: wantedNow } = wanted;
  const place = { sourceServerId, actionId: wantedNow.actionId };
  return asWritten(
    context,
    `the launch action ${wantedNow.name ?? wantedNow.actionId} of ${sourceServerId}`,
    async () => {
      const live = await lookAtAction(context, place, names);
      const seen = live.action === undefined ? [] : actionDifferences(wantedNow, live.action);
      const otherwise = [...seen, ...valueDifferences(wanted, live.ssmValues)].map(otherwiseWords);
      return { result: live, otherwise: live.action === undefined ? ["DRS does not list it"] : otherwise };
    },
  );
}
