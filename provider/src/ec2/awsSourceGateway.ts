import { connect } from "../aws/connect";
import { sourceConnectionOf } from "../aws/sourceConnection";
import type { Connection } from "../vocabulary";
import { createEc2Gateway } from "./awsGateway";
import type { OpenSource } from "./gateway";

const TIMEOUT_MS = 15_000;

/** Opens EC2 where source instances run, over the wave's connection with the members that the selector gives. */
export function sourceOpener(connection: Connection | undefined): OpenSource {
  return (place) => {
    const connected = connect(place.region, sourceConnectionOf(connection, place));
    return {
      listTaggedInstances: (ids) =>
        createEc2Gateway(connected, AbortSignal.timeout(TIMEOUT_MS)).listTaggedInstances(ids),
      account: () => untilAborted(connected.account(), AbortSignal.timeout(TIMEOUT_MS)),
    };
  };
}

/** What the promise comes to, or undefined once the signal aborts. */
function untilAborted<T>(promise: Promise<T | undefined>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
    promise.then(resolve, reject);
  });
}
