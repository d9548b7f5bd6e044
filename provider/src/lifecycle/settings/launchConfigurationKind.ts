import type { SettingsContext } from "../../settings/context";
import { conflictsOf, conflictsWithStored, DECISIVE } from "../../settings/launchConfiguration/conflicts";
import { findSourceType } from "../../settings/launchConfiguration/findSourceType";
import { lookAtSettings } from "../../settings/launchConfiguration/look";
import { findLaunchTarget } from "../../settings/launchConfiguration/lookUp";
import {
  AS_SOURCE,
  changeWords,
  INSTANCE_TYPE,
  LAUNCH_INTO,
  type LiveSettings,
  type LookedUp,
  settingChanges,
  storedValues,
  TAGS,
  TEMPLATE,
  wantedValues,
} from "../../settings/launchConfiguration/members";
import { planRestore } from "../../settings/launchConfiguration/restore";
import type { TypeChoice } from "../../settings/launchConfiguration/sourceInstanceType";
import { changesWords, writeSettings } from "../../settings/launchConfiguration/write";
import {
  type LaunchConfigurationIntent,
  type LaunchConfigurationOutputs,
  type SettingValue,
  type SettingValues,
  type StoredSettings,
  UNKNOWN_VALUE,
} from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import { canonical, hasUnknown } from "../engineValues";
import type { Flaw } from "../flaws";
import type { Look, SettingsInputs, SettingsKind, SettingsState, Write } from "./kind";
import { launchConfigurationSchema } from "./launchConfigurationSchema";
import { revisionOf } from "./revision";
import { SettingsAhead } from "./settingsAhead";

/** A launch configuration's inputs: its args, and what check adds. */
export interface LaunchConfigurationInputs extends LaunchConfigurationIntent, SettingsInputs {
  /** What was looked up of the args, by path. */
  lookedUp?: LookedUp;
  /** Why the instance type is the one that was looked up. */
  typeBecause?: string;
  /** The managed settings as they are stored; absent when they were not read. */
  stored?: StoredSettings;
}

/** A launch configuration in state. */
export interface LaunchConfigurationState
  extends Omit<LaunchConfigurationInputs, "region" | "stored">,
    LaunchConfigurationOutputs,
    SettingsState {
  region: string;
  __provider: string;
}

type Kind = SettingsKind<LaunchConfigurationIntent, LaunchConfigurationInputs, LaunchConfigurationState>;

/** The settings of one source server, as a resource. */
export const launchConfigurationKind = (looks = new SettingsAhead()): Kind => ({
  name: "LaunchConfiguration",
  schema: launchConfigurationSchema,
  lookedAtBy: ["region", "connection", "sourceServerId"],
  replacedBy: ["region", "sourceServerId"],
  together: conflictsOf,
  look: (context, look) => lookAt(context, look, looks),
  planned,
  id: ({ sourceServerId }) => sourceServerId,
  write,
  keepsOnDelete: ({ onDelete = "keep" }) => onDelete === "keep",
  remove,
  refresh: async (context, state) => {
    const live = await lookAtSettings(context, state.sourceServerId);
    sayNewTemplate(context, live, state.stored.ec2LaunchTemplateId);
    return { revision: state.revision, stored: toStored(live, Object.keys(state.written)) };
  },
});

async function lookAt(
  context: SettingsContext,
  { given, olds, ahead }: Look<LaunchConfigurationIntent>,
  looks: SettingsAhead,
): ReturnType<Kind["look"]> {
  // Sound: check has let nothing else pass.
  const [wantedArgs, oldArgs] = [given, olds] as unknown as [
    LaunchConfigurationInputs,
    Partial<LaunchConfigurationInputs>,
  ];
  const live = await looks.look(context, wantedArgs.sourceServerId, ahead);
  const { lookedUp, typeBecause, flaws } = await lookUp(context, wantedArgs, oldArgs, live);
  const wanted = wantedValues(wantedArgs, lookedUp);
  // A tag that the program no longer names is to be taken out again.
  const paths = new Set([...Object.keys(wanted), ...Object.keys(wantedValues(oldArgs)).filter(isTag)]);
  const decisive = storedValues([...DECISIVE], live);
  const conflicts = conflictsWithStored(wanted, decisive);
  const stored = toStored(live, [...paths]);
  const drifted = driftedPaths(wanted, oldArgs, stored.values);
  const inputs = {
    stored: drifted.length === 0 ? stored : { ...stored, drifted },
    ...(Object.keys(lookedUp).length === 0 ? {} : { lookedUp }),
    ...withoutUndefined({ typeBecause }),
  };
  return { inputs, flaws: [...flaws, ...templateFlaws(wanted, live), ...conflicts] };
}

