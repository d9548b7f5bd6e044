import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { CASES } from "./cases";
import { type Answers, play } from "./play";
import { type RecordedStack, readAnswers, readStack, recordedNames } from "./recorded";

/** What a state of each case is left to do. */
const UNFINISHED = ["retry-left", "exhausted", "waiting", "not-verified", "cleanup-unfinished"];
/** Drills whose instances delete leaves alone. */
const KEPT = ["cleanup-never", "real-recovery"];
/** What a refresh brings up to date, where the world has gone on since the state was saved. */
const SEEN_LATER: Record<string, object> = {
  waiting: { status: "STARTED" },
  "cleanup-unfinished": { cleanup: { status: "GONE" } },
};

/** Some hundred requests of each of nine commands, on a machine that is busy with other tests. Milliseconds. */
const PLAY_MS = 180_000;

interface WorldAfter {
  jobs: string[];
  instances: string[];
}

beforeAll(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterAll(() => vi.unstubAllEnvs());

describe("states of every version", () => {
  it("are recorded: every case of the newest, and what differs of older ones", () => {
    const names = recordedNames();
    expect(names.filter((name) => name.startsWith("fe2c030-"))).toHaveLength(Object.keys(CASES).length);
    expect(new Set(names.map((name) => name.split("-")[0]))).toEqual(
      new Set(["7ed9d5c", "9397449", "65ffc44", "e8c5719", "fe2c030"]),
    );
  });
});

describe.each(recordedNames())("a stack left by %s", (name) => {
  let stack: RecordedStack;
  let answers: Answers;
  beforeAll(async () => {
    stack = readStack(name);
    answers = await play(name);
  }, PLAY_MS);

  it("is answered as ever, byte by byte", () => {
    // As text: the order of keys counts too.
    expect(JSON.stringify(answers, null, 2)).toBe(JSON.stringify(readAnswers(name), null, 2));
  });

  it("is unchanged for an unchanged program, unless something is unfinished", () => {
    const changes = UNFINISHED.includes(stack.case);
    for (const answer of [answers.diff, answers.diffAfterCheck]) {
      expect(answer).toEqual({ changes, replaces: [], deleteBeforeReplace: true });
    }
    expect(answers.guardDiff).toEqual({ changes: false });
  });

  it("is given back by a refresh as it is, byte by byte", () => {
    const { outputs } = stack.wave;
    const seen = { ...outputs, ...SEEN_LATER[stack.case] };
    const attempts = (outputs["attempts"] as { status: string }[]).map((each) => ({ ...each }));
    const last = attempts.at(-1);
    if (last !== undefined) {
      last.status = String(seen["status"]);
    }
    expect(JSON.stringify(answers.read)).toBe(JSON.stringify({ ...seen, attempts }));
  });

  it("is concluded by an update, which leaves nothing pending", () => {
    const { result } = answers.update as { result: { outs?: object; thrown?: { properties: object } } };
    const state = result.outs ?? result.thrown?.properties;
    const isFailed = stack.case === "exhausted";
    expect(result.thrown !== undefined).toBe(isFailed);
    expect(state).toMatchObject({
      pending: [],
      verdict: isFailed ? "FAILED" : stack.case === "degraded" ? "DEGRADED" : "PASSED",
    });
  });

  it("is destroyed: no instance is left, and every job is closed", () => {
    const { jobs, instances } = answers.delete as WorldAfter;
    const launches = jobs.filter((job) => job.includes(" LAUNCH "));
    expect(launches.length).toBeGreaterThan(0);
    for (const job of launches) {
      expect(job).toContain('"Closed"');
    }
    const left = instances.filter((instance) => !instance.endsWith(" TERMINATED"));
    expect(left).toHaveLength(KEPT.includes(stack.case) ? 1 : 0);
  });

  it("is cleaned up by its guard alone", () => {
    const left = (answers.guardDelete as WorldAfter).instances.filter((instance) => !instance.endsWith(" TERMINATED"));
    expect(left).toHaveLength(KEPT.includes(stack.case) ? 1 : 0);
  });
});
