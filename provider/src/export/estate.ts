/** What a Region has today, as it was read: what could not be read is said, never made up. */
import type { LaunchConfiguration } from "../drs/types";
import type { TemplateVersion } from "../ec2/templateVersion";
import type { Connection } from "../vocabulary";
import type { StoredAction } from "./launchActions";

/** A part of a server's settings that could not be read. */
export interface Unread {
  /** `launch configuration`, `launch template`, `launch actions`. */
  readonly part: string;
  /** Why, in one line. */
  readonly reason: string;
}

/** A server, and what is stored for it. */
export interface EstateServer {
  readonly sourceServerId: string;
  /** As DRS's agent reports it. */
  readonly hostname?: string;
  /** Its tags in DRS. */
  readonly tags: Readonly<Record<string, string>>;
  /** Absent: it could not be read. */
  readonly configuration?: LaunchConfiguration;
  /** The default version of its launch template. Absent: DRS names none, there is no such template, or it could not be read. */
  readonly template?: TemplateVersion;
  /** Why DRS could not launch into the existing instance that is stored; absent where it could, or none is stored. */
  readonly launchIntoProblem?: string;
  /** Absent: they could not be read. */
  readonly actions?: readonly StoredAction[];
  /** Empty when everything was read. */
  readonly unread: readonly Unread[];
}

/** A server that the program is not about, of which only its tags matter: a selector must not take it in. */
export interface OtherServer {
  readonly sourceServerId: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** What a program is written from. */
export interface Estate {
  readonly region: string;
  /** As the servers' ARNs say it; absent where they do not. */
  readonly account?: string;
  /** What the person gave to reach AWS; the program reaches it in the same way. */
  readonly connection?: Connection;
  /** The servers that the program is about. */
  readonly servers: readonly EstateServer[];
  /** The Region's other servers. */
  readonly others: readonly OtherServer[];
}
