import { awsDateTime } from "../awsTime";
import { holdsItsAddress, type InstanceRunState, type InstanceState } from "../world/state/instance";
import type { JobState, ParticipatingServerState } from "../world/state/job";
import { findSubnet } from "../world/state/lookup";
import { lastLaunchResultOf, type SourceServerState } from "../world/state/sourceServer";
import type { PlannedEvent, WorldState } from "../world/state/worldState";
import { readSettings } from "./readSettings";
import { doTemplateWork, remakeTemplate } from "./templateWork";

/** Applies, in order, every event that is due by `now` (simulated milliseconds since the epoch). */
export function advance(state: WorldState, now: number): void {
  // One by one, because what happens may plan more.
  for (let event = nextDue(state, now); event !== undefined; event = nextDue(state, now)) {
    apply(state, event);
  }
}

function nextDue(state: WorldState, now: number): PlannedEvent | undefined {
  const [next] = state.events;
  return next === undefined || next.at > now ? undefined : state.events.shift();
}

function apply(state: WorldState, event: PlannedEvent): void {
  switch (event.kind) {
    case "jobStatus":
      setJobStatus(state, event.jobID, event.status, event.at);
      return;
    case "log":
      jobOf(state, event.jobID)?.log.push({
        logDateTime: awsDateTime(event.at),
        event: event.event,
        eventData: event.eventData,
        ...(event.patch === undefined ? {} : { patch: event.patch }),
      });
      return;
    case "launchStatus":
      setLaunchStatus(state, event);
      return;
    case "instance":
      addInstance(state, event.instance);
      return;
    case "instanceState":
      withInstance(state, event.ec2InstanceID, (instance) => setInstanceState(state, instance, event.state));
      return;
    case "instanceListed":
      list(state, event.jobID, event.ec2InstanceID);
      return;
    case "instanceUnlisted":
      unlist(state, event.ec2InstanceID);
      return;
    case "instanceForgotten":
      state.instances = state.instances.filter((instance) => instance.ec2InstanceID !== event.ec2InstanceID);
      return;
    case "templateWork":
      withServer(state, event.sourceServerID, (server) =>
        doTemplateWork(state, server, event.work, event.at, event.method),
      );
      return;
    case "templateRemade":
      withServer(state, event.sourceServerID, (server) => remakeTemplate(state, server, event.at));
      return;
    case "settingsRead":
      readSettings(state, event);
      return;
    case "ssmAgent":
      withParticipant(state, event, (participant) => {
        participant.ssmAgentDiscoveryDatetime = awsDateTime(event.at);
      });
      return;
    case "launchActionRun":
      withParticipant(state, event, (participant) => {
        participant.runs = [...participant.runs.filter((run) => run.runId !== event.run.runId), event.run];
      });
      return;
  }
}

function setJobStatus(state: WorldState, jobID: string, status: JobState["status"], at: number): void {
  const job = jobOf(state, jobID);
  if (job !== undefined) {
    job.status = status;
    if (status === "COMPLETED") {
      job.endDateTime = awsDateTime(at);
    }
  }
}

/** A launch into an instance replaces what that instance was; it keeps its address. */
function addInstance(state: WorldState, instance: InstanceState): void {
  const others = state.instances.filter(({ ec2InstanceID }) => ec2InstanceID !== instance.ec2InstanceID);
  const isNew = others.length === state.instances.length;
  // A copy, so that changes to the instance do not change the planned event.
  state.instances = [...others, structuredClone(instance)];
  if (isNew) {
    makeRoom(state, instance, -1);
  }
}

function setLaunchStatus(state: WorldState, event: Extract<PlannedEvent, { kind: "launchStatus" }>): void {
  const { jobID, sourceServerID, status, at } = event;
  withParticipant(state, event, (participant) => {
    participant.launchStatus = status;
    participant.statusChanges?.push({ at, status });
  });
  const server = state.sourceServers.find((candidate) => candidate.sourceServerID === sourceServerID);
  if (server?.lastLaunch?.jobID === jobID && status !== "TERMINATED") {
    server.lastLaunch.status = status;
    server.lastLaunchResult = lastLaunchResultOf(status);
  }
}

// A world may say that an instance is gone or terminated already. Terminating it must not bring it back.
function setInstanceState(state: WorldState, instance: InstanceState, ec2State: InstanceRunState): void {
  if (holdsItsAddress(instance)) {
    instance.ec2State = ec2State;
    makeRoom(state, instance, holdsItsAddress(instance) ? 0 : 1);
  }
}

function makeRoom(state: WorldState, instance: InstanceState, addresses: number): void {
  const subnet = findSubnet(state, instance.subnetId);
  if (subnet !== undefined) {
    subnet.availableIpAddressCount += addresses;
  }
}

function list(state: WorldState, jobID: string, ec2InstanceID: string): void {
  withInstance(state, ec2InstanceID, (instance) => {
    instance.drsView = "LISTED";
    const server = state.sourceServers.find((candidate) => candidate.sourceServerID === instance.sourceServerID);
    if (server !== undefined) {
      server.recoveryInstanceId = ec2InstanceID;
    }
    const participant = jobOf(state, jobID)?.participatingServers.find(
      (p) => p.sourceServerID === instance.sourceServerID,
    );
    if (participant !== undefined) {
      participant.recoveryInstanceID = ec2InstanceID;
    }
  });
}

function unlist(state: WorldState, ec2InstanceID: string): void {
  withInstance(state, ec2InstanceID, (instance) => {
    instance.drsView = "DELETED";
  });
  for (const server of state.sourceServers) {
    if (server.recoveryInstanceId === ec2InstanceID) {
      delete server.recoveryInstanceId;
    }
  }
}

function withParticipant(
  state: WorldState,
  { jobID, sourceServerID }: { readonly jobID: string; readonly sourceServerID: string },
  change: (participant: ParticipatingServerState) => void,
): void {
  const participant = jobOf(state, jobID)?.participatingServers.find(
    (server) => server.sourceServerID === sourceServerID,
  );
  if (participant !== undefined) {
    change(participant);
  }
}

function jobOf(state: WorldState, jobID: string): JobState | undefined {
  return state.jobs.find((job) => job.jobID === jobID);
}

function withServer(
  { sourceServers }: WorldState,
  sourceServerID: string,
  change: (server: SourceServerState) => void,
): void {
  const server = sourceServers.find((candidate) => candidate.sourceServerID === sourceServerID);
  if (server !== undefined) {
    change(server);
  }
}

function withInstance(state: WorldState, ec2InstanceID: string, change: (instance: InstanceState) => void): void {
  const instance = state.instances.find((candidate) => candidate.ec2InstanceID === ec2InstanceID);
  if (instance !== undefined) {
    change(instance);
  }
}
