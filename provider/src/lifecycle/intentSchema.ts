import * as v from "valibot";
import {
  type DrillWaveInputs,
  IMPACT_LEVELS,
  LAUNCH_DISPOSITIONS,
  RECOVERY_MODES,
  RIGHT_SIZING_METHODS,
  SUCCESS_LEVELS,
  TAGS_OF,
} from "../vocabulary";
import {
  AN_OBJECT,
  atLeastOne,
  connection,
  customTimeouts,
  flag,
  INSTANCE_ID,
  matching,
  members,
  networkEntries,
  oneOf,
  placeEntries,
  positive,
  SERVER_ID,
  SNAPSHOT_ID,
  tags,
  tagText,
  text,
} from "./schemaParts";
import { slipOf } from "./slips";

/** What check expects of every arg, with words for the person who wrote it. */

const SHARE = /^(100|[1-9]?[0-9](\.[0-9]+)?)%$/;

const COUNT_OR_SHARE = 'expected a number of servers or a share such as "80%"';

/**
 * An object of settings, in which DRS may have members that are not known here. One that looks like a known member
 * is taken for a slip.
 */
const settings = <const Entries extends v.ObjectEntries>(entries: Entries, others: readonly string[] = []) =>
  v.pipe(
    v.objectWithRest(entries, v.unknown(), AN_OBJECT),
    v.rawCheck(({ dataset, addIssue }) => {
      const value: unknown = dataset.value;
      // Also beside a known member that is wrong.
      if (typeof value !== "object" || value === null || Array.isArray(value)) {
        return;
      }
      const input: Record<string, unknown> = { ...value };
      for (const [key, value] of Object.entries(input).filter(([member]) => !Object.hasOwn(entries, member))) {
        const message = slipOf(key, Object.keys(entries), others);
        if (message !== undefined) {
          const path = [{ type: "object" as const, origin: "value" as const, input, key, value }] as const;
          addIssue({ message, expected: "never", path: [...path] });
        }
      }
    }),
  );

const launchConfiguration = settings(
  {
    targetInstanceTypeRightSizingMethod: v.exactOptional(oneOf(RIGHT_SIZING_METHODS)),
    launchDisposition: v.exactOptional(oneOf(LAUNCH_DISPOSITIONS)),
    copyPrivateIp: v.exactOptional(flag),
    copyTags: v.exactOptional(flag),
    licensing: v.exactOptional(settings({ osByol: v.exactOptional(flag) })),
    postLaunchEnabled: v.exactOptional(flag),
    launchIntoInstanceProperties: v.exactOptional(settings({ launchIntoEC2InstanceID: v.exactOptional(text) })),
    recoveryMode: v.exactOptional(oneOf(RECOVERY_MODES)),
  },
  ["sourceServerID", "name", "ec2LaunchTemplateID"],
);

const server = members({
  sourceServerId: matching(SERVER_ID, "s- and 17 letters or digits"),
  role: v.exactOptional(text),
  impactLevel: v.exactOptional(oneOf(IMPACT_LEVELS)),
  recoverySnapshotId: v.exactOptional(matching(SNAPSHOT_ID, "pit- and 17 letters or digits")),
  launchConfiguration: v.exactOptional(launchConfiguration),
  allowLaunchIntoInstance: v.exactOptional(matching(INSTANCE_ID, "i- and at least 8 hexadecimal digits")),
  allowFailback: v.exactOptional(flag),
});

/** The args of a wave and what the resource class adds to them. */
export const waveSchema = members({
  ...placeEntries,
  cleanup: v.exactOptional(oneOf(["onDestroy", "afterDrill", "never"])),
  sourceServers: v.exactOptional(v.array(server, "expected a list of servers")),
  selector: v.exactOptional(
    members({
      tags,
      tagsOf: v.exactOptional(oneOf(TAGS_OF)),
      sourceConnection: v.exactOptional(connection),
      role: v.exactOptional(text),
    }),
  ),
  recoveryPlan: v.exactOptional(tagText),
  wave: v.exactOptional(tagText),
  isDrill: v.exactOptional(flag),
  allowRecovery: v.exactOptional(flag),
  observe: v.exactOptional(oneOf(["live", "off"])),
  onUnreadableLaunchConfiguration: v.exactOptional(oneOf(["fail", "useDefaults"])),
  objectives: v.exactOptional(
    members({
      recoveryTimeSeconds: v.exactOptional(positive("seconds")),
      recoveryPointSeconds: v.exactOptional(positive("seconds")),
    }),
  ),
  success: v.exactOptional(oneOf(SUCCESS_LEVELS)),
  minimumLaunched: v.exactOptional(
    v.union(
      [
        v.pipe(v.number(COUNT_OR_SHARE), v.integer(COUNT_OR_SHARE), v.minValue(0, COUNT_OR_SHARE)),
        v.pipe(v.string(COUNT_OR_SHARE), v.regex(SHARE, COUNT_OR_SHARE)),
      ],
      COUNT_OR_SHARE,
    ),
  ),
  retries: v.exactOptional(members({ maximumAttempts: v.exactOptional(atLeastOne("a number of attempts")) })),
  preflight: v.exactOptional(
    members({
      maximumLagSeconds: v.exactOptional(positive("seconds")),
      busyServers: v.exactOptional(oneOf(["wait", "fail"])),
      sourceServerTag: v.exactOptional(v.pipe(text, v.minLength(1, "expected a tag key"))),
    }),
  ),
  replaceRecoveryInstances: v.exactOptional(flag),
  settings: v.exactOptional(v.array(text, "expected a list of strings")),
  network: v.exactOptional(members(networkEntries)),
  tags: v.exactOptional(tags),
  triggers: v.exactOptional(v.array(text, "expected a list of strings")),
  polling: v.exactOptional(members({ intervalSeconds: v.exactOptional(positive("seconds")) })),
  drillNonce: text,
  customTimeouts,
  retainOnDelete: v.exactOptional(flag),
});

/** A wave's inputs once they are valid: its args, and what the resource class adds. */
export type ValidWave = Omit<DrillWaveInputs, "observed" | "resolvedServers" | "sourceTags"> & { drillNonce: string };

/** Compiles only while the schema has exactly the members that the types have, at every depth. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Members<T> = { [Member in keyof T]: T[Member] };
true satisfies Same<v.InferOutput<typeof waveSchema>, Members<ValidWave>>;
