import type { Connection } from "../vocabulary";
import { withoutUndefined } from "../withoutUndefined";

/** A Region's name within a host's, as in `vpce-0123.ec2.us-west-2.vpce.amazonaws.com`. */
const REGION_IN_HOST = /(?<=[.-]|^)[a-z]{2}(?:-[a-z]+)+-\d(?=[.-]|$)/;

/** Where source instances are, and as whom they are read. */
export interface Source {
  region: string;
  account: string | undefined;
  sourceConnection: Connection | undefined;
}

/**
 * The connection over which source instances are read: the wave's, with the members that the selector gives. A profile of
 * its own comes without the wave's role, and addresses that belong to another Region are not taken over. Pure.
 */
export function sourceConnectionOf(
  wave: Connection = {},
  { region, account, sourceConnection = {} }: Source,
): Connection {
  const { endpoint, endpoints, profile, assumeRole } = sourceConnection;
  const namesEndpoint = endpoint !== undefined || endpoints !== undefined;
  const role = assumeRole ?? (profile === undefined ? wave.assumeRole : undefined);
  return withoutUndefined({
    endpoint: namesEndpoint ? endpoint : inRegion(wave.endpoint, region),
    endpoints: namesEndpoint ? endpoints : endpointsIn(wave.endpoints, region),
    allowInsecureEndpoint: sourceConnection.allowInsecureEndpoint ?? wave.allowInsecureEndpoint,
    profile: profile ?? wave.profile,
    assumeRole: role === undefined ? undefined : { ...role, roleArn: roleIn(role.roleArn, account) },
  });
}

function endpointsIn(endpoints: Connection["endpoints"], region: string): Connection["endpoints"] {
  return endpoints === undefined
    ? undefined
    : withoutUndefined({ ec2: inRegion(endpoints.ec2, region), sts: inRegion(endpoints.sts, region) });
}

/** The address, unless its host names another Region. */
function inRegion(url: string | undefined, region: string): string | undefined {
  if (url === undefined) {
    return undefined;
  }
  const [named = region] = REGION_IN_HOST.exec(new URL(url).hostname) ?? [];
  return named === region ? url : undefined;
}

/** The role's ARN with the account in the place of a `*` for it: the same role in each account. */
function roleIn(roleArn: string, account: string | undefined): string {
  const parts = roleArn.split(":");
  return parts[4] !== "*" || account === undefined ? roleArn : parts.with(4, account).join(":");
}
