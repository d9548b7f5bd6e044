/**
 * Looks at jobs that all operations of one connection share (docs/decisions/0011-one-look-for-all-waves.md): waves that
 * run at the same time cost as many DescribeJobs calls as one.
 */
import { DrsRequestError } from "../errors";
import type { DrsGateway, JobWatch } from "./gateway";
import { hasEnded, LISTED_TOO_MS } from "./status";
import type { Job } from "./types";

/** Jobs by id, or without ids those created at `since` (epoch ms) or later. Sends its own request. */
export type ListJobs = (ids: readonly string[], since?: number) => Promise<Job[]>;

/** Ids in one request; the model allows 1000 (docs/drs-facts.md#describejobs). */
const IDS_PER_LOOK = 200;

/** What is waited for when no list is under way. */
const NOTHING: Promise<Job[]> = Promise.resolve([]);

/** Who sends a look, and until when. */
interface Looker {
  list: ListJobs;
  signal: AbortSignal;
}

/** The job verbs of one operation's gateway; `list` is the operation's own, which `signal` ends. */
export function sharedJobs(looks: JobLooks, list: ListJobs, signal: AbortSignal) {
  const looker = { list, signal };
  return {
    listJobs: (ids: readonly string[] = [], since?: number) =>
      ids.length > 0 ? list(ids) : looks.listSince(looker, since),
    watchJob: (jobId: string) => looks.watch(looker, jobId),
  } satisfies Partial<DrsGateway>;
}

/** The looks of one connection. */
export class JobLooks {
  readonly #watches = new Set<Watch>();
  /** The look at watched jobs that is under way. Never rejects. */
  #watching: Promise<void> | undefined;
  /** The list that is under way, and the one that begins after it. */
  #listing: SharedList | undefined;
  #next: SharedList | undefined;
  /** When the oldest job was created that a list has shown unended; epoch ms. */
  #oldestOpen = Number.POSITIVE_INFINITY;

  watch(looker: Looker, jobId: string): JobWatch {
    const watch = new Watch(jobId);
    this.#watches.add(watch);
    return {
      look: async () => {
        let outcome = watch.take();
        while (outcome === undefined) {
          // Who asks while a look is under way waits for it, and for the next one if it was not among the jobs of that.
          await (this.#watching === undefined ? this.#beginLook(looker) : unlessAborted(this.#watching, looker.signal));
          outcome = watch.take();
        }
        return outcome();
      },
      news: () => watch.news(),
      close: () => {
        this.#watches.delete(watch);
        watch.close();
      },
    };
  }

  /** The jobs created at `since` or later, by a look that begins after this call. */
  async listSince(looker: Looker, since: number | undefined): Promise<Job[]> {
    for (;;) {
      this.#next ??= this.#queueList(looker);
      const list = this.#next;
      list.since.push(since);
      try {
        return await (list.looker === looker ? list.jobs : unlessAborted(list.jobs, looker.signal));
      } catch (error) {
        // The time of the operation that sent it was up, not ours.
        if (list.looker === looker || !list.looker.signal.aborted || looker.signal.aborted) {
          throw error;
        }
      }
    }
  }

  /** A list that begins when the one under way has ended, and at once when there is none. */
  #queueList(looker: Looker): SharedList {
    const since: (number | undefined)[] = [];
    const begin = async () => {
      await unlessAborted(this.#listing?.jobs ?? NOTHING, looker.signal).catch(() => undefined);
      // From here on it is under way: who asks now waits for the next.
      this.#listing = this.#next;
      this.#next = undefined;
      const earliest = earliestOf(since);
      const jobs = await looker.list([], earliest && Math.min(earliest, this.#oldestOpen));
      const open = jobs.filter((job) => !hasEnded(job));
      // One that does not say when it began is looked for in all jobs.
      const from = open.map(({ createdAt = LISTED_TOO_MS }) => createdAt - LISTED_TOO_MS);
      this.#oldestOpen = Math.min(Number.POSITIVE_INFINITY, ...from);
      return jobs;
    };
    return { looker, since, jobs: begin() };
  }

  /** @throws what ended the look, when the looker's own time was up */
  #beginLook(looker: Looker): Promise<void> {
    const looking = this.#lookAtAll(looker);
    this.#watching = looking.catch(() => undefined);
    return looking;
  }

  /** One look at every job that is watched now; its outcome reaches every watch of them. */
  async #lookAtAll({ list, signal }: Looker): Promise<void> {
    const watches = [...this.#watches];
    const ids = [...new Set(watches.map((watch) => watch.jobId))];
    try {
      const batches = Array.from({ length: Math.ceil(ids.length / IDS_PER_LOOK) }, (_, index) =>
        list(ids.slice(index * IDS_PER_LOOK, (index + 1) * IDS_PER_LOOK)),
      );
      const jobs = new Map((await Promise.all(batches)).flat().map((job) => [job.jobId, job]));
      this.#watching = undefined;
      for (const watch of watches) {
        watch.give(jobs.get(watch.jobId));
      }
    } catch (error) {
      this.#watching = undefined;
      // When the time of the operation that looked is up, the others look for themselves.
      if (signal.aborted) {
        throw error;
      }
      for (const watch of watches) {
        watch.fail(error);
      }
    }
  }
}

/** One list that several operations wait for. */
interface SharedList {
  looker: Looker;
  /** How far back each of them asks. */
  since: (number | undefined)[];
  jobs: Promise<Job[]>;
}

/** Undefined, which is all jobs, when one of them is. */
function earliestOf(moments: readonly (number | undefined)[]): number | undefined {
  return moments.reduce((earliest, each) =>
    earliest === undefined || each === undefined ? undefined : Math.min(earliest, each),
  );
}

/** What of looks one watch has not had yet. */
class Watch {
  #outcome: (() => Job | undefined) | undefined;
  #closed = false;
  #tell: () => void = () => {};
  #told: Promise<void> = this.#untold();

  constructor(readonly jobId: string) {}

  /** The latest outcome, once. */
  take(): (() => Job | undefined) | undefined {
    const outcome = this.#outcome;
    this.#outcome = undefined;
    this.#told = this.#untold();
    return outcome;
  }

  /** A look that does not show the job is no news: it must not shorten the time for which a late job is waited for. */
  give(job: Job | undefined): void {
    this.#outcome = () => job;
    if (job !== undefined && !this.#closed) {
      this.#tell();
    }
  }

  fail(error: unknown): void {
    this.#outcome = () => {
      throw error;
    };
    if (!this.#closed) {
      this.#tell();
    }
  }

  news(): Promise<void> {
    return this.#told;
  }

  close(): void {
    this.#closed = true;
    this.#told = this.#untold();
  }

  #untold(): Promise<void> {
    return new Promise((resolve) => {
      this.#tell = resolve;
    });
  }
}

/** The promise's result, or a request that was cut, once the operation's time is up. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(cutRequest());
  });
  // Its rejection is nobody's when the promise wins.
  aborted.catch(() => undefined);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) {
    stop();
  }
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function cutRequest(): DrsRequestError {
  const text = "the operation's time is up";
  return new DrsRequestError({ action: "drs:DescribeJobs", awsError: "AbortError", text, refused: false });
}
