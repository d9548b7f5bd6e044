import { describe, expect, it } from "vitest";
import type { JobLogItem } from "../../../../../provider/src/drs/types";
import { reasonsIn, remedyIn } from "../../../../../provider/src/wave/end/terminationReasons";
import { aLogItem, aRecoveryInstance, DB, WEB } from "../../factories";

const PROTECTED =
  "An error occurred (OperationNotPermitted) when calling the TerminateInstances operation: The instance 'i-00000001' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.";
const UNAUTHORIZED =
  "An error occurred (UnauthorizedOperation) when calling the TerminateInstances operation: You are not authorized to perform this operation. User: arn:aws:sts::111122223333:assumed-role/drill is not authorized to perform: ec2:TerminateInstances";
const LEFT = [
  aRecoveryInstance(),
  aRecoveryInstance({ recoveryInstanceId: "i-00000002", ec2InstanceId: "i-00000002", sourceServerId: WEB }),
];
const failed = (message?: string, changes: Partial<JobLogItem> = {}) =>
  aLogItem("CLEANUP_FAIL", 9, { ...(message === undefined ? {} : { message }), ...changes });

describe(reasonsIn.name, () => {
  it.each([
    { label: "a log without failures", log: [aLogItem("CLEANUP_START", 1), aLogItem("CLEANUP_END", 2)], reasons: [] },
    { label: "no log", log: [], reasons: [] },
    { label: "a failure with DRS's reason", log: [failed("no.")], reasons: [`${DB}: CLEANUP_FAIL: no`] },
    { label: "the same failure twice", log: [failed("no"), failed("no")], reasons: [`${DB}: CLEANUP_FAIL: no`] },
    { label: "a failure without a reason", log: [failed()], reasons: [`${DB}: CLEANUP_FAIL: DRS gives no reason`] },
    {
      label: "a failure of a kind that AWS adds, of no server",
      log: [{ event: "TERMINATE_FAILED" }],
      reasons: ["TERMINATE_FAILED: DRS gives no reason"],
    },
    {
      label: "a reason with characters that a terminal acts on",
      log: [failed("\u001b[2Jno\nmore")],
      reasons: [`${DB}: CLEANUP_FAIL: \\u001b[2Jno more`],
    },
  ])("reads $label", ({ log, reasons }) => {
    expect(reasonsIn(log)).toEqual(reasons);
  });
});

describe(remedyIn.name, () => {
  const unprotect = (id: string) =>
    `aws ec2 modify-instance-attribute --instance-id ${id} --no-disable-api-termination`;
  it.each([
    {
      label: "termination protection of an instance that is named",
      log: [failed(PROTECTED, { sourceServerId: WEB })],
      remedy: unprotect("i-00000001"),
    },
    {
      label: "termination protection of a server's instance",
      log: [failed("disableApiTermination is set", { sourceServerId: WEB })],
      remedy: unprotect("i-00000002"),
    },
    {
      label: "termination protection of nothing that is named",
      log: [{ event: "CLEANUP_FAIL", message: "Modify its 'disableApiTermination' attribute" }],
      remedy: `${unprotect("i-00000001")}; ${unprotect("i-00000002")}`,
    },
    {
      label: "a missing permission",
      log: [failed(UNAUTHORIZED)],
      remedy: "grant ec2:TerminateInstances to whoever destroys: DRS acts as the caller",
    },
    {
      label: "a missing permission that is not named",
      log: [failed("UnauthorizedOperation")],
      remedy: "grant ec2:TerminateInstances to whoever destroys: DRS acts as the caller",
    },
    {
      label: "another missing permission",
      log: [failed("AccessDenied: not authorized to perform: ec2:DeleteVolume")],
      remedy: "grant ec2:DeleteVolume to whoever destroys: DRS acts as the caller",
    },
    { label: "a reason that nobody knows", log: [failed("internal error")], remedy: undefined },
  ])("lifts $label", ({ log, remedy }) => {
    expect(remedyIn(log, LEFT)).toBe(remedy);
  });
});
