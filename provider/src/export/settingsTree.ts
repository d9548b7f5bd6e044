/** Settings by path as the args that have them. Pure. */
import { LAUNCH_INTO, TAGS } from "../settings/launchConfiguration/members";
import type { SettingValue, SettingValues } from "../vocabulary";

/** Args, or an object in them. */
export interface SettingsTree {
  readonly [member: string]: SettingsTree | Exclude<SettingValue, null>;
}

/** The args that have these settings, in their order; what is not set is left out. */
export function toArgs(values: SettingValues): SettingsTree {
  return toTree(Object.entries(values).map(([path, value]) => ({ keys: keysOf(path), value })));
}

interface Leaf {
  readonly keys: readonly string[];
  readonly value: SettingValue;
}

function toTree(leaves: readonly Leaf[]): SettingsTree {
  const names = [...new Set(leaves.flatMap(({ keys }) => keys[0] ?? []))];
  const members = names.flatMap((name): [string, SettingsTree[string]][] => {
    const own = leaves.filter(({ keys }) => keys[0] === name);
    const leaf = own.find(({ keys }) => keys.length === 1);
    if (leaf !== undefined) {
      return leaf.value === null ? [] : [[name, leaf.value]];
    }
    return [[name, toTree(own.map(({ keys, value }) => ({ keys: keys.slice(1), value })))]];
  });
  return Object.fromEntries(members);
}

/** Where a setting is in the args; a tag's key may have dots. */
export function keysOf(path: string): string[] {
  if (path === LAUNCH_INTO) {
    return [LAUNCH_INTO, "instanceId"];
  }
  return path.startsWith(TAGS) ? ["launchTemplate", "tags", path.slice(TAGS.length)] : path.split(".");
}
