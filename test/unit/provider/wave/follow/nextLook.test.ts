import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clockSpeed, fingerprintOf, nextLookMs } from "../../../../../provider/src/wave/follow/nextLook";
import { aJob, aParticipant, aRunningJob, WEB } from "../../factories";

const aServer = (launchStatus: string) => aParticipant({ launchStatus });
const OPEN = [aServer("IN_PROGRESS"), aServer("PENDING")];
const ENDED = [aServer("LAUNCHED"), aServer("FAILED")];

/** Looks at a job until one sees its end: how many, and how late the last one is, in seconds. */
function follow({ end, launchEnd = end }: { end: number; launchEnd?: number }) {
  let looks = 1;
  let changedAt = 0;
  let shown = OPEN;
  let now = 0;
  while (now < end) {
    const servers = now >= launchEnd ? ENDED : OPEN;
    changedAt = servers === shown ? changedAt : now;
    shown = servers;
    const ms = nextLookMs({ ageMs: now * 1000, quietMs: (now - changedAt) * 1000, job: { servers } });
    // A call takes a tenth of a second.
    now += ms / 1000 + 0.1;
    looks += 1;
  }
  return { looks, late: now - end };
}

const fixed = (end: number) => Math.ceil(end / 15) + 1;
const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;

describe(nextLookMs.name, () => {
  it.each([
    { label: "a new job: a skipped server ends it within seconds", ageMs: 0, servers: OPEN, ms: 5000 },
    { label: "one whose servers take their snapshots", ageMs: 30_000, servers: OPEN, ms: 30_000 },
    { label: "one that converts", ageMs: 100_000, servers: OPEN, ms: 30_000 },
    { label: "one whose conversion may fail", ageMs: 230_000, servers: OPEN, ms: 10_000 },
    { label: "one that launches", ageMs: 300_000, servers: OPEN, ms: 30_000 },
    { label: "one that is about to end, sooner than it would be looked at", ageMs: 490_000, servers: OPEN, ms: 15_000 },
    { label: "one that is about to end in no time, no sooner than then", ageMs: 504_900, servers: OPEN, ms: 4000 },
    { label: "one whose end is near", ageMs: 520_000, servers: OPEN, ms: 4000 },
    { label: "one that takes longer than Linux did", ageMs: 700_000, servers: OPEN, ms: 22_000 },
    { label: "one that takes as long as Windows did", ageMs: 1_250_000, servers: OPEN, ms: 4000 },
    { label: "one that takes longer than any", ageMs: 9_000_000, servers: OPEN, ms: 15_000 },
    { label: "one of which every server has ended", ageMs: 300_000, servers: ENDED, ms: 2000 },
    { label: "one of which every server ended long ago", ageMs: 900_000, quietMs: 400_000, servers: ENDED, ms: 15_000 },
    {
      label: "one of which a server has launched: the others launch soon",
      ageMs: 300_000,
      servers: [...OPEN, aServer("LAUNCHED")],
      ms: 4000,
    },
    {
      label: "one of which a server has failed, which says nothing of the others",
      ageMs: 300_000,
      servers: [...OPEN, aServer("FAILED")],
      ms: 30_000,
    },
    { label: "one that shows no servers, by its age", ageMs: 300_000, servers: [], ms: 30_000 },
    {
      label: "one whose servers are in a state that nobody knows",
      ageMs: 300_000,
      servers: [aServer("ODD")],
      ms: 2000,
    },
    { label: "one whose age is not known", ageMs: Number.NaN, servers: OPEN, ms: 15_000 },
    { label: "one that was created after now", ageMs: -5000, servers: OPEN, ms: 5000 },
  ])("looks again at $label", ({ ageMs, quietMs = 0, servers, ms }) => {
    expect(nextLookMs({ ageMs, quietMs, job: { servers } })).toBe(ms);
  });

  it.each([
    { label: "Linux, as recorded", from: 533.3, to: 539.3 },
    { label: "Windows, as recorded", from: 1255, to: 1293 },
    { label: "Windows with a server that fails", from: 1855, to: 1861 },
  ])("sees the end at most 2 s late on average with no more looks than one every 15 s: $label", ({ from, to }) => {
    const ends = Array.from({ length: 400 }, (_, index) => from + ((to - from) * index) / 400);
    // JOB_END comes 2.1 to 2.8 s after the last server's end.
    const runs = ends.map((end, index) => ({ end, ...follow({ end, launchEnd: end - 2.1 - (index % 8) / 10 }) }));
    expect(mean(runs.map(({ late }) => late))).toBeLessThanOrEqual(2);
    expect(runs.filter(({ end, looks }) => looks > fixed(end))).toEqual([]);
  });

  // One more where the end falls within tenths of a second of a look at which every server has ended, as at 565.8 s.
  it("needs hardly more looks than one every 15 s, whenever a job ends after its first minute", () => {
    fc.assert(
      fc.property(fc.double({ min: 60, max: 7200, noNaN: true }), fc.boolean(), (end, shown) => {
        const { looks } = follow(shown ? { end, launchEnd: end - 2.5 } : { end });
        expect(looks).toBeLessThanOrEqual(fixed(end) + 1);
      }),
      { numRuns: 5000 },
    );
  });
});

describe(fingerprintOf.name, () => {
  const job = aRunningJob({ servers: [aParticipant(), aParticipant({ sourceServerId: WEB })] });
  it.each([
    { label: "its status", changed: { status: "COMPLETED" } },
    { label: "its end", changed: { endedAt: 1 } },
    {
      label: "what became of a server",
      changed: { servers: [aParticipant({ launchStatus: "FAILED" }), job.servers[1]] },
    },
    { label: "its servers", changed: { servers: [aParticipant()] } },
  ])("differs by $label", ({ changed }) => {
    expect(fingerprintOf({ ...job, ...changed } as typeof job)).not.toBe(fingerprintOf(job));
  });

  it("is the same whatever the order of servers, and for other tags", () => {
    expect(fingerprintOf({ ...job, servers: job.servers.toReversed(), tags: { a: "b" } })).toBe(fingerprintOf(job));
    expect(fingerprintOf(aJob())).toBe(fingerprintOf(aJob()));
  });
});

describe(clockSpeed.name, () => {
  it.each([
    { label: "1 in AWS, whose times are of whole seconds", serviceMs: 4000, localMs: 3000, speed: 1 },
    { label: "1 before any time has passed", serviceMs: 0, localMs: 0, speed: 1 },
    { label: "1 for a clock that goes back", serviceMs: -9000, localMs: 3000, speed: 1 },
    { label: "60 in a simulator that runs so fast", serviceMs: 180_000, localMs: 3000, speed: 60 },
  ])("is $label", ({ serviceMs, localMs, speed }) => {
    expect(clockSpeed(serviceMs, localMs)).toBe(speed);
  });
});
