import type { Managed } from "../../../policy/src/judged/managedSettings";
import { emptyLedger } from "../../../policy/src/policies/ledger";
import { completeSettings } from "../../../policy/src/policies/readSettings";
import type { LaunchConfigurationIntent, StoredSettings } from "../../../provider/src/vocabulary";
import { DB } from "./factories";
import { type ShownSettings, settingsInStack } from "./runPolicies";

/** What {@link managing} is made of. */
export interface Managing {
  name?: string;
  args?: Partial<LaunchConfigurationIntent>;
  stored?: Partial<StoredSettings>;
  unknownInputs?: readonly string[];
  outputs?: Record<string, unknown>;
  parent?: string;
}

/** A `LaunchConfiguration` that keeps the database server's tags from being copied, as it is stored: nothing is planned. */
export function managing({ name = "database", args = {}, stored = {}, ...shown }: Managing = {}): ShownSettings {
  const inputs = {
    region: "us-west-2",
    sourceServerId: DB,
    copyTags: true,
    ...args,
    stored: { values: { copyTags: true }, ec2LaunchTemplateId: "lt-0123456789abcdef0", ...stored },
  };
  return { settings: { name, inputs, outputs: { revision: "r1" }, ...shown } };
}

/** The same as {@link managing}, while this preview plans to write it. */
export function planning(changes: Managing = {}): ShownSettings {
  const { outputs: _outputs, ...settings } = managing(changes).settings;
  return { settings };
}

/** The settings as a rule about the plan sees them. */
export function toManaged(shown: readonly ShownSettings[]): Managed {
  const ledger = emptyLedger({});
  completeSettings(shown.map(settingsInStack), ledger);
  return ledger.managed;
}
