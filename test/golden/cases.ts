import type { WorldFile } from "../../simulator/src/index";
import { APP, aWorld, DATABASE, WEB } from "../engine/worlds";

/** A drill whose state is kept: the world it runs in, the program's args, and how many `up` run before the state is taken. */
export interface Case {
  world: WorldFile;
  args: object;
  /** Creates and updates; 1 is the create alone. */
  ups?: number;
}

const SNAPSHOT = "pit-00000000000000001";
const app = { sourceServers: [{ sourceServerId: APP }] };
const appFails = (times: number) => aWorld({ [APP]: { outcome: { event: "LAUNCH_FAILED", times } } });

/** What is recorded of every version. Args that came later than a version are not given to it. */
export const CASES: Record<string, Case> = {
  passed: { world: aWorld(), args: app },
  "retry-left": {
    world: appFails(1),
    args: { sourceServers: [{ sourceServerId: DATABASE }, { sourceServerId: APP }] },
  },
  exhausted: { world: appFails(2), args: { ...app, cleanup: "afterDrill" }, ups: 2 },
  waiting: { world: aWorld(), args: { ...app, customTimeouts: { create: "3m" } } },
  "not-verified": { world: aWorld(), args: { ...app, customTimeouts: { create: "10m" } } },
  "after-drill": { world: aWorld(), args: { ...app, cleanup: "afterDrill" } },
  "cleanup-unfinished": {
    world: aWorld({ [APP]: { timings: { terminateEnd: 600 } } }),
    args: { ...app, cleanup: "afterDrill", customTimeouts: { create: "15m" } },
  },
  selector: {
    world: aWorld({ [WEB]: { tags: { Tier: "app" } } }),
    args: { selector: { tags: { Tier: "app" }, role: "app" }, settings: ["4", "7"] },
  },
  declared: {
    world: aWorld({ [DATABASE]: { snapshots: [{ snapshotID: SNAPSHOT, ageSeconds: 60 }] } }),
    args: {
      region: "us-west-2",
      sourceServers: [
        { sourceServerId: WEB, role: "web", impactLevel: "OPTIONAL" },
        { sourceServerId: DATABASE, role: "database", recoverySnapshotId: SNAPSHOT },
        { sourceServerId: APP, launchConfiguration: { launchDisposition: "STARTED" } },
      ],
      recoveryPlan: "shop",
      wave: "1",
      tags: { Team: "dr", "cost-centre": "42" },
      triggers: ["2026-03"],
    },
  },
  "cleanup-never": { world: aWorld(), args: { ...app, cleanup: "never" } },
  degraded: {
    world: aWorld({ [WEB]: { outcome: { event: "LAUNCH_FAILED" } } }),
    args: {
      sourceServers: [{ sourceServerId: DATABASE }, { sourceServerId: WEB, impactLevel: "OPTIONAL" }],
      objectives: { recoveryTimeSeconds: 60, recoveryPointSeconds: 30 },
      minimumLaunched: "50%",
      success: "running",
    },
  },
  timeouts: {
    world: aWorld(),
    args: { ...app, customTimeouts: { create: "45m", update: "30m", delete: "20m" }, polling: { intervalSeconds: 20 } },
  },
  "real-recovery": { world: aWorld(), args: { ...app, isDrill: false, allowRecovery: true, observe: "off" } },
};

/** The args of a wave and of its guard, as the resource classes hand them to the engine. */
export function programOf({ args }: Case): { wave: Record<string, unknown>; guard: Record<string, unknown> } {
  const urn = (name: string, type: string) => `urn:pulumi:dev::shop::pulumi-nodejs:dynamic:${type}::${name}`;
  const shared = { region: "us-west-2", connection: { endpoint: "http://127.0.0.1:1" }, ...args };
  const { cleanup, polling, customTimeouts } = shared as Record<string, unknown>;
  const { region, connection } = shared;
  const guard = { region, connection, cleanup, polling, customTimeouts };
  const given = Object.entries(guard).filter(([, value]) => value !== undefined);
  return {
    wave: { ...shared, __provider: "wave pointer", __urn: urn("app", "DrillWave") },
    guard: { ...Object.fromEntries(given), __provider: "guard pointer", __urn: urn("app-guard", "DrillGuard") },
  };
}
