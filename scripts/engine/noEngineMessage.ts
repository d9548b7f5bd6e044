import type { FailedTry } from "./engine";

/** What a user reads when no engine was found: every try, then what to install. */
export function noEngineMessage(tries: readonly FailedTry[]): string {
  return [
    "No Pulumi engine was found:",
    ...tries.map(({ source, reason }) => `  ${source}: ${reason}`),
    "Install Pulumi (https://www.pulumi.com/docs/install/) or Go (https://go.dev/doc/install), then start again.",
  ].join("\n");
}
