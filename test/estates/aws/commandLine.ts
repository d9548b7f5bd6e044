import { OPERATIONS, type Operation } from "./operations";
import type { OutputFormat } from "./output";
import { listOf, structureOf, structuresOf, ValueError, withLists } from "./values";

/** What a command asks for. */
export interface Request {
  operation: Operation;
  input: object;
  region: string;
  format: OutputFormat;
  query?: string;
}

/** The command cannot be understood, as the AWS CLI says it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * Reads the arguments of `aws`: service, operation and options, in the forms that the AWS CLI takes.
 *
 * @throws UsageError for an operation or option that is not known, and a value that cannot be read
 */
export function readArguments([service = "", name = "", ...rest]: readonly string[]): Request {
  const operation = OPERATIONS[`${service} ${name}`];
  if (operation === undefined) {
    throw new UsageError(`aws: error: argument operation: Invalid choice: ${service} ${name}`);
  }
  const given = groupByOption(rest);
  const region = only(given, "region");
  if (region === undefined) {
    throw new UsageError("You must specify a region.");
  }
  const query = only(given, "query");
  const format = only(given, "output") ?? "json";
  if (format !== "json" && format !== "text") {
    throw new UsageError(`the stand-in for the AWS CLI knows no output ${format}`);
  }
  const input = Object.fromEntries([...given].map(([option, values]) => memberOf(operation, option, values)));
  refuseAnswersOnly(input);
  return { operation, input, region, format, ...(query === undefined ? {} : { query }) };
}

/** The values behind each option. */
function groupByOption(args: readonly string[]): Map<string, string[]> {
  const given = new Map<string, string[]>();
  let values: string[] | undefined;
  for (const arg of args) {
    const [, option] = /^--([a-z0-9-]+)$/.exec(arg) ?? [];
    if (option !== undefined) {
      if (given.has(option)) {
        throw new UsageError(`aws: error: --${option} is given twice`);
      }
      values = [];
      given.set(option, values);
    } else if (values === undefined) {
      throw new UsageError(`aws: error: unrecognized arguments: ${arg}`);
    } else {
      values.push(arg);
    }
  }
  return given;
}

/** The one value of an option of `aws` itself, which is taken away. */
function only(given: Map<string, string[]>, option: string): string | undefined {
  const values = given.get(option);
  given.delete(option);
  return values === undefined ? undefined : oneOf(option, values);
}

function oneOf(option: string, values: readonly string[]): string {
  const [value, ...others] = values;
  if (value === undefined || others.length > 0) {
    throw new UsageError(`aws: error: argument --${option}: expected one argument, got ${JSON.stringify(values)}`);
  }
  return value;
}

function memberOf({ options }: Operation, option: string, values: readonly string[]): [string, unknown] {
  const [, negated] = /^no-(.*)$/.exec(option) ?? [];
  const [member, kind] = options[option] ?? [];
  const [flag, flagKind] = options[negated ?? ""] ?? [];
  if (flag !== undefined && flagKind === "flag") {
    return [flag, none(option, values, false)];
  }
  try {
    switch (kind) {
      case "flag":
        return [member ?? "", none(option, values, true)];
      case "text":
        return [member ?? "", oneOf(option, values)];
      case "list":
        return [member ?? "", listOf(values)];
      case "structure":
        return [member ?? "", withLists(structureOf(oneOf(option, values)), LISTS)];
      case "structures":
        return [member ?? "", structuresOf(values).map((each) => withLists(each, LISTS))];
    }
  } catch (error) {
    throw error instanceof ValueError ? new UsageError(`--${option}: ${error.message}`) : error;
  }
  throw new UsageError(`Unknown options: --${option}`);
}

function none(option: string, values: readonly string[], value: boolean): boolean {
  if (values.length > 0) {
    throw new UsageError(`aws: error: unrecognized arguments behind --${option}: ${values.join(" ")}`);
  }
  return value;
}

/** Lists in the structures of filters. */
const LISTS = ["Values", "sourceServerIDs", "stagingAccountIDs"];

/** What answers of EC2 have and its requests do not; the AWS CLI refuses it before it calls. */
function refuseAnswersOnly(input: Record<string, unknown>): void {
  const { MetadataOptions, NetworkInterfaces } = asMembers(input["LaunchTemplateData"]);
  const interfaces = Array.isArray(NetworkInterfaces) ? NetworkInterfaces.map(asMembers) : [];
  const addresses = interfaces.flatMap(({ Ipv6Addresses }) =>
    Array.isArray(Ipv6Addresses) ? Ipv6Addresses.map(asMembers) : [],
  );
  const strange = [
    ...("State" in asMembers(MetadataOptions) ? ["LaunchTemplateData.MetadataOptions: State"] : []),
    ...(addresses.some((address) => "IsPrimaryIpv6" in address)
      ? ["LaunchTemplateData.NetworkInterfaces.Ipv6Addresses: IsPrimaryIpv6"]
      : []),
  ];
  if (strange.length > 0) {
    throw new UsageError(`Parameter validation failed: unknown parameter in ${strange.join(" and ")}`);
  }
}

function asMembers(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
