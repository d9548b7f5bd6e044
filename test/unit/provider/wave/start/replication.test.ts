import { describe, expect, it } from "vitest";
import type { ObservedReplication, ObservedServer } from "../../../../../provider/src/vocabulary";
import { type ReplicationWishes, replicationFindings } from "../../../../../provider/src/wave/start/replication";
import { withoutUndefined } from "../../../../../provider/src/withoutUndefined";
import { anObservedServer, aReplication, aSeenServer, aWave, DB } from "../../factories";

const NAME = `db-1 (${DB})`;

/** A member that is undefined here is absent. */
type Absent<T> = { [Member in keyof T]?: T[Member] | undefined };

interface Case {
  label: string;
  seen?: Absent<ObservedServer>;
  replication?: Absent<ObservedReplication>;
  declared?: { allowFailback?: boolean };
  wave?: ReplicationWishes;
  refusal?: string;
  warning?: string;
}

function find({ seen = {}, replication = {}, declared = {}, wave = aWave() }: Case) {
  const server = withoutUndefined({
    ...anObservedServer(),
    replication: withoutUndefined({ ...aReplication(), ...replication }) as ObservedReplication,
    ...seen,
  });
  return replicationFindings({ ...aSeenServer({ declared }), seen: server as ObservedServer }, wave);
}

const LIMITED = aWave({ preflight: { maximumLagSeconds: 900 } });
const RECOVERY = aWave({ isDrill: false, allowRecovery: true });
const NO_LAG = { lagSeconds: undefined };
const NOT_KNOWN = `the replication lag of ${NAME} is not known`;

