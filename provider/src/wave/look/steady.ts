import { type Observation, type ObservedServer, type Surroundings, steadyFree } from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";

/** What decides how closely a figure must be seen. */
export interface Limits {
  /** Lags that the program sets a limit at, in seconds. */
  lagSeconds: readonly number[];
}

const DAY_SECONDS = 86_400;
const DAY_MS = DAY_SECONDS * 1000;

/** Lags that limits are set at, in seconds; longer ones are rounded up to whole days. */
const LAG_STEPS = [60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, DAY_SECONDS];

/**
 * The observation as a later look finds it too, as long as nothing has changed that anybody judges: an update plan holds
 * the inputs of its preview against those of `up`. Figures that move are rounded to the side on which a rule is stricter,
 * lists whose order means nothing are sorted, and reasons name no request. Pure.
 *
 * @param machineTime - the local clock at the look, epoch ms
 */
export function steady(observation: Observation, limits: Limits, machineTime: number): Observation {
  const { servers, problems, surroundings } = observation;
  const room = roomFor(servers);
  return withoutUndefined({
    ...observation,
    clockDaysAhead: daysBetween(machineTime, Date.parse(observation.observedAt)),
    servers: servers.map((server) => steadyServer(server, limits)),
    problems: problems?.map(withoutRequest),
    surroundings: surroundings === undefined ? undefined : steadySurroundings(surroundings, room),
  });
}

function daysBetween(from: number, to: number): number | undefined {
  const days = Math.round((to - from) / DAY_MS);
  return days === 0 ? undefined : days;
}

function steadyServer(server: ObservedServer, limits: Limits): ObservedServer {
  const { launchConfiguration, launchTemplate, tags, lagSeconds, replication, ...others } = server;
  return withoutUndefined({
    ...sorted(others),
    tags,
    lagSeconds: lagSeconds === undefined ? undefined : roundLag(lagSeconds, limits),
    replication: replication === undefined ? undefined : sorted(roundMissing(replication)),
    launchConfiguration,
    // The first interface is the primary one where none says its index.
    launchTemplate: launchTemplate === undefined ? undefined : sorted(launchTemplate, ["networkInterfaces"]),
  });
}

/** To the next limit or step, so that `lag <= limit` holds of the rounded lag exactly where it holds of the true one. */
export function roundLag(seconds: number, { lagSeconds }: Limits): number {
  const steps = [...LAG_STEPS, ...lagSeconds].filter((step) => step >= seconds);
  return Math.min(...steps, Math.ceil(Math.max(seconds, 1) / DAY_SECONDS) * DAY_SECONDS);
}

function roundMissing(replication: NonNullable<ObservedServer["replication"]>) {
  const { missingBytes } = replication;
  return missingBytes === undefined || missingBytes === 0
    ? replication
    : { ...replication, missingBytes: 2 ** Math.ceil(Math.log2(missingBytes)) };
}

function steadySurroundings({ subnets, unseen, ...others }: Surroundings, room: number): Surroundings {
  const free = Object.entries(subnets).map(([id, subnet]) => {
    const availableIpAddressCount = roundFree(subnet.availableIpAddressCount, room);
    return [id, { ...sorted(subnet), availableIpAddressCount }] as const;
  });
  const reasons = Object.entries(unseen ?? {}).map(([part, reason]) => [part, withoutRequest(reason)]);
  return {
    ...sorted(others),
    subnets: Object.fromEntries(free),
    ...(unseen === undefined ? {} : { unseen: Object.fromEntries(reasons) }),
  };
}

/** As many addresses of one subnet as these servers can take: one an interface, and one a server where none is known. */
function roomFor(servers: readonly ObservedServer[]): number {
  return servers.reduce(
    (sum, { launchTemplate }) => sum + Math.max(1, launchTemplate?.networkInterfaces?.length ?? 1),
    0,
  );
}

/** Exact where there may be too few; more than enough is rounded down, but not below enough. */
export function roundFree(free: number, room: number): number {
  return free <= room ? free : Math.max(room, steadyFree(free));
}

/** DrsRequestError's last words, which are others each time. */
function withoutRequest(reason: string): string {
  return reason.replace(/ \(request [^)]*\)/g, "");
}

/** The value with its lists in the order of their entries' texts, at every depth, but those that are named. */
function sorted<T>(value: T, inOrder: readonly string[] = []): T {
  // What is sorted has the entries that it had, so it has its type.
  return sortedValue(value, inOrder) as T;
}

function sortedValue(value: unknown, inOrder: readonly string[], isOrdered = false): unknown {
  if (Array.isArray(value)) {
    const entries = value.map((entry) => sortedValue(entry, inOrder));
    return isOrdered ? entries : entries.toSorted((a, b) => compareTexts(JSON.stringify(a), JSON.stringify(b)));
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const members = Object.entries(value).map(([name, member]) => [
    name,
    sortedValue(member, inOrder, inOrder.includes(name)),
  ]);
  return Object.fromEntries(members);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
