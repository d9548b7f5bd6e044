/** A server's post-launch actions as a program says them: DRS's own, where somebody has turned them on. Pure. */
import type { Note } from "./leftOut";
import type { MemberSource, ObjectSource } from "./program";

/** A post-launch action, as far as it was read. */
export interface StoredAction {
  readonly actionId?: string;
  readonly name?: string;
  /** Name or ARN of its SSM document. */
  readonly actionCode?: string;
  readonly actionVersion?: string;
  readonly description?: string;
  readonly category?: string;
  readonly active?: boolean;
  readonly optional?: boolean;
  readonly order?: number;
  readonly parameters?: Readonly<Record<string, { readonly type?: string; readonly value?: string }>>;
}

/** An action that a `LaunchAction` takes over as it is. */
export interface ExportedAction {
  /** Its document: tells it from the server's others. */
  readonly document: string;
  /** Its args beside the server's. */
  readonly members: readonly MemberSource[];
}

/** The lowest order of an action that is not DRS's own. */
const FIRST_OF_OTHERS = 1001;

/**
 * The actions that a program can say, and those that it cannot. DRS's own are found by their documents; one that is off is as
 * DRS has put it there. An action that others have added has an id of theirs: a resource would be one more beside it.
 */
export function exportedActions(actions: readonly StoredAction[]): { said: ExportedAction[]; left: Note[] } {
  const said: ExportedAction[] = [];
  const left: Note[] = [];
  for (const action of actions) {
    const isOfDrs = action.order !== undefined && action.order < FIRST_OF_OTHERS;
    const isOff = action.active === false && (isOfDrs || action.order === undefined);
    const exported = isOfDrs ? toExported(action) : undefined;
    if (exported !== undefined && !isOff) {
      said.push(exported);
    } else if (!isOff) {
      const why = isOfDrs
        ? "LaunchAction cannot say all of it"
        : "it is left as it is, and a LaunchAction would be one more beside it";
      left.push({ at: "configuration", what: `launch action ${JSON.stringify(action)}`, why });
    }
  }
  return { said, left };
}

/** Undefined where a member is not known, or of a kind that no arg is for. */
function toExported({ actionCode, active, optional, actionVersion, parameters }: StoredAction) {
  const given = Object.entries(parameters ?? {}).map(([name, { type, value }]): MemberSource | undefined => {
    const key = KINDS[type ?? ""];
    const isPlain = key !== undefined && value !== undefined && /^[A-Za-z0-9]+$/.test(name);
    return isPlain ? { key: name, value: objectOf([{ key, value }]) } : undefined;
  });
  const known = given.flatMap((each) => each ?? []);
  if (actionCode === undefined || active === undefined || optional === undefined || known.length < given.length) {
    return undefined;
  }
  const members: MemberSource[] = [
    { key: "predefined", value: actionCode },
    ...(actionVersion === undefined ? [] : [{ key: "documentVersion", value: actionVersion }]),
    { key: "optional", value: optional },
    { key: "active", value: active },
    ...(known.length === 0 ? [] : [{ key: "parameters", value: objectOf(known) }]),
  ];
  return { document: actionCode, members };
}

/** Where a parameter's value is from, in DRS's words and as an arg. */
const KINDS: Readonly<Record<string, string>> = { SSM_STORE: "ssmParameter", DYNAMIC: "dynamic" };

function objectOf(members: readonly MemberSource[]): ObjectSource {
  return { comments: [], members, isTall: false };
}
