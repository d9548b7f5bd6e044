import { awsDateTime } from "../awsTime";
import { derivedId, derivedMacAddress } from "../world/state/ids";
import { basicRightSize } from "../world/state/instanceTypes";
import type { SourceServerState } from "../world/state/sourceServer";

/** An agent version, in the form that agents report. */
export const AGENT_VERSION = "6.42.12.2025.353.1309";

/** The API model's limit of `cpus`. */
export const MOST_CPUS = 256;

/** The instance id of a source server that is an EC2 instance; undefined for any other. */
export function sourceInstanceID(server: SourceServerState): string | undefined {
  const { awsInstanceID, sourceInstanceType, sourceServerID } = server;
  return awsInstanceID ?? (sourceInstanceType === undefined ? undefined : derivedId("i-", `${sourceServerID}/source`));
}

/** DRS's SourceProperties of this server at this moment (simulated milliseconds since the epoch). */
export function sourceProperties(server: SourceServerState, now: number): object {
  const awsInstanceID = sourceInstanceID(server);
  const { architecture, supportsNitroInstances = true } = server;
  return {
    lastUpdatedDateTime: awsDateTime(now - 60_000),
    recommendedInstanceType: basicRightSize(server.cores, server.ramBytes),
    identificationHints: {
      fqdn: server.fqdn,
      hostname: server.hostname,
      ...(awsInstanceID === undefined ? {} : { awsInstanceID }),
    },
    networkInterfaces: networkInterfaces(server),
    disks: server.disks.map(({ deviceName, bytes }) => ({ deviceName, bytes })),
    cpus: Array.from({ length: Math.min(server.cores, MOST_CPUS) }, () => cpu(architecture)),
    ramBytes: server.ramBytes,
    os: { fullString: server.osName },
    ...(supportsNitroInstances === null ? {} : { supportsNitroInstances }),
    ...(architecture === undefined ? {} : { architecture }),
  };
}

// Recorded answers have an entry for each core.
function cpu(architecture: string | undefined): object {
  const modelName = architecture === "arm64" ? "Neoverse-N1" : "Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz";
  return { cores: 1, modelName };
}

/** The interfaces that the world lists, else one with the server's address. */
function networkInterfaces(server: SourceServerState): object[] {
  const listed = server.networkInterfaces ?? [{}];
  return listed.map((told, index) => {
    const macAddress =
      told.macAddress === undefined ? derivedMacAddress(`${server.sourceServerID}/${index}`) : told.macAddress;
    // The recorded secondary interfaces have no addresses.
    const ips = told.ips === undefined && index === 0 ? [server.privateIp] : told.ips;
    const isPrimary = told.isPrimary === undefined ? index === 0 : told.isPrimary;
    return {
      ...(macAddress === null ? {} : { macAddress }),
      ...(ips === undefined || ips === null ? {} : { ips }),
      ...(isPrimary === null ? {} : { isPrimary }),
    };
  });
}
