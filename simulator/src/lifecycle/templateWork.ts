import { remakeLaunchTemplate } from "../world/state/drsLaunchTemplate";
import {
  addVersion,
  type LaunchTemplateData,
  type NetworkInterfaceData,
  primaryInterface,
} from "../world/state/launchTemplate";
import { defaultVersion, launchTemplateOf } from "../world/state/lookup";
import type { SourceServerState } from "../world/state/sourceServer";
import type { PlannedEvent, TemplateWork, WorldState } from "../world/state/worldState";
import { inOrder } from "./planJob";
import { type RightSizing, rightSizedType } from "./rightSizedType";

const ALL: readonly TemplateWork[] = ["instanceType", "privateAddress"];

/**
 * Plans what DRS will write into a server's launch template, because of its launch configuration or of what somebody else wrote there.
 *
 * DRS does so late, and from the version that is the default by then (docs/drs-facts.md, "Right-sizing").
 *
 * @param now simulated milliseconds since the epoch
 */
export function planTemplateWork(state: WorldState, server: SourceServerState, now: number): void {
  for (const work of ALL) {
    const seconds = work === "instanceType" ? state.quirks.rightSizingSeconds : state.quirks.addressCheckSeconds;
    if (!hasTemplate(state, server) || changedData(state, server, work) === undefined) {
      continue;
    }
    if (seconds === 0) {
      doTemplateWork(state, server, work, now);
    } else if (!state.events.some((event) => isSame(event, work, server))) {
      const at = Math.round(now + seconds * 1000);
      state.events = inOrder([
        ...state.events,
        { at, background: true, kind: "templateWork", work, sourceServerID: server.sourceServerID },
      ]);
    }
  }
}

function isSame(event: PlannedEvent, work: TemplateWork, { sourceServerID }: SourceServerState): boolean {
  return event.kind === "templateWork" && event.work === work && event.sourceServerID === sourceServerID;
}

function hasTemplate({ launchTemplates }: WorldState, { ec2LaunchTemplateID }: SourceServerState): boolean {
  return launchTemplates.some(({ launchTemplateId }) => launchTemplateId === ec2LaunchTemplateID);
}

/** Plans that right-sizing, which was switched off, writes once more, where the world has it so. */
export function letRightSizingLinger(
  state: WorldState,
  { sourceServerID }: SourceServerState,
  method: RightSizing,
  now: number,
): void {
  const { rightSizingLingers, rightSizingSeconds } = state.quirks;
  if (rightSizingLingers && method !== "NONE") {
    const at = Math.round(now + rightSizingSeconds * 1000);
    state.events = inOrder([
      ...state.events,
      { at, background: true, kind: "templateWork", work: "instanceType", sourceServerID, method },
    ]);
  }
}

/**
 * Does that work now, if there is still something to write: a new version of the template becomes its default.
 *
 * @param method of right-sizing; by default the server's own
 */
export function doTemplateWork(
  state: WorldState,
  server: SourceServerState,
  work: TemplateWork,
  now: number,
  method?: RightSizing,
): void {
  const data = hasTemplate(state, server) ? changedData(state, server, work, method) : undefined;
  if (data === undefined) {
    return;
  }
  writeTemplate(state, server, data, now);
  if (work === "privateAddress") {
    noteAddress(server);
  }
}

/** Makes a deleted launch template anew, and plans what DRS writes into it. */
export function remakeTemplate(state: WorldState, server: SourceServerState, now: number): void {
  if (!hasTemplate(state, server)) {
    delete server.copiedPrivateIp;
    remakeLaunchTemplate(state, server, rightSizedType(server, undefined), now);
    planTemplateWork(state, server, now);
  }
}

/** Adds a version to a server's launch template and makes it the default, as DRS does. */
export function writeTemplate(
  state: WorldState,
  server: SourceServerState,
  data: LaunchTemplateData,
  now: number,
): void {
  const template = launchTemplateOf(state, server);
  const { versionNumber } = addVersion(template, { createTime: new Date(now).toISOString(), data });
  template.defaultVersionNumber = versionNumber;
}

/** The default version's data with that work done; undefined when there is nothing to do. */
function changedData(
  state: WorldState,
  server: SourceServerState,
  work: TemplateWork,
  method: RightSizing = server.launchConfiguration.targetInstanceTypeRightSizingMethod,
): LaunchTemplateData | undefined {
  const { data } = defaultVersion(launchTemplateOf(state, server));
  return work === "instanceType" ? withType(server, data, method) : withAddress(server, data);
}

function withType(
  server: SourceServerState,
  data: LaunchTemplateData,
  method: RightSizing,
): LaunchTemplateData | undefined {
  if (method === "NONE") {
    return undefined;
  }
  const { instanceRequirements: _displaced, ...rest } = data;
  const instanceType = rightSizedType(server, data.instanceType, method);
  return instanceType === data.instanceType ? undefined : { ...rest, instanceType };
}

/** The source's address while it is copied; without the address that DRS wrote once it no longer is. An existing interface keeps its own. */
function withAddress(server: SourceServerState, data: LaunchTemplateData): LaunchTemplateData | undefined {
  const { privateIpAddress, networkInterfaceId } = primaryInterface(data) ?? {};
  if (networkInterfaceId !== undefined) {
    return undefined;
  }
  if (server.launchConfiguration.copyPrivateIp) {
    return privateIpAddress === server.privateIp
      ? undefined
      : withPrimary(data, (given) => ({ ...given, privateIpAddress: server.privateIp }));
  }
  return server.copiedPrivateIp === undefined || privateIpAddress !== server.copiedPrivateIp
    ? undefined
    : withPrimary(data, ({ privateIpAddress: _copied, ...given }) => given);
}

function noteAddress(server: SourceServerState): void {
  if (server.launchConfiguration.copyPrivateIp) {
    server.copiedPrivateIp = server.privateIp;
  } else {
    delete server.copiedPrivateIp;
  }
}

/** The data with another primary interface; one is added where there is none. */
export function withPrimary(
  data: LaunchTemplateData,
  change: (given: NetworkInterfaceData) => NetworkInterfaceData,
): LaunchTemplateData {
  const primary = primaryInterface(data);
  const all = data.networkInterfaces ?? [];
  return {
    ...data,
    networkInterfaces:
      primary === undefined
        ? [change({ deviceIndex: 0, deleteOnTermination: true }), ...all]
        : all.map((given) => (given === primary ? change(given) : given)),
  };
}

/** The server whose launch template this is; undefined for a template of somebody else's. */
export function serverOf(state: WorldState, launchTemplateId: string): SourceServerState | undefined {
  return state.sourceServers.find(({ ec2LaunchTemplateID }) => ec2LaunchTemplateID === launchTemplateId);
}
