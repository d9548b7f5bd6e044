import type { CheckResult, ResourceProvider } from "@pulumi/pulumi/dynamic";
import { clauseOf, DrsRequestError, remedyFor } from "../../errors";
import type { SettingsContext } from "../../settings/context";
import { LOOK_TIMEOUT_SECONDS } from "../../wave/context";
import { withoutUndefined } from "../../withoutUndefined";
import { checkConnection } from "../checkConnection";
import { canonical, toPlain } from "../engineValues";
import { type Flaw, toCheckFailure } from "../flaws";
import { liveStatus } from "../liveStatus";
import { type Operation, openContext, type Place, placeOf } from "../openContext";
import { parseArgs } from "../parseArgs";
import { Previews } from "../previews";
import { engineWatch } from "../providerProcess";
import { describeFailedLook } from "../requestAdvice";
import { PartialFailure } from "../savingState";
import { timeoutSeconds } from "../timeouts";
import type { OutputsOf, SettingsInputs, SettingsKind, SettingsState } from "./kind";

/** From one look to the next where something is waited for, in milliseconds. */
const POLL_MS = 1000;

/** Args of every resource that calls AWS. */
type PlaceArgs = Pick<SettingsInputs, "region" | "connection">;

/** DRS's answer about a server that it does not know, in this Region and account. */
const NOT_KNOWN = "ResourceNotFoundException";

type Open = (operation: Operation) => Promise<SettingsContext>;

/** How the engine's calls reach settings of one kind. `open` is the outside: AWS and the clock in the provider process. */
export function settingsLifecycle<Args extends PlaceArgs, Inputs extends SettingsInputs, State extends SettingsState>(
  kind: SettingsKind<Args, Inputs, State>,
  open: Open = openContext,
  previews = new Previews(),
): ResourceProvider {
  return {
    check: (olds, news) => check(kind, { olds, news }, open, previews),
    diff: async (_id, olds: State, news: Inputs) => {
      const planned = kind.planned(news, olds);
      const replaces = kind.replacedBy.filter((name) => isChanged(olds, news, name));
      const isEdited = canonical(argsOf(kind, olds)) !== canonical(argsOf(kind, news));
      // Of one that is replaced its next check speaks; one that stays as it is has no line.
      if (planned !== undefined && replaces.length === 0 && (planned.length > 0 || isEdited)) {
        previews.say(news.__urn, { text: plannedLine(planned, ONLY_ARGS), isWarning: false });
      }
      return { changes: replaces.length > 0 || (planned ?? []).length > 0 || isEdited, replaces };
    },
    create: async (inputs: Inputs) => {
      const context = await open(operationOf(inputs, "create"));
      const outs = await write(kind, context, inputs, undefined);
      return { id: kind.id(inputs), outs };
    },
    update: async (_id, olds: State, news: Inputs) => {
      const context = await open(operationOf({ ...news, region: olds.region }, "update"));
      return { outs: await write(kind, context, news, olds) };
    },
    delete: async (_id, state: State) => {
      if (!kind.keepsOnDelete(state)) {
        const context = await open(operationOf(state, "delete"));
        await advised(kind, () => kind.remove(context, state), "pulumi destroy");
      }
    },
    read: async (id, state: State) => {
      const context = await open(lookAt(placeOf(state)));
      const outputs = await advised(kind, () => kind.refresh(context, state), "pulumi refresh");
      return { id: String(id), props: toPlain({ ...state, ...outputs }) };
    },
  };
}

async function check<Args extends PlaceArgs, Inputs extends SettingsInputs, State extends SettingsState>(
  kind: SettingsKind<Args, Inputs, State>,
  { olds, news }: { olds: Record<string, unknown>; news: Record<string, unknown> },
  open: Open,
  previews: Previews,
): Promise<CheckResult> {
  const { __isPreview, __ahead, ...given } = news;
  const urn = typeof given["__urn"] === "string" ? given["__urn"] : undefined;
  if (__isPreview === true) {
    previews.add(urn);
  }
  const isNew = olds["__provider"] === undefined;
  const { args, unknown, malformed, flaws } = parseArgs(kind.schema, given);
  const wrong = [...flaws, ...kind.together(args, (name) => malformed.has(name) || unknown.has(name), given)];
  const failed = (reasons: Flaw[]): CheckResult => ({ inputs: given, failures: reasons.map(toCheckFailure) });
  if (wrong.length > 0) {
    return failed(wrong);
  }
  // Sound, as far as it is known: unknown members are left to the next check.
  const place: Place = { region: args.region, connection: args.connection, urn };
  const refused = unknown.has("connection") || unknown.has("region") ? [] : await checkConnection(place);
  if (refused.length > 0) {
    return failed(refused);
  }
  const missing = kind.lookedAtBy.filter((name) => unknown.has(name));
  if (missing.length > 0) {
    const text = `settings are read in \`up\`: ${missing.join(", ")} is not known yet`;
    previews.say(urn, { text, isWarning: false });
    return { inputs: given };
  }
  try {
    const context = await open(lookAt(place));
    const ahead = typeof __ahead === "string" ? __ahead.split(",") : undefined;
    const seen = await kind.look(context, { args, unknown, given, olds, ahead });
    const inputs = toPlain({ ...given, ...seen.inputs });
    if (isNew && seen.flaws.length === 0) {
      // Check has let nothing else pass.
      const planned = kind.planned(inputs as unknown as Inputs, undefined) ?? [];
      previews.say(urn, { text: plannedLine(planned, AS_STORED), isWarning: false });
    }
    return { inputs, failures: seen.flaws.map(toCheckFailure) };
  } catch (error) {
    const reason = describeFailedLook(error, "settings");
    if (isNew) {
      return failed([{ property: "", reason }]);
    }
    liveStatus(urn).warn(reason);
    return { inputs: given };
  }
}

