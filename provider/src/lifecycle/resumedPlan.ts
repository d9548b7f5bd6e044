import { present } from "../present";
import { declaredServer, jobTags, type WavePlan } from "../wave/plan";
import type { WaveInputs, WaveState } from "./state";

/** The plan of a wave in state, to go on with: its servers as they were launched, their roles as the program has them now. */
export function resumedPlan(state: WaveState, inputs: WaveInputs): WavePlan {
  return {
    executionId: state.executionId,
    isDrill: state.isDrill ?? true,
    account: state.account,
    region: state.region,
    servers: state.servers.map(({ sourceServerId, hostname, launchConfiguration }) => {
      const { role, impactLevel = "CRITICAL", recoverySnapshotId } = declaredServer(inputs, sourceServerId);
      return present({ sourceServerId, hostname, role, impactLevel, recoverySnapshotId, launchConfiguration });
    }),
    tags: jobTags(inputs, state.executionId, state.drillNonce),
  };
}
