import type { PolicyReport, Resource } from "./policyReport";

/** Name of the type of the resource that a stack is. */
const STACK_TYPE = "pulumi:pulumi:Stack";

/** The resource with this URN: `urn:pulumi:<stack>::<project>::<type>::<name>`. */
export function toResource(urn: string): Resource {
  const [scheme = "", , , ...name] = urn.split("::");
  return { urn, name: name.join("::") || urn, stack: scheme.split(":").slice(2).join(":") };
}

/** Whether it stands for the program as a whole. */
export function isStack({ urn }: Resource): boolean {
  return urn === "" || urn.split("::")[2] === STACK_TYPE;
}

/** How the resources of a report are named: with their stack where there are several. */
export function resourceLabels({ findings, waived, satisfied }: PolicyReport): (resource?: Resource) => string {
  const named = [...findings, ...waived, ...satisfied].flatMap(({ resource }) => resource?.stack || []);
  const several = new Set(named).size > 1;
  return (resource) => {
    const name = resource === undefined || isStack(resource) ? "the program" : resource.name;
    return several && resource !== undefined ? `${resource.stack}/${name}` : name;
  };
}
