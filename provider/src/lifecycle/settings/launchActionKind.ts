import type { LaunchActionSettings } from "../../drs/types";
import { actionDifferences, addedWords, changeWords, valueDifferences } from "../../settings/launchAction/changes";
import { documentNotes, lookAtDocument } from "../../settings/launchAction/document";
import { actionFlaws, parameterFlaws, secretFlaws } from "../../settings/launchAction/flaws";
import { lookAtAction, toStoredFacts } from "../../settings/launchAction/look";
import { actionIdOf, ssmNameOf } from "../../settings/launchAction/names";
import { holderOf, MOST_ACTIONS, ServerOrders } from "../../settings/launchAction/orders";
import { findPredefined, noPredefined } from "../../settings/launchAction/predefined";
import { removeAction } from "../../settings/launchAction/remove";
import { ACTION_DEFAULTS, defaultName, type WantedAction, wantedAction } from "../../settings/launchAction/wanted";
import { holderWords, writeAction } from "../../settings/launchAction/write";
import {
  type LaunchActionIntent,
  type LaunchActionOutputs,
  nameServer,
  parseUrn,
  type StoredLaunchActionFacts,
  UNKNOWN_VALUE,
} from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import { canonical } from "../engineValues";
import type { Flaw } from "../flaws";
import type { Look, SettingsInputs, SettingsKind, SettingsState, Write } from "./kind";
import { launchActionSchema } from "./launchActionSchema";
import { revisionOf } from "./revision";

/** A launch action's inputs: its args, and what check adds. */
export interface LaunchActionInputs extends LaunchActionIntent, SettingsInputs {
  /** Of the URN at the first check, or of the predefined action; kept from then on. */
  actionId: string;
  /** The order that check has chosen where the program gives none; absent for a predefined action. */
  chosenOrder?: number;
  /** The action as it is stored; absent when it was not read. */
  stored?: StoredLaunchActionFacts;
}

/** A launch action in state. */
export interface LaunchActionState
  extends Omit<LaunchActionInputs, "region" | "stored">,
    LaunchActionOutputs,
    SettingsState {
  region: string;
  __provider: string;
}

type Kind = SettingsKind<LaunchActionIntent, LaunchActionInputs, LaunchActionState>;
type Context = Parameters<Kind["look"]>[0];

/** One post-launch action of one server, as a resource. `orders` are those of one process. */
export function launchActionKind(orders = new ServerOrders()): Kind {
  return {
    name: "LaunchAction",
    schema: launchActionSchema,
    lookedAtBy: ["region", "connection", "sourceServerId", "predefined"],
    replacedBy: ["region", "sourceServerId", "predefined"],
    together: (args, isUnsound, given) => [
      ...actionFlaws(args, isUnsound),
      ...parameterFlaws(given["parameters"]),
      ...secretFlaws(given["__secretParameters"]),
    ],
    look: (context, look) => lookAt(orders, context, look),
    planned,
    id: ({ actionId }) => actionId,
    write: (context, write) =>
      orders.oneAtATime(serverKey(context, write.inputs), () => writeOne(orders, context, write)),
    keepsOnDelete: () => false,
    remove: (context, state) =>
      orders.oneAtATime(serverKey(context, state), () => removeAction(context, toRemove(state))),
    refresh: async (context, state) => {
      const live = await lookAtAction(context, state, Object.values(state.ssmParameters));
      return { revision: state.revision, stored: toStoredFacts(live) };
    },
  };
}

/** Equal for the same server over the same connection. */
function serverKey({ drs }: Context, props: Pick<LaunchActionInputs, "sourceServerId" | "connection">): string {
  return canonical([drs.region, props.connection ?? null, props.sourceServerId]);
}

function resourceName(urn: string | undefined): string {
  return parseUrn(urn ?? "")?.name ?? "";
}

