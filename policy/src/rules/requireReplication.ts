import * as v from "valibot";
import { compliantWhen } from "../judged/judgement";
import { observed, reported } from "../judged/observed";
import { startReplication } from "../judged/serverChange";
import { serverRule } from "../rule";

/** DRS's DataReplicationState. */
const REPLICATION_STATES = [
  "STOPPED",
  "INITIATING",
  "INITIAL_SYNC",
  "BACKLOG",
  "CREATING_SNAPSHOT",
  "CONTINUOUS",
  "PAUSED",
  "RESCAN",
  "STALLED",
  "DISCONNECTED",
] as const;

/** Servers are replicated at the moment of the drill. */
export const requireReplication = serverRule({
  name: "drs-server-require-replication",
  displayName: "Servers are replicated",
  wants: "The data replication of every server is in a healthy state.",
  why:
    "A server whose replication has stalled or stopped launches from its last snapshot, and the drill looks well while " +
    "the recovery would lose everything since. This is stricter than DRS, which launches any server whose initial sync " +
    "has completed, also in lag or stalled (DRS user guide). BACKLOG and RESCAN are accepted, as servers catch up in them: " +
    "how far a server lags is drs-server-limit-lag's to judge. The state is of the moment of the look.",
  fix: "Fix the replication error that DRS says on the source server or in the staging area.",
  severity: "high",
  levels: { recommended: "mandatory", strict: "mandatory" },
  supports: ["REL13-BP04", "REL13-BP03", "CP-4", "DORA-25"],
  config: {
    states: v.optional(
      v.pipe(
        v.array(v.picklist(REPLICATION_STATES)),
        v.minLength(1),
        v.description("Accepted states of a server's data replication, by DRS's names."),
      ),
      ["CONTINUOUS", "CREATING_SNAPSHOT", "BACKLOG", "RESCAN"],
    ),
  },
  judgeServer(server, { states }) {
    const state = reported(observed(server).replicationState, `the replication state of ${server.name}`);
    const accepted: readonly string[] = states;
    const { error, failedStep } = observed(server).replication ?? {};
    const cause = error ?? (failedStep === undefined ? undefined : `the step ${failedStep} failed`);
    return compliantWhen(accepted.includes(state), {
      says: consequenceOf(state),
      ...(cause === undefined ? {} : { detail: cause }),
      why: `their replication is ${state}`,
      fix: state === "STOPPED" ? { change: startReplication(server) } : { words: FIX },
    });
  },
});

const FIX = "remove the cause on the server or in the staging area (DRS says more in dataReplicationInfo of each)";

/** From these, nothing is launched (docs/drs-facts.md#which-servers-replicate). */
const CANNOT_START: readonly string[] = ["STOPPED", "INITIATING", "INITIAL_SYNC", "DISCONNECTED"];

function consequenceOf(state: string): string {
  return CANNOT_START.includes(state) ? "cannot start" : "would lose what has changed since their last snapshot";
}
