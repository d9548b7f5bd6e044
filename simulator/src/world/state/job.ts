import type { Patch } from "../../mergePatch";
import type { Tags } from "./resource";

/** `launchStatus` of a participating server. */
export type LaunchStatus = "PENDING" | "IN_PROGRESS" | "LAUNCHED" | "FAILED" | "TERMINATED";
export type ActionRunStatus = "IN_PROGRESS" | "SUCCEEDED" | "FAILED";

/** A post-launch action, by the API's member names. */
export interface LaunchAction {
  readonly actionId: string;
  readonly actionCode: string;
  readonly type: "SSM_AUTOMATION" | "SSM_COMMAND";
  readonly name: string;
  readonly active: boolean;
  readonly order: number;
  readonly actionVersion: string;
  readonly optional: boolean;
  readonly parameters: Readonly<Record<string, { readonly type?: string; readonly value?: string }>>;
  readonly description: string;
  readonly category: string;
}

/** A run of a post-launch action in a job. */
export interface LaunchActionRun {
  readonly action: LaunchAction;
  readonly runId: string;
  readonly status: ActionRunStatus;
  readonly failureReason?: string;
}

/** A server in a job. */
export interface ParticipatingServerState {
  readonly sourceServerID: string;
  launchStatus: LaunchStatus;
  /** When it got each status, in simulated milliseconds since the epoch; absent in files of earlier versions. */
  readonly statusChanges?: { readonly at: number; readonly status: LaunchStatus }[];
  recoveryInstanceID?: string;
  /** When the SSM agent was found on the instance. */
  ssmAgentDiscoveryDatetime?: string;
  runs: LaunchActionRun[];
}

/** `eventData` of a job log item. */
export interface JobLogEventData {
  readonly sourceServerID?: string;
  readonly conversionServerID?: string;
  readonly targetInstanceID?: string;
  readonly rawError?: string;
}

/** One line of a job's log. */
interface JobLogItem {
  readonly logDateTime: string;
  readonly event: string;
  readonly eventData: JobLogEventData;
  /** Changes what DRS answers of it. */
  readonly patch?: Patch;
}

/** A job and its log. */
export interface JobState {
  readonly jobID: string;
  readonly type: "LAUNCH" | "TERMINATE";
  readonly initiatedBy: "START_RECOVERY" | "START_DRILL" | "TERMINATE_RECOVERY_INSTANCES";
  readonly creationDateTime: string;
  endDateTime?: string;
  status: "PENDING" | "STARTED" | "COMPLETED";
  readonly participatingServers: ParticipatingServerState[];
  tags: Tags;
  readonly log: JobLogItem[];
}
