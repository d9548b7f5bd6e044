import model from "./drs.json";

/** The name of an operation of @aws-sdk/client-drs 3.523.0. */
export type OperationName = keyof typeof model.operations;

/** What the API model says about an operation. */
export interface OperationModel {
  readonly http: { readonly method: string; readonly requestUri: string; readonly responseCode: number };
  readonly errors: readonly string[];
  readonly readonly?: boolean;
  readonly input: string;
}

interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, { readonly shape: string } | undefined>>;
  readonly required?: readonly string[];
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly min?: number;
  readonly max?: number;
  readonly sensitive?: boolean;
}

const operations: Readonly<Record<string, OperationModel>> = model.operations;
const shapes: Readonly<Record<string, Shape>> = model.shapes;

/** The operation's entry in the API model; undefined when version 3.523.0 does not have it. */
export function operationModel(name: string): OperationModel | undefined {
  return Object.hasOwn(operations, name) ? operations[name] : undefined;
}

/** Every operation's name and model. */
export function allOperations(): [string, OperationModel][] {
  return Object.entries(operations);
}

/**
 * The JSON schema of an operation's request.
 *
 * It forbids members that the model does not have (`additionalProperties: false`), so that a validator can drop or reject them.
 */
export function requestSchema(name: OperationName): object {
  return schemaOf(model.operations[name].input);
}

// The model asks for `Z`, but clients send `+00:00`, as the service does in its answers. Both are accepted; the ranges are the model's.
const LENIENT: Readonly<Record<string, (pattern: string) => string>> = {
  ISO8601DatetimeString: (pattern) => pattern.replace(/Z$/, "(?:Z|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])"),
};

function schemaOf(shapeName: string): object {
  const shape = shapes[shapeName];
  if (shape === undefined) {
    throw new Error(`Reading the API model: shape ${shapeName} is missing`);
  }
  switch (shape.type) {
    case "structure":
      return structureSchema(shape);
    case "list":
      return { type: "array", items: schemaOf(shape.member?.shape ?? ""), ...bounds(shape, "minItems", "maxItems") };
    case "map":
      return {
        type: "object",
        propertyNames: schemaOf(shape.key?.shape ?? ""),
        additionalProperties: schemaOf(shape.value?.shape ?? ""),
        ...bounds(shape, "minProperties", "maxProperties"),
      };
    case "string":
      return stringSchema(shapeName, shape);
    case "boolean":
      return { type: "boolean" };
    default:
      return { type: "integer", ...bounds(shape, "minimum", "maximum") };
  }
}

function structureSchema(shape: Shape): object {
  const members = Object.entries(shape.members ?? {});
  return {
    type: "object",
    properties: Object.fromEntries(members.map(([name, member]) => [name, schemaOf(member?.shape ?? "")])),
    required: shape.required ?? [],
    additionalProperties: false,
  };
}

function stringSchema(shapeName: string, shape: Shape): object {
  const pattern = shape.pattern === undefined ? undefined : (LENIENT[shapeName]?.(shape.pattern) ?? shape.pattern);
  return {
    type: "string",
    // Newer models have no anchors, but the service matches the whole value.
    ...(pattern === undefined ? {} : { pattern: `^(?:${pattern})$` }),
    ...(shape.enum === undefined ? {} : { enum: shape.enum }),
    ...bounds(shape, "minLength", "maxLength"),
  };
}

function bounds(shape: Shape, least: string, most: string): object {
  return {
    ...(shape.min === undefined ? {} : { [least]: shape.min }),
    ...(shape.max === undefined ? {} : { [most]: shape.max }),
  };
}
