import type { CredentialsEnd } from "../aws/credentialsEnd";
import type { DrsGateway } from "../drs/gateway";
import type { Ec2Gateway, OpenSource } from "../ec2/gateway";
import type { TemplateGateway } from "../ec2/templateGateway";
import type { IamGateway } from "../iam/gateway";
import type { SsmGateway } from "../ssm/gateway";
import type { Clock, Deadline } from "./clock";

/** What a person sees of a wave while it runs. */
export interface StatusLine {
  /** Replaces the resource's row; says where the wave stands. */
  show(text: string): void;
  /** A permanent line, for what a person must keep. */
  keep(text: string): void;
  /** A permanent warning. */
  warn(text: string): void;
}

export type { CredentialsEnd };

/** For a look whose progress nobody sees. */
export const SILENT: StatusLine = { show() {}, keep() {}, warn() {} };

/**
 * Seconds that a look may take in all where nothing is started: in check, diff, refresh and the functions of a program.
 */
export const LOOK_TIMEOUT_SECONDS = 300;

/** Everything outside a wave that it touches. */
export interface WaveContext {
  drs: DrsGateway;
  ec2: Ec2Gateway;
  /** Launch templates, which a wave with a network of its own changes for a while. */
  templates: TemplateGateway;
  /** Who may do what; absent where nobody asks. */
  iam?: IamGateway;
  clock: Clock;
  deadline: Deadline;
  status: StatusLine;
  /** Milliseconds from one look to the next, where the program says so; else each wait has its own. */
  pollMs: number | undefined;
  /** SSM, for what a failed post-launch action wrote. Its reads end after 15 s: no verdict waits for them. Absent: not asked. */
  openSsm?: () => Pick<SsmGateway, "listCommands" | "findAutomation">;
  /** Whether the credentials end for good while a drill runs; absent where nobody knows. */
  credentialsEnd?: () => Promise<CredentialsEnd>;
  /** Opens EC2 where source instances run; absent where nobody selects by their tags. */
  openSource?: OpenSource;
}

/** The part that a look needs. */
export type LookContext = Pick<WaveContext, "drs" | "ec2" | "iam" | "status" | "credentialsEnd" | "openSource">;
