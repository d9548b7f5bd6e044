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
  // Which account an adopted job is in is not known where DRS does not say its ARN.
  if (account === outputs.account || (outputs.account === "" && account !== undefined)) {
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
  if (account === undefined || account === "" || outputs.account === "" || account === outputs.account) {
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
  const shown = jobs.map((job) => accountOfArn(job.arn ?? "")).find((account) => account !== undefined);
  if (shown !== undefined) {
    return shown;
  }
  // A job of ours is shown to its own account only, also when its ARN is not.
  if (jobs.some((job) => outputs.attempts.some((attempt) => attempt.jobId === job.jobId))) {
    return outputs.account;
  }
  const ids = outputs.servers.map((server) => server.sourceServerId);
  const servers = ids.length === 0 ? [] : await drs.listSourceServers(ids);
  return servers.map(({ arn = "" }) => accountOfArn(arn)).find((account) => account !== undefined);
}