async function lookAt(
  orders: ServerOrders,
  context: Context,
  { given, olds }: Look<LaunchActionIntent>,
): ReturnType<Kind["look"]> {
  // Sound: check has let nothing else pass.
  const [args, old] = [given, olds] as unknown as [LaunchActionInputs, Partial<LaunchActionInputs>];
  const [actions, { settings }] = await Promise.all([
    context.drs.listActionSettings(args.sourceServerId),
    context.drs.getLaunchConfiguration(args.sourceServerId),
  ]);
  const target = targetOf(args, old, actions);
  if ("flaw" in target) {
    return { inputs: {}, flaws: [target.flaw] };
  }
  const { actionId, action } = target;
  const chosen = orderOf(orders, serverKey(context, args), { args, old, target, actions });
  const texts = Object.entries(args.parameters ?? {}).filter(([, value]) => typeof value === "string");
  const names = texts.map(([name]) => ssmNameOf(actionId, name));
  const parameters = names.length === 0 ? [] : await context.ssm.listParameters(names);
  const ssmValues = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
  const stored = withoutUndefined({ action, ssmValues, postLaunchEnabled: settings.postLaunchEnabled });
  await sayNotes(context, args, stored);
  const inputs = { actionId, stored, ...("order" in chosen ? { chosenOrder: chosen.order } : {}) };
  return { inputs, flaws: "flaw" in chosen ? [chosen.flaw] : [] };
}

interface Target {
  actionId: string;
  action: LaunchActionSettings | undefined;
}

/** Which action it is: the one of the first check, else the predefined one, else one of the resource's own. */
function targetOf(
  args: LaunchActionInputs,
  old: Partial<LaunchActionInputs>,
  actions: readonly LaunchActionSettings[],
): Target | { flaw: Flaw } {
  const isSame =
    old.sourceServerId === args.sourceServerId && old.predefined === args.predefined && old.region === args.region;
  if (args.predefined !== undefined) {
    const known = isSame ? actions.find(({ actionId }) => actionId === old.actionId) : undefined;
    const action = known ?? findPredefined(actions, args.predefined);
    return action === undefined
      ? { flaw: { property: "predefined", reason: noPredefined(actions, args.predefined) } }
      : { actionId: action.actionId, action };
  }
  const actionId = (isSame ? old.actionId : undefined) ?? actionIdOf(args.__urn ?? "", args.sourceServerId);
  return { actionId, action: actions.find((each) => each.actionId === actionId) };
}

interface OrderFrom {
  args: LaunchActionInputs;
  old: Partial<LaunchActionInputs>;
  target: Target;
  actions: readonly LaunchActionSettings[];
}

/** The order that is chosen where the program gives none, or why the given one cannot be. */
function orderOf(
  orders: ServerOrders,
  server: string,
  { args, old, target, actions }: OrderFrom,
): { order: number } | { flaw: Flaw } | Record<never, never> {
  const { actionId, action } = target;
  const name = args.name ?? resourceName(args.__urn);
  if (args.order === undefined && args.predefined !== undefined) {
    return {};
  }
  if (action === undefined && actions.length >= MOST_ACTIONS) {
    const reason = `has ${actions.length} launch actions, and DRS takes ${MOST_ACTIONS} a server`;
    return { flaw: { property: "sourceServerId", reason } };
  }
  if (args.order === undefined) {
    const kept = old.actionId === actionId ? old.chosenOrder : undefined;
    const order = kept ?? action?.order ?? orders.firstFree(server, actionId, actions);
    if (order === undefined) {
      return { flaw: { property: "order", reason: "is missing, and none is free on the server" } };
    }
    orders.claim(server, actionId, { order, isGiven: false, name });
    return { order };
  }
  // A text for what is not known yet.
  if (typeof args.order !== "number") {
    return {};
  }
  const rival = orders.rivalOf(server, actionId, args.order);
  const holder = holderOf(actions, actionId, args.order);
  orders.claim(server, actionId, { order: args.order, isGiven: true, name });
  if (rival !== undefined) {
    const how = rival.isGiven ? "has too" : "has been given, because it names none";
    return {
      flaw: {
        property: "order",
        reason: `is ${args.order}, which ${rival.name} ${how}: an order is unique on a server`,
      },
    };
  }
  return holder === undefined || action?.order === args.order
    ? {}
    : {
        flaw: {
          property: "order",
          reason: `is ${args.order}, which is ${holderWords(holder)}: give a free one, or leave it out`,
        },
      };
}

