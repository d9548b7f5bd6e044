import { formatDuration } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import { compliantWhen } from "../judged/judgement";
import { observed, reported } from "../judged/observed";
import { serverRule } from "../rule";

/** Of every server of the Region: so that one command serves however many lag. */
const SHOW_BACKLOG =
  "aws drs describe-source-servers --query 'items[].{server: sourceServerID, lag: dataReplicationInfo.lagDuration, error: dataReplicationInfo.dataReplicationError.error, disks: dataReplicationInfo.replicatedDisks}'";

/** No server lags further behind than its wave may lose. */
export const limitLag = serverRule({
  name: "drs-server-limit-lag",
  displayName: "Replication keeps up",
  wants: "No server's data replication lags behind further than the wave's recovery point objective.",
  why:
    "Lag is the time since the server was last in continuous data protection " +
    "(https://docs.aws.amazon.com/drs/latest/userguide/Replication-Related-FAQ.html): what was written since is not in " +
    "AWS, and a recovery at this moment loses it. The rule judges the lag at the moment of the look, also for a server " +
    "that is drilled from a pinned snapshot. A lag that comes and goes is seen only by monitoring.",
  fix:
    "Find out what slows the replication down: the network, bandwidth throttling, the staging disks or the write rate. " +
    "Or declare the recovery point objective that the business accepts.",
  severity: "high",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP03", "CP-4", "DORA-25", "A1.3"],
  config: {
    maximumLagSeconds: v.optional(
      v.pipe(
        v.number(),
        v.minValue(1),
        v.description(
          "Seconds that a server may lag behind where its wave declares no objectives.recoveryPointSeconds.",
        ),
      ),
      900,
    ),
  },
  judgeServer(server, { maximumLagSeconds }) {
    const objective = server.wave.inputs.objectives?.recoveryPointSeconds;
    const lag = reported(observed(server).lagSeconds, `the replication lag of ${server.name}`);
    const limit = objective ?? maximumLagSeconds;
    const source = objective === undefined ? "than maximumLagSeconds of this rule" : "than their wave's objective";
    return compliantWhen(lag <= limit, {
      says: `would lose more ${source} allows if they had to recover now`,
      detail: `${formatDuration(lag)} behind, ${formatDuration(limit)} allowed`,
      why: "their replication lags, so what was written since is not in AWS",
      fix: { words: "find what holds it back", change: { kind: "other", command: SHOW_BACKLOG } },
    });
  },
});
