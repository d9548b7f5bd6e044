import { AwsError } from "../errors";
import { arnName } from "./names";
import type { SsmDocumentParameter, SsmDocumentState, SsmState } from "./state";

/** A document of AWS's own. */
function ofAws(
  name: string,
  type: SsmDocumentState["type"],
  platformTypes: SsmDocumentState["platformTypes"],
  parameters: readonly SsmDocumentParameter[] = [],
): SsmDocumentState {
  return { name, owner: "Amazon", type, platformTypes, versions: 1, defaultVersion: 1, parameters };
}

const SCRIPT: readonly SsmDocumentParameter[] = [
  { name: "commands", type: "StringList" },
  { name: "workingDirectory", type: "String", defaultValue: "" },
  { name: "executionTimeout", type: "String", defaultValue: "3600" },
];

/**
 * AWS's documents that predefined post-launch actions run, as AWS's managed policies name them (docs/drs-facts.md), and the two that run scripts.
 * Their parameters are documented for the scripts alone.
 */
const AWS_DOCUMENTS: readonly SsmDocumentState[] = [
  ofAws("AWS-RunShellScript", "Command", ["Linux", "MacOS"], SCRIPT),
  ofAws("AWS-RunPowerShellScript", "Command", ["Windows", "Linux"], SCRIPT),
  ofAws("AWS-CreateImage", "Automation", ["Windows", "Linux"]),
  ofAws("AWSMigration-ValidateNetworkConnectivity", "Command", ["Windows", "Linux"]),
  ofAws("AWSMigration-VerifyMountedVolumes", "Command", ["Windows", "Linux"]),
  ofAws("AWSMigration-ValidateHttpResponse", "Command", ["Windows", "Linux"]),
  ofAws("AWSMigration-ValidateDiskSpace", "Command", ["Windows", "Linux"]),
  ofAws("AWSMigration-VerifyProcessIsRunning", "Command", ["Windows", "Linux"]),
  ofAws("AWSMigration-LinuxTimeSyncSetting", "Command", ["Linux"]),
  ofAws("AWSEC2-ApplicationInsightsCloudwatchAgentInstallAndConfigure", "Command", ["Windows", "Linux"]),
];

/** AWS's own document with this name or ARN; undefined for any other. */
export function awsDocument(nameOrArn: string): SsmDocumentState | undefined {
  return AWS_DOCUMENTS.find((document) => document.name === arnName(nameOrArn, "document"));
}

/** The document with this name or ARN; undefined when the account cannot see one. */
export function findDocument(ssm: SsmState, nameOrArn: string): SsmDocumentState | undefined {
  const name = arnName(nameOrArn, "document");
  return ssm.documents.find((document) => document.name === name) ?? awsDocument(nameOrArn);
}

/** The same. @throws AwsError InvalidDocument */
export function requireDocument(ssm: SsmState, nameOrArn: string): SsmDocumentState {
  const document = findDocument(ssm, nameOrArn);
  if (document === undefined) {
    throw new AwsError("InvalidDocument", 400, `Document with name ${nameOrArn} does not exist.`);
  }
  return document;
}

/** The number of a version as requests name it. @throws AwsError InvalidDocumentVersion when the document does not have it */
export function versionOf(document: SsmDocumentState, asked: string | undefined): number {
  const number =
    asked === undefined || asked === "$DEFAULT"
      ? document.defaultVersion
      : asked === "$LATEST"
        ? document.versions
        : Number(asked);
  if (!Number.isInteger(number) || number < 1 || number > document.versions) {
    throw new AwsError("InvalidDocumentVersion", 400, `Document version ${asked} of ${document.name} does not exist.`);
  }
  return number;
}
