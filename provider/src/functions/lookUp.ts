import { connect } from "../aws/connect";
import { createDrsGateway } from "../drs/awsGateway";
import type { DrsGateway } from "../drs/gateway";
import { createEc2Gateway } from "../ec2/awsGateway";
import type { Ec2Gateway } from "../ec2/gateway";
import type { Connection } from "../vocabulary";

/** Seconds that a function may take in all. */
const TIMEOUT_SECONDS = 300;

/** The gateways for a look from a program. Loaded by the functions on first use: importing the package stays quick. */
export async function openLookUp(place: { region?: string; connection?: Connection }): Promise<{
  drs: DrsGateway;
  ec2: Ec2Gateway;
  status: { show(): void; keep(): void; warn(text: string): void };
}> {
  const connected = connect(place.region, place.connection);
  const signal = AbortSignal.timeout(TIMEOUT_SECONDS * 1000);
  return {
    drs: await createDrsGateway(connected, signal),
    ec2: createEc2Gateway(connected, signal),
    status: { show() {}, keep() {}, warn() {} },
  };
}
