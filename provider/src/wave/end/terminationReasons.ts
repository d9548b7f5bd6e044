/** Why a TERMINATE job left instances, by its own log, and what lifts that. Pure. */

import { SERVER_FAILURE_EVENTS } from "../../drs/status";
import type { JobLogItem, RecoveryInstance } from "../../drs/types";
import { harmless } from "../../vocabulary";

/** Each failure in the log, once: `s-…: CLEANUP_FAIL: An error occurred (UnauthorizedOperation) …`. */
export function reasonsIn(log: readonly JobLogItem[]): string[] {
  const reasons = log.filter(isFailure).map(({ event, message = "DRS gives no reason", sourceServerId }) => {
    const text = `${event}: ${harmless(message).replace(/[.\s]+$/, "")}`;
    return sourceServerId === undefined ? text : `${sourceServerId}: ${text}`;
  });
  return [...new Set(reasons)];
}

function isFailure({ event, message }: JobLogItem): boolean {
  return message !== undefined || SERVER_FAILURE_EVENTS.includes(event) || /_FAIL(ED)?$/.test(event);
}

/** What to do about these reasons, a clause with the command or the permission; undefined for one that we do not know. */
export function remedyIn(log: readonly JobLogItem[], left: readonly RecoveryInstance[]): string | undefined {
  const failures = log.filter(isFailure);
  const isProtected = failures.filter(({ message = "" }) =>
    /disableApiTermination|termination protection/i.test(message),
  );
  const denied = failures.filter(({ message = "" }) =>
    /UnauthorizedOperation|AccessDenied|not authorized/i.test(message),
  );
  const remedies = [
    ...idsOf(isProtected, left).map(
      (id) => `aws ec2 modify-instance-attribute --instance-id ${id} --no-disable-api-termination`,
    ),
    ...(denied.length === 0 ? [] : [`grant ${permissionsIn(denied)} to whoever destroys: DRS acts as the caller`]),
  ];
  return remedies.length === 0 ? undefined : remedies.join("; ");
}

/** The instances that these failures are of: those that they name, else those of their servers, else all. */
function idsOf(failures: readonly JobLogItem[], left: readonly RecoveryInstance[]): string[] {
  const ids = failures.flatMap(({ message = "", sourceServerId, targetInstanceId }) => {
    const named = [
      ...(targetInstanceId === undefined ? [] : [targetInstanceId]),
      ...(message.match(/\bi-[0-9a-f]{8,17}\b/g) ?? []),
    ];
    const known = left.filter(({ ec2InstanceId }) => named.includes(ec2InstanceId));
    const ofServer = left.filter((each) => each.sourceServerId !== undefined && each.sourceServerId === sourceServerId);
    return (known.length > 0 ? known : ofServer.length > 0 ? ofServer : left).map((each) => each.ec2InstanceId);
  });
  return [...new Set(ids)];
}

function permissionsIn(denied: readonly JobLogItem[]): string {
  const named = denied.flatMap(({ message = "" }) => message.match(/\b(?:ec2|drs|iam|kms):[A-Z]\w+/g) ?? []);
  return named.length === 0 ? "ec2:TerminateInstances" : [...new Set(named)].join(", ");
}
