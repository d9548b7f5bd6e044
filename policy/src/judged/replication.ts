import type { ObservedReplicationConfiguration } from "pulumi-drillwave/vocabulary";
import { entry, observed, part } from "./observed";
import type { JudgedServer } from "./wave";

/** How the server is replicated, as stored in DRS. @throws Unanswerable when it could not be read. */
export function replicationOf(server: JudgedServer): ObservedReplicationConfiguration {
  const { sourceServerId } = observed(server);
  const configurations = part(server.wave, "replicationConfigurations");
  const what = `the replication configuration of ${server.name}`;
  return entry(server.wave, "replicationConfigurations", configurations, sourceServerId, what);
}
