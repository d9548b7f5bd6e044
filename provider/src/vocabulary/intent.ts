import type { ImpactLevel, LaunchDisposition, RightSizingMethod, SuccessLevel } from "./words";

/** Members of a DRS launch configuration, spelled as in the API (GetLaunchConfiguration). */
export interface LaunchConfigurationSettings {
  targetInstanceTypeRightSizingMethod?: RightSizingMethod;
  launchDisposition?: LaunchDisposition;
  copyPrivateIp?: boolean;
  copyTags?: boolean;
  licensing?: { osByol?: boolean };
  postLaunchEnabled?: boolean;
  launchIntoInstanceProperties?: { launchIntoEC2InstanceID?: string };
}

/** One server of a wave, as the program declares it. */
export interface WaveServer {
  /** `s-` and 17 letters or digits. */
  sourceServerId: string;
  /** Free text that policies read, such as `database`. */
  role?: string;
  /** Default `CRITICAL`. */
  impactLevel?: ImpactLevel;
  /** `pit-` and 17 letters or digits. Absent: DRS takes an on-demand snapshot. */
  recoverySnapshotId?: string;
  /** What must be stored in DRS. A difference refuses the drill; nothing is written. */
  launchConfiguration?: LaunchConfigurationSettings;
}

/** Selects source servers whose tags have all of these values. */
export interface ServerSelector {
  tags: Record<string, string>;
  /** Role given to every selected server. */
  role?: string;
}

/** Where and as whom AWS is called; what is absent comes from the environment (AWS_PROFILE, AWS_ENDPOINT_URL_DRS, …). */
export interface Connection {
  /** Base URL for DRS and EC2, such as a simulator's. */
  endpoint?: string;
  /** Allows an endpoint that is plain http and not on this machine: signed requests then cross a network unprotected. */
  allowInsecureEndpoint?: boolean;
  profile?: string;
  assumeRole?: { roleArn: string; externalId?: string; sessionName?: string };
}

/** The args of a wave, without Pulumi's Outputs: what `check` receives and what state keeps. */
export interface DrillWaveIntent {
  region?: string;
  sourceServers?: WaveServer[];
  selector?: ServerSelector;
  recoveryPlan?: string;
  wave?: string;
  isDrill?: boolean;
  allowRecovery?: boolean;
  observe?: "live" | "off";
  onUnreadableLaunchConfiguration?: "fail" | "useDefaults";
  objectives?: { recoveryTimeSeconds?: number; recoveryPointSeconds?: number };
  success?: SuccessLevel;
  minimumLaunched?: number | string;
  retries?: { maximumAttempts?: number };
  preflight?: { maximumLagSeconds?: number; busyServers?: "wait" | "fail"; sourceServerTag?: string };
  cleanup?: "onDestroy" | "afterDrill" | "never";
  replaceRecoveryInstances?: boolean;
  settings?: string[];
  tags?: Record<string, string>;
  triggers?: string[];
  polling?: { intervalSeconds?: number };
  connection?: Connection;
}
