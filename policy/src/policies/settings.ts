import type { PolicyConfigSchema } from "@pulumi/policy";
import { toJsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import type { Config, ConfigEntries, EnforcementLevel, RuleFacts } from "../rule";
import { hasSubject, SUBJECT_SCHEMA, WAIVER_MEMBERS, type Waiver, waiver } from "../waivers/waiver";
import { type Flaw, flawAt, flawsOf } from "./configurationFlaws";
import { didYouMean } from "./near";

/** Names of the sets of levels. */
export const SETS = ["recommended", "strict"] as const;
export type SetName = (typeof SETS)[number];

/** The level of what a rule cannot judge, by set. */
const UNKNOWN: Record<SetName, "advisory" | "sameLevel"> = { recommended: "advisory", strict: "sameLevel" };

/** What may be said for a level. */
export const LEVELS: readonly EnforcementLevel[] = ["advisory", "mandatory", "disabled", "remediate"];

/** A waiver as code and configuration file give it, in the configuration of its rule. */
export type GivenWaiver = DeepReadonly<v.InferInput<typeof waiver>>;

/** What every rule takes, in code as in the file. */
export interface CommonSettings {
  /** Default: the set's level. `remediate` is for the rules that can fix a wave by themselves. */
  enforcementLevel?: EnforcementLevel | undefined;
  /** Level of what the rule cannot judge: `advisory`, or the level of its violations. */
  unknown?: "advisory" | "sameLevel" | undefined;
  /** Servers or waves that are exempt from this rule until a day; those of the file come on top. */
  waivers?: readonly GivenWaiver[] | undefined;
}

/**
 * What a pack's code says of a rule, in the words of the configuration file: a level, or an object of its level and its
 * configuration. The file overrides it.
 */
export type RuleSettings<Entries extends ConfigEntries> =
  | EnforcementLevel
  | (CommonSettings & { readonly [Name in keyof Entries]?: DeepReadonly<v.InferInput<Entries[Name]>> | undefined });

type DeepReadonly<Value> = Value extends object ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> } : Value;

/** Members that every rule's configuration has. */
function commonEntries(set: SetName) {
  return {
    unknown: v.optional(
      v.pipe(
        v.picklist(["advisory", "sameLevel"]),
        v.description("Level of what the rule cannot judge: advisory, or the level of its violations."),
      ),
      UNKNOWN[set],
    ),
    waivers: v.optional(
      v.pipe(v.array(waiver), v.description("Servers or waves that are exempt from this rule until a day.")),
      [],
    ),
  };
}

/** How one rule is configured in a pack: by the set, the pack's code, and the pack's configuration. */
export interface RuleConfiguration<Entries extends ConfigEntries> {
  level: EnforcementLevel;
  schema: PolicyConfigSchema;
  /** @throws naming the rule and the member that is wrong. */
  read(given: object): { config: Config<Entries>; unknown: "advisory" | "sameLevel"; waivers: Waiver[] };
}

/**
 * `shared`: waivers that code gives for several rules, of which this is one.
 *
 * @throws naming the rule and the member that is wrong, when the pack's code configures it wrongly.
 */
export function configure<Entries extends ConfigEntries>(
  rule: RuleFacts<Entries>,
  set: SetName,
  settings: unknown,
  shared: readonly Waiver[] = [],
): RuleConfiguration<Entries> {
  const schemas = schemasOf(rule, set);
  const read = (members: Readonly<Record<string, unknown>>, level: readonly Flaw[] = []) => {
    const { config, common, flaws } = parse(schemas, members);
    if (config?.success && common?.success && level.length + flaws.length === 0) {
      return { config: config.output, ...common.output };
    }
    const text = `configuration of ${rule.name}: ${[...level, ...flaws].map((flaw) => flaw.text).join("; ")}`;
    // The analyzer prints the stack; where this was thrown means nothing to whoever wrote the configuration.
    throw Object.assign(new Error(text), { stack: text });
  };
  const { enforcementLevel, ...given } = membersOf(settings);
  const ofCode = read(given, levelFlaws(rule, enforcementLevel));
  return {
    level: LEVELS.find((level) => level === enforcementLevel) ?? rule.levels[set],
    schema: withDefaults(schemas.json, given),
    read: (more) => {
      // The engine fills in the schema's default where the file has none: waivers of the code must not come twice.
      const ofFile = read({ ...given, waivers: [], ...more });
      return { ...ofFile, waivers: [...shared, ...ofCode.waivers, ...ofFile.waivers] };
    },
  };
}

