import * as v from "valibot";
import { REGION } from "../aws/settings";
import {
  type DrillWaveInputs,
  IMPACT_LEVELS,
  LAUNCH_DISPOSITIONS,
  parseGoDuration,
  RECOVERY_MODES,
  RIGHT_SIZING_METHODS,
  SUCCESS_LEVELS,
} from "../vocabulary";
import { slipOf } from "./slips";

/** What check expects of every arg, with words for the person who wrote it. */

const SERVER_ID = /^s-[0-9a-zA-Z]{17}$/;
const INSTANCE_ID = /^i-[0-9a-fA-F]{8,}$/;
const SNAPSHOT_ID = /^pit-[0-9a-zA-Z]{17}$/;
const SHARE = /^(100|[1-9]?[0-9](\.[0-9]+)?)%$/;

const COUNT_OR_SHARE = 'expected a number of servers or a share such as "80%"';

const text = v.string("expected a string");
const duration = (example: string) =>
  v.pipe(
    text,
    v.check((given) => (parseGoDuration(given) ?? -1) >= 0, `expected a duration such as "${example}"`),
  );
const flag = v.boolean("expected true or false");
const oneOf = <const Options extends readonly string[]>(options: Options) =>
  v.picklist(options, `expected one of ${options.join(", ")}`);
const matching = (pattern: RegExp, expected: string) => v.pipe(text, v.regex(pattern, `expected ${expected}`));
const positive = (unit: string) => v.pipe(v.number(`expected ${unit}`), v.gtValue(0, `expected more than 0 ${unit}`));
const atLeastOne = (unit: string) =>
  v.pipe(v.number(`expected ${unit}`), v.integer("expected a whole number"), v.minValue(1, "expected at least 1"));
const AN_OBJECT = "expected an object";
const members = <const Entries extends v.ObjectEntries>(entries: Entries) => v.strictObject(entries, AN_OBJECT);

// https://docs.aws.amazon.com/drs/latest/APIReference/API_TagResource.html: at most 256 characters each.
const tagText = v.pipe(text, v.maxLength(256, "expected at most 256 characters"));
const tags = v.record(v.pipe(tagText, v.minLength(1, "expected a tag key")), tagText, "expected an object of strings");

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

const url = v.pipe(text, v.url("expected a URL"));
const SESSION_SECONDS = "expected 900 to 43200 seconds";

/** Where AWS is called. */
const placeEntries = {
  region: v.exactOptional(matching(REGION, "an AWS Region such as us-west-2")),
  connection: v.exactOptional(
    members({
      endpoint: v.exactOptional(url),
      endpoints: v.exactOptional(
        members({
          drs: v.exactOptional(url),
          ec2: v.exactOptional(url),
          ssm: v.exactOptional(url),
          sts: v.exactOptional(url),
        }),
      ),
      allowInsecureEndpoint: v.exactOptional(flag),
      profile: v.exactOptional(text),
      assumeRole: v.exactOptional(
        members({
          roleArn: text,
          externalId: v.exactOptional(text),
          sessionName: v.exactOptional(text),
          durationSeconds: v.exactOptional(
            v.pipe(
              v.number(SESSION_SECONDS),
              v.integer(SESSION_SECONDS),
              v.minValue(900, SESSION_SECONDS),
              v.maxValue(43_200, SESSION_SECONDS),
            ),
          ),
        }),
      ),
    }),
  ),
  cleanup: v.exactOptional(oneOf(["onDestroy", "afterDrill", "never"])),
};

/** The args of a wave and what the resource class adds to them. */
export const waveSchema = members({
  ...placeEntries,
  sourceServers: v.exactOptional(v.array(server, "expected a list of servers")),
  selector: v.exactOptional(members({ tags, role: v.exactOptional(text) })),
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
  tags: v.exactOptional(tags),
  triggers: v.exactOptional(v.array(text, "expected a list of strings")),
  polling: v.exactOptional(members({ intervalSeconds: v.exactOptional(positive("seconds")) })),
  drillNonce: text,
  customTimeouts: v.exactOptional(
    members({
      create: v.exactOptional(duration("90m")),
      update: v.exactOptional(duration("90m")),
      delete: v.exactOptional(duration("30m")),
    }),
  ),
  retainOnDelete: v.exactOptional(flag),
});

/** A wave's inputs once they are valid: its args, and what the resource class adds. */
export type ValidWave = Omit<DrillWaveInputs, "observed" | "resolvedServers"> & { drillNonce: string };

/** Compiles only while the schema has exactly the members that the types have, at every depth. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Members<T> = { [Member in keyof T]: T[Member] };
true satisfies Same<v.InferOutput<typeof waveSchema>, Members<ValidWave>>;
