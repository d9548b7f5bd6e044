/** What a delete puts back. Pure. */
import type { SettingValues } from "../../vocabulary";
import { isSame, LAUNCH_INTO, pathWords, TEMPLATE, valueWords } from "./members";

/** What a delete does with each setting that was written. */
export interface RestorePlan {
  /** To be written, by path: what was there before. */
  values: SettingValues;
  /** Left as they are, each with the reason. */
  left: string[];
}

/** Puts back what is still as it was written here; what somebody else has changed since is theirs. */
export function planRestore(written: SettingValues, before: SettingValues, stored: SettingValues): RestorePlan {
  const plan: RestorePlan = { values: {}, left: [] };
  for (const [path, value] of Object.entries(written)) {
    const [now, was] = [stored[path] ?? null, before[path]];
    if (was !== undefined && isSame(path, now, was)) {
      continue;
    }
    const reason = obstacle({ path, value, now, was });
    if (reason === undefined) {
      plan.values[path] = was ?? null;
    } else {
      plan.left.push(`${pathWords(path)} (${reason})`);
    }
  }
  return plan;
}

interface Restored {
  path: string;
  value: SettingValues[string];
  now: SettingValues[string];
  was: SettingValues[string] | undefined;
}

function obstacle({ path, value, now, was }: Restored): string | undefined {
  if (!isSame(path, now, value)) {
    return `it is ${valueWords(now)} now, and was written as ${valueWords(value)}`;
  }
  if (was === undefined) {
    return "what was there before is not known";
  }
  const canBeUnset = path.startsWith(TEMPLATE) || path === LAUNCH_INTO;
  return was === null && !canBeUnset ? "it was not set before, and DRS cannot unset it" : undefined;
}
