import type { DrsGateway } from "../drs/gateway";
import { WrongPlaceError } from "../errors";
import { accountOfArn, type DrillWaveOutputs } from "../vocabulary";

/**
 * Returns when the credentials reach the account and Region that state is of. DRS has no call that names the account,
 * so it is read off the ARNs of our own job or servers; what cannot be seen at all is not taken for gone.
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
    account === undefined ? "neither the job nor its servers can be seen" : `the credentials are of account ${account}`;
  throw new WrongPlaceError(
    `Looking for recovery job ${outputs.jobId}: it is in ${placeOf(outputs)}, but ${seen}. Nothing was changed. ` +
      "Use the credentials that ran the drill; `pulumi state delete` forgets it without cleaning up.",
  );
}

/** The part that needs no call. @throws {@link WrongPlaceError} */
export function assertSameRegion(region: string, outputs: DrillWaveOutputs): void {
  if (region === outputs.region) {
    return;
  }
  throw new WrongPlaceError(
    `Looking for recovery job ${outputs.jobId}: it is in ${placeOf(outputs)}, but the environment names the Region ${region}. ` +
      `Nothing was changed. Set AWS_REGION=${outputs.region}, or the arg \`region\`.`,
  );
}

/** The part that needs no call, with the account that check saw; undefined when it did not look. @throws {@link WrongPlaceError} */
export function assertSameAccount(account: string | undefined, outputs: DrillWaveOutputs): void {
  if (account === undefined || account === "" || account === outputs.account) {
    return;
  }
  throw new WrongPlaceError(
    `Looking for recovery job ${outputs.jobId}: it is in ${placeOf(outputs)}, but the credentials are of account ${account}. ` +
      "Nothing was changed. Use the credentials that ran the drill.",
  );
}

function placeOf({ account, region }: DrillWaveOutputs): string {
  return `account ${account} in ${region}`;
}

async function findAccount(drs: DrsGateway, outputs: DrillWaveOutputs): Promise<string | undefined> {
  const jobs = await drs.listJobs(outputs.attempts.map((attempt) => attempt.jobId));
  const jobArn = jobs.find((job) => job.arn !== undefined)?.arn;
  if (jobArn !== undefined) {
    return accountOfArn(jobArn);
  }
  const servers = await drs.listSourceServers(outputs.servers.map((server) => server.sourceServerId));
  return servers[0] === undefined ? undefined : accountOfArn(servers[0].arn);
}
