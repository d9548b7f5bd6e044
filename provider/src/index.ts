export {
  getLaunchConfigurations,
  type StoredLaunchConfiguration,
} from "./functions/getLaunchConfigurations";
export { getSourceServers, type SourceServerSummary } from "./functions/getSourceServers";
export type { DrillWaveArgs, Inputs } from "./resources/args";
export { DrillWave } from "./resources/drillWave";
export type {
  AssumedRole,
  AttemptRecord,
  CleanupRecord,
  Connection,
  DrillWaveIntent,
  DrillWaveOutputs,
  ImpactLevel,
  JobStatus,
  LaunchConfigurationSettings,
  LaunchDisposition,
  LaunchIntoInstanceProperties,
  Licensing,
  Objectives,
  Observation,
  ObservedLaunchTemplate,
  ObservedServer,
  PendingStep,
  Polling,
  PostLaunchActionRecord,
  Preflight,
  Retries,
  RightSizingMethod,
  ServerFailure,
  ServerPhase,
  ServerRecord,
  ServerSelector,
  SuccessLevel,
  Verdict,
  WaveServer,
} from "./vocabulary";
export { DEFAULTS, DRILL_GUARD_TYPE, DRILL_WAVE_TYPE, JOB_TAG, MANAGED_BY, SERVERS_PER_WAVE } from "./vocabulary";
