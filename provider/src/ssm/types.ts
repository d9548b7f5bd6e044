/** SSM's objects in our words. */

/** A parameter of the Parameter Store. */
export interface SsmParameter {
  name: string;
  /** `String`, `StringList`, `SecureString`, or what AWS adds. */
  type?: string;
  /** Of a secure string, its encrypted form: nothing is decrypted. */
  value: string;
}

/** A parameter to be written, as a plain text. */
export interface NewSsmParameter {
  name: string;
  value: string;
  description: string;
  tags: Readonly<Record<string, string>>;
}

/** An SSM document (DescribeDocument). */
export interface SsmDocument {
  /** `Command`, `Automation`, or what AWS adds. */
  type?: string;
  /** `Linux`, `Windows`, `MacOS`; empty where SSM does not say. */
  platformTypes: string[];
  /** The parameters that it takes; absent where SSM does not say. */
  parameters?: SsmDocumentParameter[];
}

/** A parameter that a document takes. */
export interface SsmDocumentParameter {
  name: string;
  /** False: the document has no default for it. */
  hasDefault: boolean;
}

/** What ran on an instance: a command (ListCommandInvocations), or an automation (GetAutomationExecution). */
export interface SsmRun {
  /** The id of the command, or of the automation's execution. */
  id: string;
  documentName?: string;
  /** What it wrote, as far as SSM shows it; absent where SSM shows nothing. */
  output?: string;
}
