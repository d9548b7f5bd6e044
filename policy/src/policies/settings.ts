import type { PolicyConfigSchema } from "@pulumi/policy";
import { toJsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import type { Config, ConfigEntries, Level, RuleFacts } from "../rule";
import { hasSubject, SUBJECT_SCHEMA, WAIVER_MEMBERS, type Waiver, waiver } from "../waivers/waiver";
import { flawsOf } from "./configurationFlaws";

/** Names of the sets of levels. */
export const SETS = ["recommended", "strict"] as const;
export type SetName = (typeof SETS)[number];

/** The level of what a rule cannot judge, by set. */
const UNKNOWN: Record<SetName, "advisory" | "sameLevel"> = { recommended: "advisory", strict: "sameLevel" };

const LEVELS: readonly string[] = ["advisory", "mandatory", "disabled", "remediate"];

/** What a pack's code says of a rule; the pack's configuration file overrides it. */
export type RuleSettings = { level?: Level | "remediate" } & Record<string, unknown>;

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
  level: Level | "remediate";
  schema: PolicyConfigSchema;
  /** @throws naming the rule and the member that is wrong. */
  read(given: object): { config: Config<Entries>; unknown: "advisory" | "sameLevel"; waivers: Waiver[] };
}

/** @throws naming the rule and the member that is wrong, when the pack's code configures it wrongly. */
export function configure<Entries extends ConfigEntries>(
  rule: RuleFacts<Entries>,
  set: SetName,
  { level = rule.levels[set], ...given }: RuleSettings,
): RuleConfiguration<Entries> {
  if (!LEVELS.includes(level)) {
    throw new Error(`configuration of ${rule.name}: there is no level ${level}`);
  }
  const own = v.strictObject(rule.config);
  const common = v.strictObject(commonEntries(set));
  const members = Object.keys({ ...own.entries, ...common.entries });
  const read = (more: object) => {
    const settings: Record<string, unknown> = { ...given, ...more };
    const { unknown, waivers, ...rest } = settings;
    const [config, shared] = [v.safeParse(own, rest), v.safeParse(common, { unknown, waivers })];
    if (config.success && shared.success) {
      return { config: config.output, ...shared.output };
    }
    const issues = [...(config.issues ?? []), ...(shared.issues ?? [])];
    const flaws = flawsOf(settings, issues, { members, ofWaiver: WAIVER_MEMBERS });
    const text = `configuration of ${rule.name}: ${flaws.join("; ")}`;
    // The analyzer prints the stack; where this was thrown means nothing to whoever wrote the configuration.
    throw Object.assign(new Error(text), { stack: text });
  };
  read({});
  return { level, schema: toPolicySchema({ ...own.entries, ...common.entries }, given), read };
}

/** The JSON Schema that Pulumi's CLI applies to a configuration; the pack's code gives its defaults. */
function toPolicySchema(entries: ConfigEntries, given: Record<string, unknown>): PolicyConfigSchema {
  const { properties = {} } = toJsonSchema(v.object(entries), {
    errorMode: "ignore",
    typeMode: "input",
    overrideAction: ({ valibotAction, jsonSchema }) =>
      valibotAction === hasSubject ? { ...jsonSchema, ...SUBJECT_SCHEMA } : undefined,
  });
  const withDefaults = Object.entries(properties).map(([name, property]) =>
    name in given && typeof property === "object" ? [name, { ...property, default: given[name] }] : [name, property],
  );
  return { properties: Object.fromEntries(withDefaults) };
}
