/** The ids and names that this package gives what it makes for a launch action: the same at every try. Pure. */
import { createHash } from "node:crypto";

/**
 * How the names of SSM parameters begin that AWS's policy lets DRS read for the caller
 * (docs/drs-facts.md#parameters-of-post-launch-actions).
 */
export const SSM_PREFIX = "ManagedByAWSElasticDisasterRecoveryService-";

/** A longer name of a parameter is told by its digest: SSM's names end at 1011 characters, the ARN's beginning included. */
const LONGEST_PART = 200;

/** Id of the action of a resource on a server: a UUID of its URN and the server (RFC 9562, version 8: by a digest of one's own). */
export function actionIdOf(urn: string, sourceServerId: string): string {
  const hex = createHash("sha256").update(`${urn}\n${sourceServerId}`).digest("hex");
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join("-");
}

/** Name of the SSM parameter that holds the text of an action's parameter. */
export function ssmNameOf(actionId: string, parameter: string): string {
  const part =
    parameter.length <= LONGEST_PART ? parameter : createHash("sha256").update(parameter).digest("hex").slice(0, 40);
  return `${SSM_PREFIX}${actionId}-${part}`;
}

/** The name in a document's name or ARN. */
export function documentName(nameOrArn: string): string {
  return /^arn:[\w-]+:ssm:.*:(?:document|automation-definition)\/(.+)$/.exec(nameOrArn)?.[1] ?? nameOrArn;
}
