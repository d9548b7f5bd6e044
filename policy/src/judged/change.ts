import type { ObservedLaunchTemplate, SettingValues } from "pulumi-drillwave/vocabulary";

/** A change of something that is stored in AWS, of which telling/commands.ts makes a command. */
export type Change = TemplateChange | DefaultChange | ServerChange | InstanceChange | OtherChange;

/** A change of the launch template's default version, from which DRS launches. */
export interface TemplateChange {
  kind: "template";
  template: ObservedLaunchTemplate;
  /** Members of LaunchTemplateData that become this, whatever they are. */
  data?: Readonly<Record<string, unknown>>;
  /** Members of LaunchTemplateData of which some members become this; the others stay. */
  within?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Network interfaces of which some members become this; the others stay. */
  interfaces?: readonly InterfaceEdit[];
  /** What no command can do, as words behind "with". */
  byHand?: readonly string[];
  /** The same as settings of a `LaunchConfiguration`, by their paths in its args; absent where it has none for this. */
  settings?: SettingValues;
}

/** Another version of a launch template as its default. */
export interface DefaultChange {
  kind: "default";
  launchTemplateId: string;
  version: number;
}

/** A change of one network interface of a launch template. */
export interface InterfaceEdit {
  /** Its place in the template's list; 0 for the one that a template without a list gets. */
  index: number;
  /** Members by EC2's names. */
  set: Readonly<Record<string, unknown>>;
  /** Security groups that it shall have no longer. */
  withoutGroups?: readonly string[];
}

/** A change of what DRS stores for a server. */
export interface ServerChange {
  kind: "server";
  operation: "update-launch-configuration" | "update-replication-configuration" | "start-replication";
  sourceServerId: string;
  /** Options of the AWS CLI; empty where there is none. */
  options: string;
  /** The same as settings of a `LaunchConfiguration`, by their paths in its args; absent for what is none. */
  settings?: SettingValues;
}

/** A recovery instance that is to be terminated. */
export interface InstanceChange {
  kind: "instance";
  recoveryInstanceId: string;
}

/** A command of its own, the same for every server that needs it. */
export interface OtherChange {
  kind: "other";
  /** With `aws`, without `--region`. */
  command: string;
}