const CASES: Case[] = [
  { label: "a healthy server" },
  { label: "an extended server that is well", replication: { extension: "EXTENDED" } },
  ...["BACKLOG", "CREATING_SNAPSHOT", "PAUSED", "RESCAN", "STALLED"].map((replicationState) => ({
    label: `${replicationState} once all is replicated`,
    seen: { replicationState },
  })),
  {
    label: "no state",
    seen: { replicationState: undefined },
    refusal: `${NAME} cannot be launched as far as is known: DRS does not say its replication state`,
  },
  {
    label: "a state that nobody knows",
    seen: { replicationState: "RESTING" },
    refusal: `${NAME} cannot be launched: its replication is RESTING, a state that DrillWave does not know`,
  },
  {
    label: "an initiation that failed, with DRS's words",
    seen: { replicationState: "INITIATING", ...NO_LAG },
    replication: { error: "FAILED_TO_START_DATA_TRANSFER: no route", failedStep: "START_DATA_TRANSFER" },
    refusal:
      `${NAME} cannot be launched: its replication is INITIATING (error FAILED_TO_START_DATA_TRANSFER: no route) ` +
      "(its initiation failed at START_DATA_TRANSFER)",
  },
  {
    label: "no first byte",
    replication: { firstByteAt: undefined },
    refusal:
      `DRS does not say when the first byte of ${NAME} was replicated: ` +
      "as far as is known it was never synchronised and cannot be launched",
  },
  {
    label: "no first byte of an extended server",
    replication: { firstByteAt: undefined, extension: "EXTENDED" },
    warning: `DRS does not say when the first byte of ${NAME} was replicated; it replicates into another account`,
  },
  ...["RESCAN", "STALLED", "PAUSED", "BACKLOG", "CREATING_SNAPSHOT"].map((replicationState) => ({
    label: `${replicationState} before the first synchronisation ended`,
    seen: { replicationState },
    replication: { missingBytes: 1024 },
    refusal:
      `1024 bytes of ${NAME} are not replicated while its replication is ${replicationState}: ` +
      "its first synchronisation has not ended",
  })),
  {
    label: "CONTINUOUS with bytes that are not replicated: members that contradict each other",
    replication: { missingBytes: 1 },
    warning: `1 byte of ${NAME} are not replicated while its replication is CONTINUOUS`,
  },
  {
    label: "a stalled server of which neither lag nor bytes are known",
    seen: { replicationState: "STALLED", ...NO_LAG },
    replication: { missingBytes: undefined },
    refusal:
      `${NAME} cannot be launched as far as is known: its replication is STALLED, and DRS does not say ` +
      "whether its first synchronisation has ended",
    warning: `${NOT_KNOWN}: DRS gives none`,
  },
  {
    label: "an extension in error, with DRS's words",
    replication: { extension: "EXTENSION_ERROR", extensionError: "the staging account refuses access" },
    refusal:
      `${NAME} cannot be launched: its extension from another account is ` +
      "EXTENSION_ERROR: the staging account refuses access",
  },
  {
    label: "an extension that nobody knows",
    replication: { extension: "HALF" },
    refusal: `${NAME} cannot be launched: its extension from another account is HALF`,
  },
  {
    label: "no word of an extension",
    replication: { extension: undefined },
    warning: `DRS does not say whether ${NAME} is extended from another account`,
  },
  {
    label: "the way back",
    replication: { direction: "FAILBACK" },
    refusal:
      `${NAME} replicates in the direction FAILBACK, towards where it once came from ` +
      "(allowFailback: true of the server allows that)",
  },
  {
    label: "the way back that the program does not allow",
    replication: { direction: "FAILBACK" },
    declared: { allowFailback: false },
    refusal:
      `${NAME} replicates in the direction FAILBACK, towards where it once came from ` +
      "(allowFailback: true of the server allows that)",
  },
  {
    label: "the way back that the program allows",
    replication: { direction: "FAILBACK" },
    declared: { allowFailback: true },
  },
  {
    label: "a direction that nobody knows, whatever the program allows",
    replication: { direction: "SIDEWAYS" },
    declared: { allowFailback: true },
    refusal: `${NAME} replicates in the direction SIDEWAYS, expected FAILOVER`,
  },
  {
    label: "no direction",
    replication: { direction: undefined },
    warning: `DRS does not say in which direction ${NAME} replicates`,
  },
  { label: "no lag", seen: NO_LAG, warning: `${NOT_KNOWN}: DRS gives none` },
  {
    label: "a lag that is no duration",
    seen: NO_LAG,
    replication: { unreadableLag: "soon" },
    warning: `${NOT_KNOWN}: DRS gives "soon"`,
  },
  {
    label: "no lag where the program gives a limit",
    seen: NO_LAG,
    wave: LIMITED,
    refusal: `${NOT_KNOWN}: DRS gives none, at most 15m00s allowed (preflight.maximumLagSeconds)`,
  },
  {
    label: "no lag in a drill of a server with an error",
    seen: { ...NO_LAG, replicationState: "STALLED" },
    replication: { error: "AGENT_NOT_SEEN" },
    refusal: `${NOT_KNOWN}: DRS gives none, at most 10m00s allowed (preflight.maximumLagSeconds)`,
    warning: `the replication of ${NAME} is in trouble: STALLED, error AGENT_NOT_SEEN`,
  },
  {
    label: "an error of a server that can be launched",
    replication: { error: "NOT_CONVERGING: too many writes" },
    warning: `the replication of ${NAME} is in trouble: CONTINUOUS, error NOT_CONVERGING: too many writes`,
  },
  {
    label: "a step that failed of a server that can be launched",
    replication: { failedStep: "ATTACH_STAGING_DISKS" },
    warning: `the replication of ${NAME} is in trouble: CONTINUOUS, its initiation failed at ATTACH_STAGING_DISKS`,
  },
  {
    label: "a volume of which DRS has doubts",
    replication: { volumeProblems: ["/dev/sdb CONTAINS_MARKETPLACE_PRODUCT_CODES"] },
    warning: `DRS has doubts about a volume of ${NAME}: /dev/sdb CONTAINS_MARKETPLACE_PRODUCT_CODES`,
  },
];

describe(replicationFindings.name, () => {
  it.each(CASES)("judges $label", (given) => {
    const found = find(given);
    expect({
      refusal: found.find((finding) => finding.refuses)?.text,
      warning: found.find((finding) => !finding.refuses)?.text,
      findings: found.length,
    }).toEqual({
      refusal: given.refusal,
      warning: given.warning,
      findings: Number(given.refusal !== undefined) + Number(given.warning !== undefined),
    });
  });

  it("starts a recovery from what is left: the source may be gone", () => {
    const found = find({
      label: "",
      seen: { ...NO_LAG, replicationState: "STALLED" },
      replication: { error: "AGENT_NOT_SEEN" },
      wave: RECOVERY,
    });
    expect(found).toEqual([
      { text: `${NOT_KNOWN}: DRS gives none`, refuses: false },
      { text: `the replication of ${NAME} is in trouble: STALLED, error AGENT_NOT_SEEN`, refuses: false },
    ]);
  });
});
