import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { policiesOf } from "../../../../policy/src/policies/drillPolicies";
import { RULES } from "../../../../policy/src/rules";
import { ago, aSeenServer, aServer, aWave, OBSERVED_AT, observing, theSurroundings } from "../factories";
import { type Reported, runPolicies } from "../runPolicies";
import { serverId } from "./findings";

const instanceId = (number: number) => `i-${String(number).padStart(17, "0")}`;

/** A wave of servers that each lag, miss a disk, are left over from a drill, lie unencrypted and have a role of their own. */
function aCarelessWave(name: string, numbers: readonly number[]) {
  const seen = numbers.map((number) =>
    aSeenServer({
      sourceServerId: serverId(number),
      hostname: `srv-${number}`,
      lagSeconds: 1000 + number,
      replicatedDisks: ["/dev/sda1"],
      recoveryInstances: [{ recoveryInstanceId: instanceId(number), isDrill: true }],
    }),
  );
  const around = theSurroundings({
    replicationConfigurations: Object.fromEntries(
      numbers.map((number) => [serverId(number), { ebsEncryption: "NONE", dataPlaneRouting: "PUBLIC_IP" }]),
    ),
    launchTimes: Object.fromEntries(numbers.map((number) => [instanceId(number), ago({ days: 2, hours: number })])),
  });
  const sourceServers = numbers.map((number) => aServer({ sourceServerId: serverId(number), role: `batch-${number}` }));
  return { wave: aWave({ sourceServers, observed: observing(seen, around), cleanup: "never" }, [], name) };
}

const numbers = Array.from({ length: 40 }, (_, index) => index + 1);
const waves = [aCarelessWave("one", numbers.slice(0, 20)), aCarelessWave("two", numbers.slice(20))];
const levels = new Map(RULES.map(({ name, levels: { strict } }) => [name, strict] as const));

describe("forty servers in two waves that share what is wrong", () => {
  let reports: Reported[];
  beforeAll(async () => {
    vi.useFakeTimers({ now: new Date(OBSERVED_AT), toFake: ["Date"] });
    reports = await runPolicies(policiesOf({ set: "strict" }, { isPreview: true, levels }), waves);
  });
  afterAll(() => {
    vi.useRealTimers();
  });

  it.each([
    {
      rule: "drs-server-limit-lag",
      start:
        "srv-1 (16m41s behind, 15m00s allowed), srv-2 (16m42s behind, 15m00s allowed), srv-3 (16m43s behind, 15m00s allowed) and 37 more would lose more",
    },
    {
      rule: "drs-server-require-all-disks",
      start: "srv-1 (/dev/sdb), srv-2 (/dev/sdb), srv-3 (/dev/sdb) and 37 more would start without disks",
    },
    {
      rule: "drs-server-disallow-leftover-instances",
      start: "srv-1 (49 hours), srv-2 (50 hours), srv-3 (51 hours) and 37 more left instances of a drill running",
    },
    {
      rule: "drs-replication-require-encryption",
      start: "srv-1, srv-2, srv-3 and 37 more would start from disks that lie unencrypted in AWS",
    },
    {
      rule: "drs-replication-require-private-routing",
      start: "srv-1, srv-2, srv-3 and 37 more would replicate over the internet",
    },
    {
      rule: "drs-server-require-known-role",
      start:
        "srv-1, srv-2, srv-3 and 37 more would be judged by no rule about databases, directories or tiers with the role " +
        "batch-1, the role batch-2, the role batch-3 and 37 more: no rule knows",
    },
    { rule: "drs-wave-require-cleanup", start: "waves one and two would leave recovery instances running" },
  ])("are one line of $rule", ({ rule, start }) => {
    const said = reports.filter(({ policy }) => policy === rule).map(({ message }) => message);
    expect(said).toEqual([expect.stringContaining(start)]);
    expect(said[0]?.startsWith(start)).toBe(true);
  });

  it("are terminated by one command", () => {
    const [leftover] = reports.filter(({ policy }) => policy === "drs-server-disallow-leftover-instances");
    const ids = numbers.map(instanceId).join(" ");
    expect(leftover?.message.match(/aws drs [^(]+/g)).toEqual([
      `aws drs terminate-recovery-instances --region us-west-2 --recovery-instance-ids ${ids} `,
    ]);
  });
});
