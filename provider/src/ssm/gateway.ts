import type { NewSsmParameter, SsmDocument, SsmParameter, SsmRun } from "./types";

/**
 * The verbs of SSM that launch actions need. Every method throws {@link import("../errors").DrsRequestError} when AWS does
 * not answer or refuses. Writes are tried again like reads: each leaves the same behind however often it is done.
 */
export interface SsmGateway {
  /** Those of these parameters that are there. Nothing is decrypted. */
  listParameters(names: readonly string[]): Promise<SsmParameter[]>;
  /** Makes a plain parameter with its tags. One of this name that is there already is overwritten, and tagged. */
  createParameter(parameter: NewSsmParameter): Promise<void>;
  /** Puts another value into a plain parameter that is there. */
  overwriteParameter(name: string, value: string): Promise<void>;
  /** Deletes those of these parameters that are there. */
  deleteParameters(names: readonly string[]): Promise<void>;
  /** @param version - `$DEFAULT`, `$LATEST` or a number; undefined when there is no such document or version */
  findDocument(nameOrArn: string, version: string): Promise<SsmDocument | undefined>;
  /** The commands that SSM still has of an instance, with what they wrote. */
  listCommands(instanceId: string): Promise<SsmRun[]>;
  /** Undefined when SSM has no execution of this id. */
  findAutomation(executionId: string): Promise<SsmRun | undefined>;
}
