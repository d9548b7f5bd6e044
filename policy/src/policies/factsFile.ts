import { appendFileSync } from "node:fs";
import { harmless } from "pulumi-drillwave/vocabulary";
import type { Managed } from "../judged/managedSettings";
import { type FactsLine, toFactsLine } from "../telling/factsLine";
import type { Message } from "../telling/tell";

/** The environment variable that names the file: a policy pack has no other way to hand over more than its messages. */
const VARIABLE = "DRILLWAVE_POLICY_FACTS";

/**
 * Appends what a message tells, subject by subject, for drillwave-policy-report: a message names few servers and counts
 * the rest. Without the environment variable nothing is written.
 *
 * @throws naming the file: reports would be made of less than was asked for
 */
export function writeFacts(message: Pick<Message, "rule" | "text" | "findings">, managed: Managed): void {
  const file = process.env[VARIABLE];
  if (file === undefined || file === "") {
    return;
  }
  const line: FactsLine = toFactsLine(message, managed);
  try {
    appendFileSync(
      file,
      `${JSON.stringify(line, (_key, value) => (typeof value === "string" ? harmless(value) : value))}\n`,
    );
  } catch (error) {
    throw new Error(`writing ${VARIABLE} ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
