import * as pulumi from "@pulumi/pulumi";
import { connect } from "../aws/connect";
import { createDrsGateway } from "../drs/awsGateway";
import { createEc2Gateway } from "../ec2/awsGateway";
import { sourceOpener } from "../ec2/awsSourceGateway";
import type { Connection } from "../vocabulary";
import { LOOK_TIMEOUT_SECONDS, type LookContext, SILENT } from "../wave/context";

/** The gateways for a look from a program. Loaded by the functions on first use: importing the package stays quick. */
export async function openLookUp(place: { region?: string; connection?: Connection }): Promise<LookContext> {
  const connected = connect(place.region, place.connection);
  const signal = AbortSignal.timeout(LOOK_TIMEOUT_SECONDS * 1000);
  return {
    drs: await createDrsGateway(connected, signal),
    ec2: createEc2Gateway(connected, signal),
    status: { ...SILENT, warn: (text) => void pulumi.log.warn(text) },
    openSource: sourceOpener(place.connection),
  };
}
