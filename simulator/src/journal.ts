/** One request that the simulator received. It holds no headers and no credentials. */
export interface JournalEntry {
  /** When it arrived, simulated, ISO 8601. */
  readonly time: string;
  readonly service: "drs" | "ec2" | "sts";
  /** The operation's name; the method and path where no operation matches. */
  readonly operation: string;
  /** The Region that the request was signed for. */
  readonly region?: string;
  /** What was sent: the JSON body as it came, unknown members included, or EC2's form; the beginning of a text that is neither, as `body`. */
  readonly request: unknown;
  /** The HTTP status; absent while no answer was sent, and for ever when a fault swallowed it. */
  status?: number;
  /** The exception's name when the answer was a refusal. */
  errorCode?: string;
  /** The kind of fault that hit it. */
  fault?: string;
}

/** Every request in order of arrival; the oldest are dropped beyond 100,000. */
export interface Journal {
  /** A copy of the entries, of one operation when it is named. */
  entries(operation?: string): JournalEntry[];
  /** Adds an entry, which the caller completes when the answer is known. */
  record(entry: JournalEntry): JournalEntry;
}

// A week of drills is some thousands of requests: the limit only keeps a forgotten simulator from eating the machine.
const LIMIT = 100_000;

/** An empty journal. */
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
