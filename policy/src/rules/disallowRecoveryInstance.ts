import { someOf } from "pulumi-drillwave/vocabulary";
import { compliantWhen, NOT_APPLICABLE } from "../judged/judgement";
import { observed } from "../judged/observed";
import { serverRule } from "../rule";

/** No drill is started over a recovery instance that may be production. */
export const disallowRecoveryInstance = serverRule({
  name: "drs-server-disallow-recovery-instance",
  displayName: "No drill over a recovery",
  wants: "A server that is drilled has no recovery instance of a recovery that is not a drill.",
  why:
    "A launch terminates every earlier recovery instance of its source server, whether or not DRS still lists it " +
    "(https://docs.aws.amazon.com/drs/latest/userguide/failback-preparing-failover.html). After a failover that " +
    "instance is production. The rule judges what DRS lists. An instance that was disconnected and deleted from DRS is " +
    "found by create alone, which looks in EC2. A wave with isDrill false is not judged, because what it finds may be " +
    "what it launched itself: create knows its own jobs, and refuses over others.",
  fix:
    "Leave the server out of the wave until its failback has ended. Disconnecting the instance does not protect it. " +
    "Terminate it only when nobody needs it any more.",
  severity: "critical",
  levels: { recommended: "mandatory", strict: "mandatory" },
  supports: ["REL13-BP03", "CP-4", "DORA-25"],
  config: {},
  judgeServer(server) {
    if (server.wave.inputs.isDrill === false) {
      return NOT_APPLICABLE;
    }
    const inTheWay = observed(server).recoveryInstances.filter((instance) => !instance.isDrill);
    // No drill makes such an instance: in an `up` as well, it stops the wave that would terminate it.
    return compliantWhen(inTheWay.length === 0, {
      says: "would lose the instance of a real recovery, which may be production now",
      detail: someOf(inTheWay.map(({ recoveryInstanceId }) => recoveryInstanceId)),
      why: "a launch terminates every earlier recovery instance of its server",
      fix: { words: "leave such a server out of the wave until its failback has ended" },
    });
  },
});
