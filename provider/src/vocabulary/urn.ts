import { DRILL_GUARD_TYPE, DRILL_WAVE_TYPE } from "./words";

/** The parts of a URN, as Pulumi's engine cuts it. */
export interface UrnParts {
  stack: string;
  project: string;
  /** Types of the resource and of its parents, outermost first: `my:index:Plan$my:index:Part`. */
  type: string;
  /** As the program gave it; it may hold `::`. */
  name: string;
}

/**
 * The parts of `urn:pulumi:<stack>::<project>::<types>::<name>`. The name is all that follows the third `::`
 * (https://www.pulumi.com/docs/iac/concepts/resources/names/). Undefined for any other text, the empty one included.
 * Pure.
 */
export function parseUrn(urn: string): UrnParts | undefined {
  const [scheme = "", project, type, ...name] = urn.split("::");
  const stack = /^urn:pulumi:(.*)$/s.exec(scheme)?.[1];
  if (stack === undefined || project === undefined || type === undefined || name.length === 0) {
    return undefined;
  }
  return { stack, project, type, name: name.join("::") };
}

/** True for the URN of the resource that stands for a stack as a whole. Pure. */
export function isStackUrn(urn: string): boolean {
  return parseUrn(urn)?.type === "pulumi:pulumi:Stack";
}

/** The URN of the guard of the wave with this URN; undefined for a text that is no wave's URN. Pure. */
export function guardUrnOf(waveUrn: string): string | undefined {
  const parts = parseUrn(waveUrn);
  if (parts === undefined || !isType(parts.type, DRILL_WAVE_TYPE)) {
    return undefined;
  }
  const { stack, project, type, name } = parts;
  const parents = type.slice(0, type.length - DRILL_WAVE_TYPE.length);
  return `urn:pulumi:${stack}::${project}::${parents}${DRILL_GUARD_TYPE}::${guardNameOf(name)}`;
}

/** The name of the guard of the wave with this name. Pure. */
export function guardNameOf(waveName: string): string {
  return `${waveName}-guard`;
}

function isType(types: string, type: string): boolean {
  return types === type || types.endsWith(`$${type}`);
}
