import { type DrillProject, openDrillProject, type PolicyReport } from "../engine/drillProject";
import type { Estate, PolicySet, Size } from "./estate";

/** The folder of each set's pack. */
const PACKS: Readonly<Record<PolicySet, string>> = { recommended: "policy", strict: "policy/strict" };

/** What the pack said at a preview. */
export interface Said {
  ok: boolean;
  error: string;
  reports: readonly PolicyReport[];
  /** Of its messages, without what the engine puts around them. */
  size: Size;
}

/** Starts an engine and a simulator of this estate; its `close` ends both. */
export async function openEstate({ world, refused = [] }: Estate): Promise<DrillProject> {
  const project = await openDrillProject(world);
  for (const operation of refused) {
    project.fault({ operation, kind: "error", times: 1e6, ...refusal(operation) });
  }
  return project;
}

/** What DRS and EC2 answer to who lacks a permission. */
function refusal(operation: string) {
  const isDrs = operation === "GetReplicationConfiguration";
  const code = isDrs ? "AccessDeniedException" : "UnauthorizedOperation";
  const message = isDrs
    ? `User: arn:aws:sts::111122223333:assumed-role/preview/ci is not authorized to perform: drs:${operation}`
    : "You are not authorized to perform this operation.";
  return { status: 403, code, message };
}

/** What the pack says of the estate at a preview, as it is now. */
export async function previewOf(project: DrillProject, { waves, options }: Estate, set: PolicySet): Promise<Said> {
  const { ok, error, policies } = await project.preview(waves, { ...options, policyPacks: [PACKS[set]] });
  const messages = policies.map(({ message }) => message);
  return {
    ok,
    error,
    reports: policies,
    size: {
      lines: messages.reduce((sum, message) => sum + message.split("\n").length, 0),
      characters: messages.reduce((sum, message) => sum + message.length, 0),
    },
  };
}
