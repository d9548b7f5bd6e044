import { describe, expect, it } from "vitest";
import { buildWorld } from "../../../../../simulator/src/world/build/buildWorld";
import { contains } from "../../../../../simulator/src/world/state/addresses";
import { findSubnet } from "../../../../../simulator/src/world/state/lookup";
import { aServer, aState, first, serverID } from "../../aWorld";

const SUBNET = "subnet-0123456789abcdef0";

describe(buildWorld.name, () => {
  it("fills in everything that a world leaves out", () => {
    const state = aState();
    expect(state).toMatchObject({
      region: "us-west-2",
      account: "111122223333",
      latencyMs: 0,
      initialized: true,
      quotas: { serversPerJob: 100, concurrentJobs: 20, serversInAllJobs: 500 },
    });
    expect(first(state.sourceServers)).toMatchObject({
      os: "LINUX",
      cores: 2,
      lagSeconds: 0,
      replicationState: "CONTINUOUS",
    });
    expect(first(state.sourceServers).launchConfiguration).toEqual({
      name: `Launch Configuration for Source Server ${serverID(1)}`,
      launchDisposition: "STARTED",
      targetInstanceTypeRightSizingMethod: "BASIC",
      copyPrivateIp: false,
      copyTags: false,
      licensing: { osByol: false },
      postLaunchEnabled: false,
      launchIntoInstanceProperties: {},
    });
  });

  it("has no rate limit unless the world gives one", () => {
    expect(aState().rateLimit).toBeUndefined();
  });

  it.each([
    { label: "a subnet that it lists", world: { subnets: [{ subnetId: SUBNET, cidrBlock: "10.9.8.0/24" }] } },
    { label: "a subnet that it only names", world: {} },
  ])("gives a source an address in $label", ({ world }) => {
    const state = aState({ ...world, sourceServers: [aServer(1, { launchTemplate: { subnetId: SUBNET } })] });
    expect(contains(findSubnet(state, SUBNET)?.cidrBlock ?? "", first(state.sourceServers).privateIp)).toBe(true);
  });

  it("puts a subnet that it only names where its servers are", () => {
    const state = aState({
      sourceServers: [aServer(1, { privateIp: "10.7.7.7", launchTemplate: { subnetId: SUBNET } })],
    });
    expect(findSubnet(state, SUBNET)?.cidrBlock).toBe("10.7.7.0/24");
  });

  it("turns post-launch actions on where it lists some", () => {
    const state = aState({ sourceServers: [aServer(1, { postLaunchActions: [{ name: "ping", status: "FAILED" }] })] });
    expect(first(state.sourceServers).launchConfiguration.postLaunchEnabled).toBe(true);
    expect(state.launchActions[serverID(1)]).toMatchObject([{ name: "ping", active: true, order: 2 }]);
  });

  it.each([
    { given: {}, view: "LISTED" },
    { given: { disconnected: true }, view: "DISCONNECTED" },
    { given: { deletedFromDrs: true }, view: "DELETED" },
  ])("shows an earlier instance as $view", ({ given, view }) => {
    const state = aState({
      sourceServers: [aServer()],
      recoveryInstances: [{ sourceServerID: serverID(1), ...given }],
    });
    expect(first(state.instances)).toMatchObject({ drsView: view, ec2State: "RUNNING", isDrill: true });
  });
});
