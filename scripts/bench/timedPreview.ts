import { join } from "node:path";
import { type EngineEvent, LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { REPOSITORY_ROOT } from "../process/repositoryRoot";

/**
 * Seconds that a preview takes.
 *
 * @throws when a policy says anything: what is measured then is not the preview of a program that complies
 */
export async function secondsOfPreview(stack: Stack, policyPacks: string[]): Promise<number> {
  const violations: string[] = [];
  const onEvent = ({ policyEvent }: EngineEvent) => {
    if (policyEvent !== undefined) {
      violations.push(policyEvent.message);
    }
  };
  const start = performance.now();
  await stack.preview({ policyPacks, onEvent });
  const seconds = (performance.now() - start) / 1000;
  if (violations.length > 0) {
    throw new Error(`Measuring a program that should comply with every rule: ${violations[0]}`);
  }
  return seconds;
}

/** Folder of the pack that has every rule on. */
export const STRICT_PACK = join(REPOSITORY_ROOT, "policy", "strict");

/** The stack of a program, made where it is not there; a stack has one program at a time. */
export async function benchStack(program: () => void, workDir: string): Promise<Stack> {
  return LocalWorkspace.createOrSelectStack(
    { projectName: "bench", stackName: "bench", program: async () => program() },
    { workDir, projectSettings: { name: "bench", runtime: "nodejs", main: REPOSITORY_ROOT } },
  );
}
