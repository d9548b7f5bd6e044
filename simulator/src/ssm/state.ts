import type { Tags } from "../world/state/resource";

/** A parameter of SSM's Parameter Store. */
export interface SsmParameterState {
  readonly name: string;
  type: "String" | "StringList" | "SecureString";
  value: string;
  description?: string;
  version: number;
  /** In simulated milliseconds since the epoch. */
  lastModifiedAt: number;
  tags: Tags;
}

/** An SSM document: one of AWS's own, or one of the account. */
export interface SsmDocumentState {
  readonly name: string;
  readonly owner: "Amazon" | "self";
  readonly type: "Command" | "Automation";
  readonly platformTypes: readonly ("Linux" | "Windows" | "MacOS")[];
  /** How many versions there are, from 1. */
  readonly versions: number;
  readonly defaultVersion: number;
  readonly parameters: readonly SsmDocumentParameter[];
}

/** A parameter that a document takes. */
export interface SsmDocumentParameter {
  readonly name: string;
  readonly type: "String" | "StringList" | "Boolean" | "Integer" | "StringMap";
  /** Absent: it must be given. */
  readonly defaultValue?: string | undefined;
}

/** What an account has in SSM. */
export interface SsmState {
  readonly parameters: SsmParameterState[];
  /** Those of the account; AWS's own are in `documents.ts`. */
  readonly documents: readonly SsmDocumentState[];
  /** Whether SSM still has what commands and automations of post-launch actions wrote. */
  readonly keepsRuns: boolean;
}
