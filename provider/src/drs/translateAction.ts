/** Post-launch actions as they are set up, from the SDK's shape to ours and back. Pure. */
import type { PutLaunchActionCommandInput, LaunchAction as SdkLaunchAction } from "@aws-sdk/client-drs";
import { withoutUndefined } from "../withoutUndefined";
import { flagOf, numberOf, objectOf, textOf } from "./members";
import type { LaunchActionParameter, LaunchActionSettings, WholeLaunchAction } from "./types";

/** Undefined without an id. An empty description is a description. */
export function toActionSettings(action: SdkLaunchAction): LaunchActionSettings | undefined {
  const actionId = textOf(action.actionId);
  if (actionId === undefined) {
    return undefined;
  }
  const parameters = Object.entries(objectOf(action.parameters)).map(
    ([name, value]) => [name, toParameter(value)] as const,
  );
  return withoutUndefined({
    actionId,
    actionCode: textOf(action.actionCode),
    actionVersion: textOf(action.actionVersion),
    name: textOf(action.name),
    description: typeof action.description === "string" ? action.description : undefined,
    category: textOf(action.category),
    active: flagOf(action.active),
    optional: flagOf(action.optional),
    order: numberOf(action.order),
    parameters: Object.fromEntries(parameters),
  });
}

function toParameter(value: unknown): LaunchActionParameter {
  const { type, value: text } = objectOf(value);
  return withoutUndefined({ type: textOf(type), value: textOf(text) });
}

export function toPutRequest(resourceId: string, action: WholeLaunchAction): PutLaunchActionCommandInput {
  const { category, parameters, ...rest } = action;
  const typed = Object.entries(parameters).map(([name, { type, value }]) => [name, withoutUndefined({ type, value })]);
  // Values of later versions of DRS pass as they came.
  return {
    resourceId,
    ...rest,
    category: category as NonNullable<PutLaunchActionCommandInput["category"]>,
    parameters: Object.fromEntries(typed),
  };
}
