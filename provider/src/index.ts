export {
  getLaunchConfigurations,
  type StoredLaunchConfiguration,
} from "./functions/getLaunchConfigurations";
export { getSourceServers, type SourceServerSummary } from "./functions/getSourceServers";
export { DrillGuard, type DrillGuardArgs } from "./resources/drillGuard";
export { DrillWave, type DrillWaveArgs } from "./resources/drillWave";
export type {
  AttemptRecord,
  CleanupRecord,
  Connection,
  DrillWaveIntent,
  DrillWaveOutputs,
  ImpactLevel,
  JobStatus,
  LaunchConfigurationSettings,
  LaunchDisposition,
  Observation,
  ObservedLaunchTemplate,
  ObservedServer,
  PendingStep,
  RightSizingMethod,
  ServerPhase,
  ServerRecord,
  ServerSelector,
  SuccessLevel,
  Verdict,
  WaveServer,
} from "./vocabulary";
export { DRILL_GUARD_TYPE, DRILL_WAVE_TYPE, JOB_TAG, MANAGED_BY, SERVERS_PER_WAVE } from "./vocabulary";
