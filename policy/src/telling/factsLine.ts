import * as v from "valibot";
import type { Managed } from "../judged/managedSettings";
import { type Message, tellAlone } from "./tell";

/** What one message tells, as a line of the file that DRILLWAVE_POLICY_FACTS names. */
const factsLine = v.object({
  rule: v.string(),
  /** The text as the engine's event log has it. */
  message: v.string(),
  facts: v.array(
    v.object({
      /** Another than the message's where rules found the same. */
      rule: v.string(),
      /** The same, of this subject alone. */
      text: v.string(),
      /** URN of the wave; absent for the program as a whole. */
      wave: v.optional(v.string()),
      server: v.optional(v.object({ sourceServerId: v.optional(v.string()), hostname: v.optional(v.string()) })),
    }),
  ),
});

export type FactsLine = v.InferOutput<typeof factsLine>;

/** Pure. */
export function toFactsLine(
  { rule, text, findings }: Pick<Message, "rule" | "text" | "findings">,
  managed: Managed = new Map(),
): FactsLine {
  const facts = findings.map((finding) => {
    const { wave, server } = finding.about;
    const { sourceServerId, hostname } = server ?? {};
    const named = {
      ...(sourceServerId === undefined ? {} : { sourceServerId }),
      ...(hostname === undefined ? {} : { hostname }),
    };
    return {
      rule: finding.rule,
      text: tellAlone(finding, managed),
      ...(wave === undefined ? {} : { wave: wave.urn }),
      ...(server === undefined ? {} : { server: named }),
    };
  });
  return { rule, message: text, facts };
}

/** The line; undefined for a text that is none, such as the last one of a pack that was stopped. Pure. */
export function readFactsLine(line: string): FactsLine | undefined {
  try {
    const read = v.safeParse(factsLine, JSON.parse(line));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}