/** What is told at every check, because a drill would find it out after its launch. */
async function sayNotes(context: Context, args: LaunchActionInputs, stored: StoredLaunchActionFacts): Promise<void> {
  const { status } = context;
  const { active = ACTION_DEFAULTS.active, documentVersion = ACTION_DEFAULTS.documentVersion } = args;
  if (active === true && stored.postLaunchEnabled === false) {
    status.warn(
      `${nameServer(args)} runs no post-launch action, this one included, until its launch configuration has postLaunchEnabled: ` +
        "true (an arg of LaunchConfiguration)",
    );
  }
  const { document } = args;
  const isKnown = document !== undefined && document !== UNKNOWN_VALUE && documentVersion !== UNKNOWN_VALUE;
  if (isKnown) {
    const facts = await lookAtDocument(context, document, documentVersion);
    const given = Object.keys(args.parameters ?? {});
    for (const note of documentNotes(facts, document, documentVersion, given)) {
      status.warn(note);
    }
  }
}

function wantedOf(inputs: LaunchActionInputs, state: LaunchActionState | undefined): WantedAction {
  const { actionId, chosenOrder, stored } = inputs;
  return wantedAction(inputs, {
    actionId,
    resource: resourceName(inputs.__urn),
    order: chosenOrder,
    before: inputs.predefined === undefined ? undefined : (state?.before ?? stored?.action),
  });
}

/** SSM parameters that the resource owns and that the action no longer names, by the names of the action's parameters. */
function staleOf(wanted: WantedAction, state: LaunchActionState | undefined): [string, string][] {
  const owned = Object.entries(state?.actionId === wanted.action.actionId ? state.ssmParameters : {});
  return owned.filter(([, ssmName]) => !(ssmName in wanted.ssmValues));
}

function planned(inputs: LaunchActionInputs, state: LaunchActionState | undefined): string[] {
  const { stored } = inputs;
  if (stored === undefined) {
    return [];
  }
  const wanted = wantedOf(inputs, state);
  const stale = staleOf(wanted, state);
  if (stored.action === undefined) {
    return [`the launch actions of ${nameServer(inputs)}: ${addedWords(wanted.action)}`];
  }
  return [
    ...actionDifferences(wanted.action, stored.action).map(changeWords),
    ...valueDifferences(wanted, stored.ssmValues).map(changeWords),
    ...(stale.length === 0 ? [] : [`SSM: deletes ${stale.map(([, ssmName]) => ssmName).join(", ")}`]),
  ];
}

async function writeOne(
  orders: ServerOrders,
  context: Context,
  { inputs, state, save }: Write<LaunchActionInputs, LaunchActionState>,
): ReturnType<Kind["write"]> {
  const wanted = wantedOf(inputs, state);
  const { actionId } = inputs;
  const server = serverKey(context, inputs);
  const stale = staleOf(wanted, state);
  const before = inputs.predefined === undefined ? undefined : (state?.before ?? inputs.stored?.action);
  const fixed = withoutUndefined({ actionId, before });
  const nextOrder = (actions: readonly LaunchActionSettings[]) => orders.firstFree(server, actionId, actions);
  const { live, order, changed } = await writeAction(
    context,
    {
      sourceServerId: inputs.sourceServerId,
      wanted,
      tags: tagsOf(inputs),
      nextOrder: inputs.order === undefined && inputs.predefined === undefined ? nextOrder : undefined,
      stale: stale.map(([, ssmName]) => ssmName),
    },
    {
      begins: (assignedOrder) =>
        save(
          withoutUndefined({
            ...fixed,
            revision: state?.revision ?? "",
            assignedOrder,
            ssmParameters: { ...Object.fromEntries(stale), ...wanted.ssmParameters },
            written: state?.written,
            stored: state?.stored ?? inputs.stored ?? { ssmValues: {} },
          }),
        ),
    },
  );
  const written = { ...wanted.action, ...(wanted.action.order === undefined ? {} : { order }) };
  const outputs = {
    ...fixed,
    revision: revisionOf([written, wanted.ssmValues]),
    assignedOrder: order,
    ssmParameters: wanted.ssmParameters,
    written,
    stored: toStoredFacts(live),
  };
  return changed.length === 0 ? { outputs } : { outputs, line: `changed ${changed.join("; ")}` };
}

/** Whose an SSM parameter is, for a person who finds it. A tag's value has 256 characters. */
function tagsOf({ sourceServerId, __urn, actionId }: LaunchActionInputs): Record<string, string> {
  const name = defaultName(resourceName(__urn));
  return { ManagedBy: "DrillWave", DrsSourceServer: sourceServerId, DrsLaunchAction: actionId, PulumiResource: name };
}

function toRemove({ sourceServerId, actionId, before, written, ssmParameters }: LaunchActionState) {
  return { sourceServerId, actionId, before, written, ssmNames: Object.values(ssmParameters) };
}
