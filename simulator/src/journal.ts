/** One request that the simulator received. It holds no headers and no credentials. */
export interface JournalEntry {
  /** When it arrived, in simulated time, ISO 8601. */
  readonly time: string;
  /** Its name in signatures: `drs`, `ec2`, `sts`, `iam`, or that of one which is not modelled. */
  readonly service: string;
  /** The operation's name, or method and path when no operation matches. */
  readonly operation: string;
  /** The Region that the request was signed for. */
  readonly region?: string;
  /** What was sent: the JSON body, unknown members included, or EC2's form. Of anything else, the first 2,000 characters as `body`. */
  readonly request: unknown;
  /** The HTTP status; absent until the answer is sent, and always when a fault prevents the answer. */
  status?: number;
  /** The name of the exception, when the answer is a refusal. */
  errorCode?: string;
  /** The kind of fault that hit it. */
  fault?: string;
}

/** Every request in order of arrival; beyond 100,000 the oldest are dropped. */
export interface Journal {
  /** A copy of the entries: all of them, or those of one operation. */
  entries(operation?: string): JournalEntry[];
  /** Adds an entry; the caller completes it when the answer is known. */
  record(entry: JournalEntry): JournalEntry;
}

// A week of drills makes a few thousand requests. The limit keeps a forgotten simulator from using up the machine's memory.
const LIMIT = 100_000;

/** Creates an empty journal. */
export function createJournal(): Journal {
  const all: JournalEntry[] = [];
  return {
    entries: (operation) =>
      all.filter((entry) => operation === undefined || entry.operation === operation).map((e) => ({ ...e })),
    record(entry) {
      all.push(entry);
      if (all.length > LIMIT) {
        all.splice(0, all.length - LIMIT);
      }
      return entry;
    },
  };
}