/** What differs from what the program wants and wanted before: an edit of the program is none. */
function driftedPaths(
  wanted: SettingValues,
  olds: Partial<LaunchConfigurationInputs>,
  values: SettingValues,
): string[] {
  const before = wantedValues(olds, olds.lookedUp);
  const differing = settingChanges(wanted, values).filter(({ path }) => path in before);
  const changed = new Set(settingChanges(before, values).map(({ path }) => path));
  return differing.map(({ path }) => path).filter((path) => changed.has(path));
}

/** Without a template nothing of it can be written. */
function templateFlaws(wanted: SettingValues, { configuration, template }: LiveSettings): Flaw[] {
  if (template !== undefined || !Object.keys(wanted).some((path) => path.startsWith(TEMPLATE))) {
    return [];
  }
  const { launchTemplateId: id } = configuration;
  const reason =
    id === undefined
      ? "DRS names no launch template of this server: it has one once the server is connected"
      : `EC2 has no launch template ${id}, which DRS names: DRS makes another one; run the command again`;
  return [{ property: "launchTemplate", reason }];
}

/** What the args leave to be looked up; the instance type stays what it was until the program asks again. */
async function lookUp(
  context: SettingsContext,
  args: LaunchConfigurationInputs,
  olds: Partial<LaunchConfigurationInputs>,
  live: LiveSettings,
): Promise<{ lookedUp: LookedUp; flaws: Flaw[]; typeBecause: string | undefined }> {
  const lookedUp: LookedUp = {};
  const flaws: Flaw[] = [];
  if (args.launchIntoInstance !== undefined) {
    const target = await findLaunchTarget(context, args.launchIntoInstance);
    if (target !== undefined && "conflict" in target) {
      flaws.push(target.conflict);
    } else {
      lookedUp[LAUNCH_INTO] = target?.instanceId ?? UNKNOWN_VALUE;
    }
  }
  const type = args.launchTemplate?.instanceType === AS_SOURCE ? await typeOf(context, args, olds, live) : undefined;
  if (type !== undefined && "refusal" in type) {
    flaws.push({ property: INSTANCE_TYPE, reason: type.refusal });
  } else if (type !== undefined) {
    lookedUp[INSTANCE_TYPE] = type.instanceType;
  }
  return {
    lookedUp,
    flaws,
    typeBecause: type !== undefined && "because" in type && type.because !== "" ? type.because : undefined,
  };
}

/** The type that was looked up before; else one that is looked up now, where the launch goes. */
async function typeOf(
  context: SettingsContext,
  args: LaunchConfigurationInputs,
  olds: Partial<LaunchConfigurationInputs>,
  live: LiveSettings,
): Promise<TypeChoice> {
  const known = keptType(args, olds);
  if (known !== undefined) {
    return { instanceType: known, because: olds.typeBecause ?? "" };
  }
  const { subnetId } = args.launchTemplate ?? {};
  if (subnetId === UNKNOWN_VALUE) {
    return { instanceType: UNKNOWN_VALUE, because: "" };
  }
  const stored = storedValues([SUBNET], live)[SUBNET];
  return findSourceType(context, args.sourceServerId, subnetId ?? (typeof stored === "string" ? stored : undefined));
}

const SUBNET = `${TEMPLATE}subnetId`;

/** The type that was looked up before, unless the program asks for another look. */
function keptType(args: LaunchConfigurationInputs, olds: Partial<LaunchConfigurationInputs>): string | undefined {
  const isSame =
    olds.sourceServerId === args.sourceServerId && canonical(olds.triggers ?? []) === canonical(args.triggers ?? []);
  const type = olds.lookedUp?.[INSTANCE_TYPE];
  return isSame && type !== UNKNOWN_VALUE ? type : undefined;
}

function isTag(path: string): boolean {
  return path.startsWith(TAGS);
}

