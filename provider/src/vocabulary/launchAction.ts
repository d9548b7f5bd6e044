import type { Connection } from "./intent";
import type { LaunchActionCategory } from "./words";

/** A parameter whose value is in an SSM parameter of your own. */
export interface SsmParameterValue {
  /**
   * Name of the SSM parameter: letters, digits, dots and dashes, as DRS takes it. DRS reads it as the caller of the drill,
   * whom AWS's policy lets read names that begin with `ManagedByAWSElasticDisasterRecoveryService-`.
   */
  ssmParameter: string;
}

/** A parameter whose value DRS knows when it launches. */
export interface DynamicValue {
  /** What DRS is to put in, as DRS names it: letters, digits, dots and dashes. */
  dynamic: string;
}

/** A parameter's value: a text, the name of an SSM parameter, or what DRS knows. */
export type LaunchActionValue = string | SsmParameterValue | DynamicValue;

/** What a program says of one post-launch action of one server. */
export interface LaunchActionIntent {
  /**
   * AWS Region of the server. A change makes another action.
   *
   * @default `aws:region` of the stack's configuration, then what the environment says
   */
  region?: string;
  /** Id of the source server in DRS: `s-` and 17 letters or digits. A change makes another action. */
  sourceServerId: string;
  /**
   * Name or ARN of the SSM document that is run, such as `"AWS-RunShellScript"`: one of AWS's, or one of the account's. DRS
   * takes letters, digits, dashes, slashes and colons.
   *
   * @default none: give `document` or `predefined`
   */
  document?: string;
  /**
   * The document of one of the actions that DRS puts on every server, such as `"AWSMigration-VerifyMountedVolumes"`. It is
   * changed, and put back by delete; what you leave out stays as it is. A change makes another action.
   *
   * @default none: give `document` or `predefined`
   */
  predefined?: string;
  /**
   * Version of the document: `"$DEFAULT"`, `"$LATEST"` or a number as a text.
   *
   * @default "$DEFAULT"
   */
  documentVersion?: string;
  /**
   * Name of the action in DRS: at most 256 letters, digits, spaces, slashes, underscores and dashes.
   *
   * @default the resource's name
   */
  name?: string;
  /**
   * What the action is for, at most 1024 characters: letters, digits, spaces and most punctuation.
   *
   * @default "Managed by DrillWave"
   */
  description?: string;
  /**
   * When it runs: actions run one after the other, the lowest order first. Unique on the server; 1001 to 10000, because the
   * lower ones are DRS's own actions'.
   *
   * @default the first that is free from 1001 on, chosen once
   */
  order?: number;
  /**
   * What the action is for: `"VALIDATION"`, `"MONITORING"`, `"CONFIGURATION"`, `"SECURITY"` or `"OTHER"`. It decides nothing.
   *
   * @default "VALIDATION"
   */
  category?: LaunchActionCategory;
  /**
   * What a failure means. False: the server has not recovered. True: a warning.
   *
   * @default false
   */
  optional?: boolean;
  /**
   * Whether the action runs. None runs while the server's launch configuration has `postLaunchEnabled: false`.
   *
   * @default true
   */
  active?: boolean;
  /**
   * The document's parameters, at most 20. A text becomes an SSM parameter that this resource owns, in plain: secrets are
   * refused. Of a predefined action, those that you leave out stay as they are.
   *
   * @default none
   */
  parameters?: Record<string, LaunchActionValue>;
  /**
   * Where AWS is called, and as whom. State keeps it, for `refresh` and `destroy`; a change writes nothing.
   *
   * @default as the stack's configuration says, then as the AWS SDK finds it in the environment
   */
  connection?: Connection;
}

/** A post-launch action as DRS has it; what DRS does not say is absent. */
export interface StoredLaunchAction {
  /** Id of the action: a UUID. */
  actionId: string;
  /** Name or ARN of its SSM document. */
  actionCode?: string;
  /** Version of the document. */
  actionVersion?: string;
  /** Its name, as DRS shows it. */
  name?: string;
  /** What it is for, in words. */
  description?: string;
  /** What it is for, in DRS's words. */
  category?: string;
  /** Whether it runs. */
  active?: boolean;
  /** Whether its failure is no failure of the server. */
  optional?: boolean;
  /** When it runs. */
  order?: number;
  /** Its parameters, each with where its value is from: `SSM_STORE` or `DYNAMIC`. */
  parameters: Record<string, { type?: string; value?: string }>;
}

/** What is stored of an action, as `check` read it: policies judge it, and the row says what differs. */
export interface StoredLaunchActionFacts {
  /** As DRS has it; absent when DRS does not have it. */
  action?: StoredLaunchAction;
  /** Texts in SSM, by the names of their SSM parameters; one that is not there is absent. */
  ssmValues: Record<string, string>;
  /** Whether the server runs post-launch actions at all; absent where DRS does not say. */
  postLaunchEnabled?: boolean;
}

/** The outputs of a launch action, beside its args. */
export interface LaunchActionOutputs {
  /** Changes whenever what is written here changes; unknown in a preview that changes it. */
  revision: string;
  /** Id of the action in DRS: a UUID, of the resource's URN and the server, or that of the predefined action. */
  actionId: string;
  /** Order that the action has. */
  assignedOrder: number;
  /** SSM parameters that this resource owns, and delete deletes, by the names of the action's parameters. */
  ssmParameters: Record<string, string>;
  /** What was written; absent until it was. */
  written?: StoredLaunchAction;
  /** The predefined action as it was before this resource changed it; absent for an action of one's own. */
  before?: StoredLaunchAction;
  /** As it was stored at the last write or refresh. */
  stored: StoredLaunchActionFacts;
}

/** Names of the outputs of a launch action. */
export const LAUNCH_ACTION_OUTPUTS = [
  "revision",
  "actionId",
  "assignedOrder",
  "ssmParameters",
  "written",
  "before",
  "stored",
] as const satisfies readonly (keyof LaunchActionOutputs)[];
