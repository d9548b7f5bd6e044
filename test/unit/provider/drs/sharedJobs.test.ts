import { describe, expect, it } from "vitest";
import { JobLooks, type ListJobs, sharedJobs } from "../../../../provider/src/drs/sharedJobs";
import type { Job } from "../../../../provider/src/drs/types";
import { aJob, aRefusal, aRunningJob } from "../factories";

/** Answers of DescribeJobs that a test gives by hand, in the order of the requests. */
function aService() {
  const requests: {
    ids: readonly string[];
    since: number | undefined;
    answer(jobs: Job[]): void;
    fail(error: Error): void;
  }[] = [];
  const list: ListJobs = (ids, since) =>
    new Promise((resolve, reject) => requests.push({ ids, since, answer: resolve, fail: reject }));
  const looks = new JobLooks();
  const operation = (signal = new AbortController().signal) => sharedJobs(looks, cut(list, signal), signal);
  return { requests, operation, at: (index: number) => requests[index] ?? fail(index) };
}

function fail(index: number): never {
  throw new Error(`there is no request ${index}`);
}

/** As the SDK ends a request whose operation's time is up. */
function cut(list: ListJobs, signal: AbortSignal): ListJobs {
  return (ids, since) =>
    new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(new Error("aborted")));
      list(ids, since).then(resolve, reject);
    });
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const job = (jobId: string) => aRunningJob({ jobId });
const CUT = "calling drs:DescribeJobs: AbortError: the operation's time is up";

describe("watched jobs", () => {
  it("are looked at in one request, however many, and each watch is given its own", async () => {
    const { operation, requests, at } = aService();
    const watches = ["drsjob-1", "drsjob-2", "drsjob-3"].map((id) => operation().watchJob(id));
    const seen = watches.map((watch) => watch.look());
    await turn();
    expect(requests.map(({ ids }) => ids)).toEqual([["drsjob-1", "drsjob-2", "drsjob-3"]]);
    at(0).answer([job("drsjob-3"), job("drsjob-1")]);
    expect(await Promise.all(seen)).toEqual([job("drsjob-1"), undefined, job("drsjob-3")]);
  });

  it("go in requests of 200 ids", async () => {
    const { operation, requests } = aService();
    const watches = Array.from({ length: 201 }, (_, index) => operation().watchJob(`drsjob-${index}`));
    void watches[0]?.look();
    await turn();
    expect(requests.map(({ ids }) => ids.length)).toEqual([200, 1]);
  });

  it("wake the others with what one of them saw, without another request", async () => {
    const { operation, requests, at } = aService();
    const [first, second] = [operation().watchJob("drsjob-1"), operation().watchJob("drsjob-2")];
    const [look, news] = [first.look(), second.news()];
    await turn();
    at(0).answer([job("drsjob-1"), job("drsjob-2")]);
    await Promise.all([look, news]);
    expect(await second.look()).toEqual(job("drsjob-2"));
    expect(requests).toHaveLength(1);
  });

  it("have news once: the next look of a watch that has had them is a new one", async () => {
    const { operation, requests, at } = aService();
    const watch = operation().watchJob("drsjob-1");
    const look = watch.look();
    await turn();
    at(0).answer([job("drsjob-1")]);
    await look;
    void watch.look();
    await turn();
    expect(requests).toHaveLength(2);
  });

  it("do not wake a watch whose job is not shown, or that has ended", async () => {
    const { operation, at } = aService();
    const [first, missing, closed] = ["drsjob-1", "drsjob-2", "drsjob-3"].map((id) => operation().watchJob(id));
    const woken: string[] = [];
    void missing?.news().then(() => woken.push("missing"));
    const look = first?.look();
    await turn();
    closed?.close();
    void closed?.news().then(() => woken.push("closed"));
    at(0).answer([job("drsjob-1"), job("drsjob-3")]);
    await look;
    await turn();
    expect(woken).toEqual([]);
  });

  it("that come while a look is under way are in the next", async () => {
    const { operation, requests, at } = aService();
    const first = operation().watchJob("drsjob-1");
    void first.look();
    await turn();
    const second = operation().watchJob("drsjob-2").look();
    await turn();
    at(0).answer([job("drsjob-1")]);
    await turn();
    at(1).answer([job("drsjob-2")]);
    expect(await second).toEqual(job("drsjob-2"));
    expect(requests.map(({ ids }) => ids)).toEqual([["drsjob-1"], ["drsjob-1", "drsjob-2"]]);
  });

  it("all fail when their look fails", async () => {
    const { operation, at } = aService();
    const looks = ["drsjob-1", "drsjob-2"].map((id) => operation().watchJob(id)).map((watch) => watch.look());
    const failures = looks.map((look) => look.catch((error: Error) => error.message));
    await turn();
    at(0).fail(aRefusal("AccessDeniedException", "drs:DescribeJobs"));
    const { message } = aRefusal("AccessDeniedException", "drs:DescribeJobs");
    expect(await Promise.all(failures)).toEqual([message, message]);
  });

  it("are looked at by the next when the time of the operation that looked is up", async () => {
    const { operation, requests, at } = aService();
    const abort = new AbortController();
    const first = operation(abort.signal).watchJob("drsjob-1").look();
    const second = operation().watchJob("drsjob-2").look();
    const failure = first.catch((error: Error) => error.message);
    await turn();
    abort.abort();
    expect(await failure).toBe("aborted");
    await turn();
    expect(requests).toHaveLength(2);
    at(1).answer([job("drsjob-2")]);
    expect(await second).toEqual(job("drsjob-2"));
  });

  it("do not hold an operation whose time is up while another's look is under way", async () => {
    const { operation, at } = aService();
    const abort = new AbortController();
    const first = operation().watchJob("drsjob-1").look();
    const second = operation(abort.signal).watchJob("drsjob-2").look();
    const failure = second.catch((error: Error) => error.message);
    await turn();
    abort.abort();
    expect(await failure).toBe(CUT);
    at(0).answer([job("drsjob-1")]);
    expect(await first).toEqual(job("drsjob-1"));
  });
});

