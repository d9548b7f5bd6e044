import type { WorldFile } from "../../simulator/src/index";
import { openSimulatedWave } from "../integration/provider/simulatedWave";

type Args = Record<string, unknown>;

/** A wave's args, its guard's nonce and where it runs. */
export interface Intent {
  args: Args;
  drillNonce?: string;
  region?: string;
}

/** What of a started drill must never change. */
export interface Identity {
  executionId: string;
  /** As StartRecovery was sent. */
  request: unknown;
}

const DB = "s-00000000000000001";
const APP = "s-00000000000000002";
const WEB = "s-0000000000000000A";
const PIT_1 = "pit-00000000000000001";
const PIT_2 = "pit-0000000000000000b";
const PIT_3 = "pit-00000000000000003";

const one = { sourceServers: [{ sourceServerId: APP }] };
const three = (...ids: string[]) => ({ sourceServers: ids.map((sourceServerId) => ({ sourceServerId })) });
const selected = (tags: object, more: object = {}) => ({ selector: { tags, ...more } });

/** A broad table: what makes another drill, and what does not. */
export const INTENTS: Record<string, Intent> = {
  "one server": { args: one },
  "another nonce": { args: one, drillNonce: "ffffffffffffffffffffffffffffffff" },
  "an empty nonce": { args: one, drillNonce: "" },
  "Region eu-west-1": { args: one, region: "eu-west-1" },
  "Region from the environment": { args: { ...one, region: undefined }, region: "eu-west-1" },
  "three servers": { args: three(DB, APP, WEB) },
  "three servers, turned round": { args: three(WEB, APP, DB) },
  "three servers, mixed": { args: three(APP, WEB, DB) },
  "a snapshot": { args: { sourceServers: [{ sourceServerId: DB, recoverySnapshotId: PIT_1 }] } },
  "another snapshot": { args: { sourceServers: [{ sourceServerId: DB, recoverySnapshotId: PIT_3 }] } },
  "snapshots of some": {
    args: { sourceServers: [{ sourceServerId: WEB }, { sourceServerId: DB, recoverySnapshotId: PIT_1 }] },
  },
  roles: { args: { sourceServers: [{ sourceServerId: APP, role: "application" }] } },
  "an optional server": {
    args: { sourceServers: [{ sourceServerId: APP }, { sourceServerId: WEB, impactLevel: "OPTIONAL" }] },
  },
  "a critical server": { args: { sourceServers: [{ sourceServerId: APP, impactLevel: "CRITICAL" }] } },
  "a declared launch configuration": {
    args: { sourceServers: [{ sourceServerId: APP, launchConfiguration: { launchDisposition: "STARTED" } }] },
  },
  "a selector": { args: selected({ Tier: "app" }) },
  "a selector with a role": { args: selected({ Tier: "app" }, { role: "application" }) },
  "a selector of two tags": { args: selected({ Tier: "app", App: "shop" }) },
  "a selector of two tags, turned round": { args: selected({ App: "shop", Tier: "app" }) },
  "a selector of many tags": { args: selected({ z: "1", A: "2", a: "3", "10": "4", "9": "5", Ä: "6" }) },
  "isDrill true": { args: { ...one, isDrill: true } },
  "a real recovery": { args: { ...one, isDrill: false, allowRecovery: true } },
  "allowRecovery for a drill": { args: { ...one, allowRecovery: true } },
  "no triggers": { args: { ...one, triggers: [] } },
  "a trigger": { args: { ...one, triggers: ["2026-03"] } },
  "two triggers": { args: { ...one, triggers: ["b", "a"] } },
  "two triggers, turned round": { args: { ...one, triggers: ["a", "b"] } },
  "a trigger with quotes": { args: { ...one, triggers: ['say "hello", ünïcode \n'] } },
  tags: { args: { ...one, tags: { Team: "dr", "cost-centre": "42", Empty: "" } } },
  "tags, turned round": { args: { ...one, tags: { Empty: "", "cost-centre": "42", Team: "dr" } } },
  "a recovery plan": { args: { ...one, recoveryPlan: "shop" } },
  "a wave's name": { args: { ...one, wave: "1" } },
  "a recovery plan and a wave": {
    args: { ...one, wave: "web", recoveryPlan: "shop, all of it", tags: { Team: "dr" } },
  },
  "an empty recovery plan": { args: { ...one, recoveryPlan: "" } },
  "what makes no other drill": {
    args: {
      ...one,
      observe: "off",
      objectives: { recoveryTimeSeconds: 900, recoveryPointSeconds: 60 },
      success: "launched",
      minimumLaunched: "50%",
      retries: { maximumAttempts: 5 },
      preflight: { maximumLagSeconds: 60, busyServers: "fail", sourceServerTag: "Name" },
      cleanup: "never",
      replaceRecoveryInstances: true,
      settings: ["3"],
      onUnreadableLaunchConfiguration: "useDefaults",
    },
  },
  everything: {
    args: {
      sourceServers: [
        { sourceServerId: WEB, role: "web", impactLevel: "OPTIONAL", recoverySnapshotId: PIT_2 },
        { sourceServerId: DB, role: "database", impactLevel: "CRITICAL", recoverySnapshotId: PIT_1 },
        { sourceServerId: APP },
      ],
      isDrill: false,
      allowRecovery: true,
      triggers: ["2026-03", "2"],
      tags: { Team: "dr" },
      recoveryPlan: "shop",
      wave: "1",
    },
    drillNonce: "00112233445566778899aabbccddeeff",
    region: "ap-southeast-2",
  },
};

const SERVERS: Record<string, { Tier: string; snapshots: string[] }> = {
  [DB]: { Tier: "database", snapshots: [PIT_1, PIT_3] },
  [APP]: { Tier: "app", snapshots: [] },
  [WEB]: { Tier: "app", snapshots: [PIT_2] },
};

function world(region: string): WorldFile {
  const tags = { App: "shop", z: "1", A: "2", a: "3", "10": "4", "9": "5", Ä: "6" };
  const sourceServers = Object.entries(SERVERS).map(([sourceServerID, { Tier, snapshots }]) => ({
    sourceServerID,
    tags: { Tier, ...tags },
    lagSeconds: 3,
    snapshots: snapshots.map((snapshotID) => ({ snapshotID, ageSeconds: 60 })),
  }));
  return { region, account: "111122223333", sourceServers };
}

/** Starts the drill in a world of its own, and follows it for a moment. */
export async function identityOf({ args, drillNonce = "0123456789abcdef", region = "us-west-2" }: Intent) {
  const drill = await openSimulatedWave(world(region));
  try {
    const connection = { endpoint: drill.simulator.url };
    const given = { region, drillNonce, connection, customTimeouts: { create: "1s" }, __provider: "pointer", ...args };
    // An undefined arg is one that the program does not give.
    const checked = await drill.wave.check?.({}, JSON.parse(JSON.stringify(given)));
    const thrown = await drill.wave.create(checked?.inputs).then(
      () => undefined,
      (error: unknown) => error,
    );
    const { executionId } = (thrown as { properties?: { executionId?: string } } | undefined)?.properties ?? {};
    const requests = drill.simulator.journal.entries("StartRecovery").map((entry) => entry.request);
    if (executionId === undefined || requests.length !== 1) {
      throw thrown;
    }
    return { executionId, request: requests[0] } satisfies Identity;
  } finally {
    await drill.close();
  }
}
