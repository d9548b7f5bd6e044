import Ajv, { type ErrorObject, type ValidateFunction } from "ajv";
import { validationError } from "./errors";
import { type OperationName, requestSchema } from "./model/schema";
import { shortened } from "./printable";

/** What happens to members that the API model does not have. The service's behaviour is not documented, so the world chooses. */
export type UnknownMembers = "ignore" | "reject";

/** Turns what came over the wire into an operation's request. */
interface RequestValidator<Request> {
  /** @throws AwsError ValidationException that names every member that breaks the model */
  parse(body: unknown, unknownMembers: UnknownMembers): Request;
}

const options = { allErrors: true, verbose: true, unicodeRegExp: false, strict: false };
const ajvs = { ignore: new Ajv({ ...options, removeAdditional: true }), reject: new Ajv(options) };

/**
 * Creates a validator from the API model: required members, types, enums, patterns and bounds.
 *
 * Clients validate almost none of this (the JS SDK nothing), so the service must. The schema is compiled at the first request.
 */
export function requestValidator<Request>(name: OperationName): RequestValidator<Request> {
  const compiled: { [mode in UnknownMembers]?: ValidateFunction<Request> } = {};
  return {
    parse(body, unknownMembers) {
      const validate = compiled[unknownMembers] ?? ajvs[unknownMembers].compile<Request>(requestSchema(name));
      compiled[unknownMembers] = validate;
      // ajv drops unknown members in place, but the journal keeps the body as it came.
      const request: unknown = structuredClone(body);
      if (!validate(request)) {
        throw violations(validate.errors ?? []);
      }
      return request;
    },
  };
}

function violations(errors: readonly ErrorObject[]): Error {
  // ajv reports a bad map key twice: by its own violation and as "property name must be valid".
  const found = errors.filter((error) => error.keyword !== "propertyNames").map(violation);
  const fields = [...new Map(found.map((field) => [`${field.name} ${field.message}`, field])).values()];
  const count = `${fields.length} validation error${fields.length === 1 ? "" : "s"} detected`;
  const more = fields.length > MOST_FIELDS ? `; and ${fields.length - MOST_FIELDS} more` : "";
  const first = fields.slice(0, MOST_FIELDS).map((field) => field.message);
  return validationError(`${count}: ${first.join("; ")}${more}`, {
    reason: "fieldValidationFailed",
    fieldList: fields,
  });
}

/** How much of a value a message quotes. */
const LONGEST = 200;

/** How many violations a message lists; `fieldList` has all of them. */
const MOST_FIELDS = 10;

function violation(error: ErrorObject): { name: string; message: string } {
  const name = memberPath(error);
  const seen = error.keyword === "required" ? "null" : shown(error.data);
  return {
    name,
    message: `Value ${seen} at '${name}' failed to satisfy constraint: Member must ${constraint(error)}`,
  };
}

/** `sourceServers.1.member.sourceServerID`: AWS counts list members from one. */
function memberPath(error: ErrorObject): string {
  const steps = error.instancePath
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .flatMap((step) => (/^\d+$/.test(step) ? [String(Number(step) + 1), "member"] : [step]));
  const extra: unknown = error.params["missingProperty"] ?? error.params["additionalProperty"];
  const path = [...steps, ...(typeof extra === "string" ? [extra] : [])].join(".");
  return shortened(path, LONGEST);
}

function shown(value: unknown): string {
  const text = value !== null && typeof value === "object" ? JSON.stringify(value) : String(value);
  return `'${shortened(text, LONGEST)}'`;
}

function constraint(error: ErrorObject): string {
  const params: Record<string, unknown> = error.params;
  switch (error.keyword) {
    case "required":
      return "not be null";
    case "enum":
      return `satisfy enum value set: [${(error.parentSchema?.["enum"] ?? []).join(", ")}]`;
    case "pattern":
      return `satisfy regular expression pattern: ${String(params["pattern"])}`;
    case "minLength":
    case "minItems":
    case "minProperties":
      return `have length greater than or equal to ${String(params["limit"])}`;
    case "maxLength":
    case "maxItems":
    case "maxProperties":
      return `have length less than or equal to ${String(params["limit"])}`;
    case "minimum":
      return `have value greater than or equal to ${String(params["limit"])}`;
    case "maximum":
      return `have value less than or equal to ${String(params["limit"])}`;
    case "additionalProperties":
      return "be a member of the request";
    default:
      return `be of type ${String(params["type"])}`;
  }
}