/** Everything that is wrong with what code or file say of a rule, its level included. Pure. */
export function settingsFlaws<Entries extends ConfigEntries>(rule: RuleFacts<Entries>, settings: unknown): Flaw[] {
  if (typeof settings !== "string" && !isObject(settings)) {
    return [flawAt([], `expected a level (${LEVELS.join(", ")}) or an object, got ${JSON.stringify(settings)}`)];
  }
  const { enforcementLevel, ...given } = membersOf(settings);
  const level = levelFlaws(rule, enforcementLevel);
  return [...level, ...parse(schemasOf(rule, "recommended"), given).flaws];
}

/** What is wrong with a level; nothing when there is none. `rule`: absent for `all` and for other packs' policies. */
export function levelFlaws(rule: object | undefined, level: unknown): Flaw[] {
  if (level === undefined) {
    return [];
  }
  const there = `there are ${LEVELS.join(", ")}`;
  if (typeof level !== "string" || !LEVELS.some((each) => each === level)) {
    const meant = typeof level === "string" ? didYouMean(level, LEVELS, there) : `: ${there}`;
    return [{ path: ["enforcementLevel"], text: `unknown level ${JSON.stringify(level)}${meant}` }];
  }
  if (level === "remediate" && rule !== undefined && !("remedy" in rule)) {
    const text =
      "the level remediate is for rules that fix a wave by themselves, and this one does not: expected mandatory";
    return [{ path: ["enforcementLevel"], text }];
  }
  return [];
}

/** Settings as members: a level alone is the member `enforcementLevel`. What is undefined in code is not there. */
export function membersOf(settings: unknown): Readonly<Record<string, unknown>> {
  if (typeof settings === "string") {
    return { enforcementLevel: settings };
  }
  return isObject(settings)
    ? Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
    : {};
}

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

interface Schemas<Entries extends ConfigEntries> {
  own: v.StrictObjectSchema<Entries, undefined>;
  common: v.StrictObjectSchema<ReturnType<typeof commonEntries>, undefined>;
  json: PolicyConfigSchema["properties"];
}

function schemasOf<Entries extends ConfigEntries>({ config }: RuleFacts<Entries>, set: SetName): Schemas<Entries> {
  const [own, common] = [v.strictObject(config), v.strictObject(commonEntries(set))];
  return { own, common, json: toJson({ ...own.entries, ...common.entries }) };
}

function parse<Entries extends ConfigEntries>(
  { own, common, json }: Schemas<Entries>,
  members: Readonly<Record<string, unknown>>,
) {
  const { unknown, waivers, ...rest } = members;
  const parsed = {
    config: v.safeParse(own, rest),
    common: v.safeParse(common, {
      ...(unknown === undefined ? {} : { unknown }),
      ...(waivers === undefined ? {} : { waivers }),
    }),
  };
  const issues = [...(parsed.config.issues ?? []), ...(parsed.common.issues ?? [])];
  return {
    ...parsed,
    flaws: flawsOf(members, issues, { members: Object.keys(json), ofWaiver: WAIVER_MEMBERS, shapes: json }),
  };
}

function toJson(entries: ConfigEntries): PolicyConfigSchema["properties"] {
  const { properties = {} } = toJsonSchema(v.object(entries), {
    errorMode: "ignore",
    typeMode: "input",
    overrideAction: ({ valibotAction, jsonSchema }) =>
      valibotAction === hasSubject ? { ...jsonSchema, ...SUBJECT_SCHEMA } : undefined,
  });
  // The types of both libraries say JSON Schema in words of their own.
  return properties as PolicyConfigSchema["properties"];
}

/** The JSON Schema that Pulumi's CLI applies to a configuration; the pack's code gives its defaults. */
function withDefaults(
  properties: PolicyConfigSchema["properties"],
  { waivers: _waivers, ...given }: Readonly<Record<string, unknown>>,
): PolicyConfigSchema {
  const withGiven = Object.entries(properties).map(([name, property]) =>
    Object.hasOwn(given, name) ? [name, { ...property, default: given[name] }] : [name, property],
  );
  return { properties: Object.fromEntries(withGiven) };
}
