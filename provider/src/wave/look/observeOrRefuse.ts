import { PreflightError } from "../../errors";
import type { WaveContext } from "../context";
import { settingsOf } from "../settings";
import type { WaveRequest } from "../waveRequest";
import { type ObservationResult, observe } from "./observe";

/**
 * The request's servers as they are now. Changes nothing.
 *
 * @throws {@link PreflightError} naming whatever could not be seen.
 */
export async function observeOrRefuse(
  context: Pick<WaveContext, "drs" | "ec2" | "status">,
  { intent, sourceServerIds }: WaveRequest,
): Promise<ObservationResult> {
  if (sourceServerIds.length === 0) throw new PreflightError(["the wave has no servers"]);
  const { onUnreadableLaunchConfiguration } = settingsOf(intent);
  const seen = await observe(context, { sourceServerIds }, onUnreadableLaunchConfiguration);
  for (const warning of seen.warnings) context.status.warn(warning);
  if (seen.problems.length > 0) throw new PreflightError(seen.problems.map((problem) => problem.message));
  return seen;
}
