import { type Connected, connect } from "../aws/connect";
import { createDrsGateway } from "../drs/awsGateway";
import { createEc2Gateway } from "../ec2/awsGateway";
import { sourceOpener } from "../ec2/awsSourceGateway";
import { createIamGateway } from "../iam/awsGateway";
import type { SettingsContext } from "../settings/context";
import { SOURCE_REGION_SECONDS } from "../settings/launchConfiguration/ownInstanceType";
import { createSsmGateway } from "../ssm/awsGateway";
import type { Connection, Polling } from "../vocabulary";
import { deadlineIn, systemClock } from "../wave/clock";
import type { CredentialsEnd, WaveContext } from "../wave/context";
import { liveStatus } from "./liveStatus";
import { engineWatch } from "./providerProcess";

/** Seconds after the deadline that the last look may take; then its requests are cut. */
const LAST_LOOK_SECONDS = 30;

/** Seconds that looking for what a failed action wrote may take: the verdict is known without it. */
const OUTPUT_SECONDS = 15;

/** Node's longest timer, 24.8 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Where AWS is called, and for whose row. */
export interface Place {
  region: string | undefined;
  connection: Connection | undefined;
  urn: string | undefined;
}

/** Where, how long and for whose row an operation runs. */
export interface Operation extends Place {
  timeoutSeconds: number;
  /** What the program says, if it does. */
  pollMs: number | undefined;
}

/** The outside of an operation: AWS over the connection that its process shares, the system's clock, its row. */
export async function openContext(operation: Operation): Promise<WaveContext & SettingsContext> {
  const { region, connection, timeoutSeconds, pollMs, urn } = operation;
  const connected = connect(region, connection);
  const milliseconds = Math.ceil((timeoutSeconds + LAST_LOOK_SECONDS) * 1000);
  const signal = AbortSignal.timeout(Math.min(milliseconds, LONGEST_TIMER_MS));
  const ec2 = createEc2Gateway(connected, signal);
  return {
    drs: engineWatch.gateway(await createDrsGateway(connected, signal)),
    ec2: engineWatch.templates(ec2),
    // A wave puts its templates back also when the engine has gone; it points none anywhere without a job that it may start.
    templates: ec2,
    openSsm: () => createSsmGateway(connected, AbortSignal.timeout(OUTPUT_SECONDS * 1000)),
    ssm: engineWatch.parameters(createSsmGateway(connected, signal)),
    iam: createIamGateway(connected, signal),
    clock: engineWatch.clock(systemClock),
    deadline: deadlineIn(timeoutSeconds, systemClock),
    status: liveStatus(urn),
    pollMs,
    credentialsEnd: () => credentialsEndOnce(connected),
    openSource: sourceOpener(connection),
    account: () => connected.account(),
    openEc2: async (elsewhere) =>
      createEc2Gateway(connect(elsewhere, connection), AbortSignal.timeout(SOURCE_REGION_SECONDS * 1000)),
  };
}

/** Whether this process has said that nobody knows when its credentials end. */
let hasSaidUnknown = false;

/** The end of the credentials; that it is not known is said once in a process, not for every wave. */
async function credentialsEndOnce(connected: Connected): Promise<CredentialsEnd> {
  const end = await connected.credentialsEnd();
  if (end.kind !== "unknown") {
    return end;
  }
  const again = hasSaidUnknown;
  hasSaidUnknown = true;
  return again ? { kind: "none" } : end;
}

/** The part of inputs or state that says where AWS is. */
export function placeOf(props: { region?: string; connection?: Connection; __urn?: string }): Place {
  return { region: props.region, connection: props.connection, urn: props.__urn };
}

/** Milliseconds from one look to the next, where the program says so. */
export function pollMsOf({ intervalSeconds }: Polling = {}): number | undefined {
  return intervalSeconds === undefined ? undefined : intervalSeconds * 1000;
}
