import type { DrsGateway } from "../drs/gateway";
import { WrongPlaceError } from "../errors";
import { accountOfArn, type DrillWaveOutputs } from "../vocabulary";

/**
 * Returns when the credentials reach the account and Region of the state. DRS has no call that names the account
 * (docs/drs-facts.md#the-account-of-the-caller), so it is read from the ARNs of our own job or servers. When neither
 * can be seen, they are not taken for gone.
 *
 * @throws {@link WrongPlaceError} naming both places.
 */
export async function assertSamePlace(drs: DrsGateway, outputs: DrillWaveOutputs): Promise<void> {
  assertSameRegion(drs.region, outputs);
  const account = await findAccount(drs, outputs);
  if (account === outputs.account) {
    return;
  }
  const seen =
    account === undefined
      ? "neither the job nor its servers can be seen"
      : `the credentials belong to account ${account}`;
  throw new WrongPlaceError(
    `Looking for recovery job ${outputs.jobId}: it is in ${describePlace(outputs)}, but ${seen}. Nothing was changed. ` +
      "Use the credentials that ran the drill; `pulumi state delete` forgets it without cleaning up.",
  );
}

/** The part that needs no call. @throws {@link WrongPlaceError} */
export function assertSameRegion(region: string, outputs: DrillWaveOutputs): void {
  if (region === outputs.region) {
    return;
  }
  throw new WrongPlaceError(
    `Looking for recovery job ${outputs.jobId}: it is in ${describePlace(outputs)}, but the environment names the Region ${region}. ` +
      `Nothing was changed. Set AWS_REGION=${outputs.region}, or the arg \`region\`.`,
  );
}

/**
 * The part that needs no call, with the account that check saw; undefined when it did not look.
 *
 * @throws {@link WrongPlaceError}
 */
export function assertSameAccount(account: string | undefined, outputs: DrillWaveOutputs): void {
  if (account === undefined || account === "" || account === outputs.account) {
    return;
  }
  throw new WrongPlaceError(
    `Looking for recovery job ${outputs.jobId}: it is in ${describePlace(outputs)}, but the credentials belong to account ${account}. ` +
      "Nothing was changed. Use the credentials that ran the drill.",
  );
}

function describePlace({ account, region }: DrillWaveOutputs): string {
  return `account ${account} in ${region}`;
}

async function findAccount(drs: DrsGateway, outputs: DrillWaveOutputs): Promise<string | undefined> {
  const jobs = await drs.listJobs(outputs.attempts.map((attempt) => attempt.jobId));
  const jobArn = jobs.find((job) => job.arn !== undefined)?.arn;
  if (jobArn !== undefined) {
    return accountOfArn(jobArn);
  }
  const servers = await drs.listSourceServers(outputs.servers.map((server) => server.sourceServerId));
  return servers.map(({ arn = "" }) => accountOfArn(arn)).find((account) => account !== undefined);
}