describe("the list of jobs", () => {
  it("is one for all that ask in the same moment, as far back as any of them asks", async () => {
    const { operation, requests, at } = aService();
    const lists = [3000, 1000, 2000].map((since) => operation().listJobs([], since));
    await turn();
    expect(requests.map(({ ids, since }) => ({ ids, since }))).toEqual([{ ids: [], since: 1000 }]);
    at(0).answer([aJob()]);
    expect(await Promise.all(lists)).toEqual([[aJob()], [aJob()], [aJob()]]);
  });

  it("is of all jobs when one of them asks for all", async () => {
    const { operation, requests } = aService();
    void operation().listJobs([], 3000);
    void operation().listJobs();
    await turn();
    expect(requests.map(({ since }) => since)).toEqual([undefined]);
  });

  it("is never one that began before it was asked for", async () => {
    const { operation, requests, at } = aService();
    const first = operation().listJobs();
    await turn();
    const [second, third] = [operation().listJobs(), operation().listJobs()];
    await turn();
    expect(requests).toHaveLength(1);
    at(0).answer([]);
    expect(await first).toEqual([]);
    await turn();
    at(1).answer([aJob()]);
    expect(await Promise.all([second, third])).toEqual([[aJob()], [aJob()]]);
    expect(requests).toHaveLength(2);
  });

  it("goes back as far as the oldest job that the last one showed unended, and five minutes", async () => {
    const { operation, requests, at } = aService();
    const open = aRunningJob({ createdAt: 1_000_000 });
    const ended = aJob({ jobId: "drsjob-2", createdAt: 1 });
    for (const jobs of [[open, ended], [ended]]) {
      const list = operation().listJobs([], 9_000_000);
      await turn();
      at(requests.length - 1).answer(jobs);
      await list;
    }
    void operation().listJobs([], 9_000_000);
    await turn();
    expect(requests.map(({ since }) => since)).toEqual([9_000_000, 700_000, 9_000_000]);
  });

  it("is asked for again by the others when the time of the operation that asked is up", async () => {
    const { operation, at } = aService();
    const abort = new AbortController();
    const failure = operation(abort.signal)
      .listJobs()
      .catch((error: Error) => error.message);
    const second = operation().listJobs([], 5000);
    await turn();
    abort.abort();
    expect(await failure).toBe("aborted");
    await turn();
    at(1).answer([aJob()]);
    expect(await second).toEqual([aJob()]);
  });

  it("of named jobs is the operation's own", async () => {
    const { operation, requests } = aService();
    void operation().listJobs(["drsjob-1"]);
    void operation().listJobs(["drsjob-1"]);
    await turn();
    expect(requests.map(({ ids }) => ids)).toEqual([["drsjob-1"], ["drsjob-1"]]);
  });
});
