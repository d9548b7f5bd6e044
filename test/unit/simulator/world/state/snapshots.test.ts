import { describe, expect, it } from "vitest";
import { onDemandSnapshotTime, recoverySnapshots } from "../../../../../simulator/src/world/state/snapshots";
import { aServer, aState, first, START } from "../../aWorld";

const HOUR = 3600 * 1000;

/** The server of a world with one. */
function server(given: Parameters<typeof aServer>[1] = {}) {
  return first(aState({ sourceServers: [aServer(1, given)] }).sourceServers);
}

describe(recoverySnapshots.name, () => {
  it("keeps 10-minute snapshots for an hour, hourly ones for a day and daily ones for a week", () => {
    const ages = recoverySnapshots(server(), START).map(({ timestamp }) =>
      Math.round((START - Date.parse(timestamp ?? "")) / 60_000),
    );
    expect(ages.slice(0, 8)).toEqual([0, 10, 20, 30, 40, 50, 60, 120]);
    expect(ages).toHaveLength(6 + 23 + 6); // nine o'clock is one of both, last midnight too
    expect(ages.every((age, index) => index === 0 || age > (ages[index - 1] ?? 0))).toBe(true);
  });

  it("gives a snapshot the same id as long as it is kept", () => {
    const newest = first(recoverySnapshots(server(), START));
    expect(recoverySnapshots(server(), START + 30 * 60_000)).toContainEqual(newest);
  });

  it("has none of a server that has never been in sync", () => {
    expect(recoverySnapshots(server({ replicationState: "INITIAL_SYNC" }), START)).toEqual([]);
  });

  it("lists those of the world instead, newest first, where it has some", () => {
    const given = server({
      snapshots: [{ ageSeconds: 7200 }, { snapshotID: "pit-0123456789abcdef0", timestamp: "2026-01-15T08:30:00Z" }],
    });
    expect(recoverySnapshots(given, START).map(({ timestamp }) => START - Date.parse(timestamp ?? ""))).toEqual([
      HOUR / 2,
      2 * HOUR,
    ]);
    expect(first(recoverySnapshots(given, START)).snapshotID).toBe("pit-0123456789abcdef0");
  });
});

describe(onDemandSnapshotTime.name, () => {
  it("is the time of the snapshot itself, whatever the replication lag", () => {
    expect(Date.parse(onDemandSnapshotTime(START))).toBe(START + 800);
  });
});
