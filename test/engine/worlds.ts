import type { WorldFile } from "drs-simulator";

type WorldServer = NonNullable<WorldFile["sourceServers"]>[number];

/** Three servers, one a tier, that all recover. */
export const DATABASE = "s-00000000000000001";
export const APP = "s-00000000000000002";
export const WEB = "s-00000000000000003";

/** A world in which everything recovers; `changes` break a server each. */
export function aWorld(changes: Record<string, Partial<WorldServer>> = {}, world: Partial<WorldFile> = {}): WorldFile {
  const servers: WorldServer[] = [
    aServer(DATABASE, "db-1", "database", "NONE"),
    aServer(APP, "app-1", "app", "NONE"),
    aServer(WEB, "web-1", "web", "BASIC"),
  ];
  return {
    region: "us-west-2",
    account: "111122223333",
    sourceServers: servers.map((server) => ({ ...server, ...changes[server.sourceServerID] })),
    ...world,
  };
}

function aServer(
  sourceServerID: string,
  hostname: string,
  tier: string,
  targetInstanceTypeRightSizingMethod: "NONE" | "BASIC",
): WorldServer {
  return {
    sourceServerID,
    hostname,
    tags: { Tier: tier },
    lagSeconds: 3,
    launchConfiguration: { targetInstanceTypeRightSizingMethod },
    launchTemplate: { instanceType: "m5.large", subnetId: "subnet-0123456789abcdef0" },
  };
}
