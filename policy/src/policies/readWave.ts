import type { ResourceValidationArgs } from "@pulumi/policy";
import type { DrillWaveInputs } from "pulumi-drillwave/vocabulary";
import { Unanswerable } from "../judged/judgement";
import type { JudgedWave } from "../judged/wave";

/**
 * The wave that the engine shows to a policy, as plain data. An input that is unknown at preview throws
 * {@link Unanswerable} when a rule reads it: absent would look like its default.
 */
export function readWave({ urn, name, props }: Pick<ResourceValidationArgs, "urn" | "name" | "props">): JudgedWave {
  const [stack = "", project = ""] = urn
    .split("::")
    .slice(0, 2)
    .map((part) => part.replace(/^urn:pulumi:/, ""));
  const inputs: DrillWaveInputs = {};
  const unknownInputs: string[] = [];
  for (const key of Object.keys(props)) {
    const read = known(props, key);
    if ("value" in read) Object.assign(inputs, { [key]: read.value });
    else {
      unknownInputs.push(key);
      Object.defineProperty(inputs, key, { get: () => refuse(key), enumerable: false });
    }
  }
  return { urn, name, stack, project, inputs, unknownInputs };
}

function refuse(input: string): never {
  throw new Unanswerable("unknown during preview", input);
}

/** The value without the SDK's proxies, which throw for whatever in it is unknown. */
function known(props: Record<string, unknown>, key: string): { value: unknown } | { unknown: true } {
  try {
    const value = props[key];
    return { value: value === undefined ? value : JSON.parse(JSON.stringify(value)) };
  } catch (error) {
    // The SDK does not export its class (@pulumi/policy 1.21.0, proxy.js).
    if (error instanceof Error && "unknownTypeSentinel" in error) return { unknown: true };
    throw error;
  }
}