/** What a resource that is new says where it has nothing to write, and one of which the args alone were edited. */
const AS_STORED = "as stored, nothing to change";
const ONLY_ARGS = "as stored: nothing is written, the args alone change";

function plannedLine(planned: readonly string[], otherwise: string): string {
  return planned.length > 0 ? `would change ${planned.join("; ")}` : otherwise;
}

/** The args, whether they are given or kept in state. */
function argsOf<Args>(
  { schema }: Pick<SettingsKind<Args, never, never>, "schema">,
  props: object,
): Record<string, unknown> {
  const entries: object = Object(schema).entries ?? {};
  const { requestedRegion, ...kept }: Record<string, unknown> = { ...props };
  const isState = "revision" in kept;
  const args = Object.entries(kept).filter(([name]) => name in entries && !(isState && name === "region"));
  const region = isState ? requestedRegion : kept["region"];
  return { ...Object.fromEntries(args), ...(region === undefined ? {} : { region }) };
}

function isChanged(olds: SettingsState, news: SettingsInputs, name: string): boolean {
  const [was, is]: unknown[] = [Object(olds)[name], Object(news)[name]];
  // A Region that the program no longer names is the one that is called as before.
  return !(name === "region" && is === undefined) && canonical(was) !== canonical(is);
}

async function write<Args, Inputs extends SettingsInputs, State extends SettingsState>(
  kind: SettingsKind<Args, Inputs, State>,
  context: SettingsContext,
  inputs: Inputs,
  state: State | undefined,
): Promise<object> {
  let latest: OutputsOf<State> | undefined;
  const toOuts = (outputs: object) => {
    const requestedRegion = inputs.region;
    return toPlain({ ...inputs, ...withoutUndefined({ requestedRegion }), region: context.drs.region, ...outputs });
  };
  const describe = () => "interrupted while settings were written: `pulumi up` goes on";
  try {
    const { outputs, line } = await engineWatch.whileRunning({ status: context.status, describe }, () =>
      kind.write(context, {
        inputs,
        state,
        save: (outputs) => {
          latest = outputs;
        },
      }),
    );
    if (line !== undefined) {
      context.status.keep(line);
    }
    context.status.show(line === undefined ? "as stored, nothing written" : "written");
    return toOuts(outputs);
  } catch (error) {
    const failure = withRemedy(kind.name, error, latest !== undefined);
    if (latest === undefined) {
      throw failure;
    }
    throw new PartialFailure(kind.id(inputs), toOuts(latest), failure);
  }
}

/** The error of a failed request says neither what is true now nor what to do. */
function withRemedy(name: string, error: unknown, hasBegun: boolean): unknown {
  if (!(error instanceof DrsRequestError)) {
    return error;
  }
  const truth = hasBegun
    ? "Some of the settings may be written; state says which were begun, and the next `pulumi up` looks."
    : "Nothing was written.";
  return new Error(
    `Writing ${name}: ${clauseOf(error)}. ${truth} Fix: ${lowered(remedyFor(error))}, then run \`pulumi up\`.`,
  );
}

async function advised<T>({ name }: { name: string }, run: () => Promise<T>, command: string): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof DrsRequestError)) {
      throw error;
    }
    const gone =
      error.awsError === NOT_KNOWN ? "; if the server has left DRS, `pulumi state delete` forgets its settings" : "";
    const remedy = lowered(remedyFor(error));
    throw new Error(
      `Reading ${name}: ${clauseOf(error)}. Its state is kept. Fix: ${remedy}, then run \`${command}\` again${gone}.`,
    );
  }
}

function lowered(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

function operationOf(
  inputs: Pick<SettingsInputs, "region" | "connection" | "__urn" | "customTimeouts">,
  operation: "create" | "update" | "delete",
): Operation {
  return { ...placeOf(inputs), timeoutSeconds: timeoutSeconds(operation, inputs.customTimeouts), pollMs: POLL_MS };
}

function lookAt(place: Place): Operation {
  return { ...place, timeoutSeconds: LOOK_TIMEOUT_SECONDS, pollMs: POLL_MS };
}