/** Everything as it is to be: the program's settings, and what tags that it no longer names were before. */
function wantedOf(inputs: LaunchConfigurationInputs, state: LaunchConfigurationState | undefined): SettingValues {
  const wanted = wantedValues(inputs, inputs.lookedUp);
  const dropped = Object.keys(state?.written ?? {}).filter((path) => isTag(path) && !(path in wanted));
  const back = dropped.filter((path) => !hasUnknown(inputs.launchTemplate) && path in (state?.before ?? {}));
  return { ...wanted, ...Object.fromEntries(back.map((path) => [path, state?.before[path] ?? null])) };
}

function planned(inputs: LaunchConfigurationInputs, state: LaunchConfigurationState | undefined): string[] | undefined {
  if (inputs.stored === undefined) {
    return undefined;
  }
  const changes = settingChanges(wantedOf(inputs, state), inputs.stored.values);
  return changes.map((change) => {
    const words = changeWords(hasUnknown(change.to) ? { ...change, to: "what is not known yet" } : change);
    const because = change.path === INSTANCE_TYPE ? inputs.typeBecause : undefined;
    return because === undefined ? words : `${words} (${because})`;
  });
}

function toStored({ configuration, template }: LiveSettings, paths: readonly string[]): StoredSettings {
  return withoutUndefined({
    values: storedValues(paths, { configuration, template }),
    ec2LaunchTemplateId: configuration.launchTemplateId,
    ec2LaunchTemplateVersion: template?.version,
  });
}

/** DRS makes a template that is deleted anew, with its own defaults. */
function sayNewTemplate({ status }: SettingsContext, { configuration }: LiveSettings, known: string | undefined) {
  const { launchTemplateId: now } = configuration;
  if (known !== undefined && now !== known) {
    status.warn(
      `DRS has another launch template than before: ${now ?? "none"}, not ${known}, which somebody has deleted`,
    );
  }
}

async function write(
  context: SettingsContext,
  { inputs, state, save }: Write<LaunchConfigurationInputs, LaunchConfigurationState>,
): ReturnType<Kind["write"]> {
  const wanted = wantedOf(inputs, state);
  const paths = Object.keys(wanted);
  const found = await lookAtSettings(context, inputs.sourceServerId);
  sayNewTemplate(context, found, state?.stored.ec2LaunchTemplateId);
  const managed = Object.keys(wantedValues(inputs, inputs.lookedUp));
  const first = storedValues(paths, found);
  const before = Object.fromEntries(managed.map((path) => [path, valueAt(path, state?.before, first)]));
  const salt = `${inputs.__urn ?? ""}/${state?.revision ?? ""}`;
  const toOutputs = (written: SettingValues, live: LiveSettings) => ({
    revision: revisionOf(wanted),
    written,
    before,
    stored: toStored(live, paths),
  });
  let claimed: SettingValues = Object.fromEntries(
    Object.entries(state?.written ?? {}).filter(([path]) => path in before),
  );
  const begins = (begun: readonly string[]) => {
    claimed = {
      ...claimed,
      ...Object.fromEntries(begun.flatMap((path) => (path in before ? [[path, wanted[path] ?? null]] : []))),
    };
    save({ ...toOutputs(claimed, found), revision: state?.revision ?? "" });
  };
  const { live, changed } = await writeSettings(
    context,
    { sourceServerId: inputs.sourceServerId, wanted, salt },
    found,
    { begins },
  );
  const written = Object.fromEntries(managed.map((path) => [path, wanted[path] ?? null]));
  const outputs = toOutputs(written, live);
  return changed.length === 0 ? { outputs } : { outputs, line: `changed ${changesWords(changed)}` };
}

/** What was there before this resource managed it: as state remembers it, null included, else as it is now. */
function valueAt(path: string, before: SettingValues = {}, first: SettingValues = {}): SettingValue {
  const value = path in before ? before[path] : first[path];
  return value ?? null;
}

async function remove(context: SettingsContext, state: LaunchConfigurationState): Promise<void> {
  const { sourceServerId, written, before } = state;
  const live = await lookAtSettings(context, sourceServerId);
  sayNewTemplate(context, live, state.stored.ec2LaunchTemplateId);
  const { values, left } = planRestore(written, before, storedValues(Object.keys(written), live));
  if (left.length > 0) {
    context.status.warn(`left as they are: ${left.join("; ")}`);
  }
  if (Object.keys(values).length > 0) {
    const salt = `${state.__urn ?? ""}/${state.revision}/restore`;
    const { changed } = await writeSettings(context, { sourceServerId, wanted: values, salt }, live, { begins() {} });
    context.status.keep(`put back ${changesWords(changed)}`);
  }
}
