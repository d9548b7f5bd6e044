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

/** The AWS CLI command that shows how far the server's replication is, and what keeps it. */
export function describeReplication({ sourceServerId }: JudgedServer): string {
  return `aws drs describe-source-servers --filters sourceServerIDs=${sourceServerId} --query 'items[0].dataReplicationInfo'`;
}

/** The AWS CLI command that stores other replication settings for the server. */
export function updateReplication({ sourceServerId }: JudgedServer, options: string): string {
  return `aws drs update-replication-configuration --source-server-id ${sourceServerId} ${options}`;
}
