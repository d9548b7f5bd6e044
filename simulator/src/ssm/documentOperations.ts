import { requireDocument, versionOf } from "./documents";
import type { SsmOperation } from "./operation";
import { requiredIn, textIn } from "./request";
import type { SsmDocumentState } from "./state";

/** The operations on documents, which the simulator only describes. */
export const DOCUMENT_OPERATIONS: Readonly<Record<string, SsmOperation>> = {
  DescribeDocument: {
    mutates: false,
    answer: (members, { state }) => {
      const document = requireDocument(state.ssm, requiredIn(members, "Name"));
      const version = versionOf(document, textIn(members, "DocumentVersion"));
      return {
        Document: {
          ...described(document, version),
          Owner: document.owner === "self" ? state.account : document.owner,
          DefaultVersion: String(document.defaultVersion),
          LatestVersion: String(document.versions),
          PlatformTypes: document.platformTypes,
          SchemaVersion: document.type === "Automation" ? "0.3" : "2.2",
          Parameters: document.parameters.map(({ name, type, defaultValue }) => ({
            Name: name,
            Type: type,
            ...(defaultValue === undefined ? {} : { DefaultValue: defaultValue }),
          })),
        },
      };
    },
  },
  GetDocument: {
    mutates: false,
    answer: (members, { state }) => {
      const document = requireDocument(state.ssm, requiredIn(members, "Name"));
      const version = versionOf(document, textIn(members, "DocumentVersion"));
      const parameters = document.parameters.map(({ name, type, defaultValue }) => [
        name,
        { type, ...(defaultValue === undefined ? {} : { default: defaultValue }) },
      ]);
      const schemaVersion = document.type === "Automation" ? "0.3" : "2.2";
      return {
        ...described(document, version),
        Content: JSON.stringify({ schemaVersion, parameters: Object.fromEntries(parameters) }),
      };
    },
  },
};

function described({ name, type }: SsmDocumentState, version: number): object {
  return {
    Name: name,
    DocumentVersion: String(version),
    Status: "Active",
    DocumentType: type,
    DocumentFormat: "JSON",
  };
}
