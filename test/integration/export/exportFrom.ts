import { afterEach, beforeEach, vi } from "vitest";
import { connect } from "../../../provider/src/aws/connect";
import { createDrsGateway } from "../../../provider/src/drs/awsGateway";
import { createEc2Gateway } from "../../../provider/src/ec2/awsGateway";
import { type PlannedProgram, type ProgramOptions, planProgram } from "../../../provider/src/export/planProgram";
import { printProgram } from "../../../provider/src/export/printProgram";
import { readEstate, type Selection } from "../../../provider/src/export/readEstate";
import type { Simulator } from "../../../simulator/src/index";

/** Keys for each test of the file. */
export function withKeys(): void {
  beforeEach(() => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });
}

/** What the command writes for the simulator's world, over the AWS SDK and a connection of its own. */
export async function exportFrom(
  { url }: Pick<Simulator, "url">,
  selection: Selection = {},
  options: ProgramOptions = {},
): Promise<PlannedProgram & { text: string }> {
  const connected = connect("us-west-2", { endpoint: url });
  const { signal } = new AbortController();
  const gateways = { drs: await createDrsGateway(connected, signal), ec2: createEc2Gateway(connected, signal) };
  const planned = planProgram(await readEstate(gateways, selection), options);
  return { ...planned, text: printProgram(planned.program) };
}
