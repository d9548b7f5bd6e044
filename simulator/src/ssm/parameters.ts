import { AwsError } from "../errors";
import { partitionOf } from "../world/state/resource";
import type { WorldState } from "../world/state/worldState";
import { arnName } from "./names";
import type { SsmOperation } from "./operation";
import { requiredIn, type SsmMembers, ssmInvalid, tagsIn, textIn, textsIn } from "./request";
import type { SsmParameterState } from "./state";

/** What a standard parameter holds at most, in bytes (https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html). */
const MOST_BYTES = 4096;

const TYPES = ["String", "StringList", "SecureString"] as const;

const PER_CALL = 10;

/** The operations on parameters, by their names. The limits are those of https://docs.aws.amazon.com/systems-manager/latest/APIReference/. */
export const PARAMETER_OPERATIONS: Readonly<Record<string, SsmOperation>> = {
  GetParameter: {
    mutates: false,
    answer: (members, { state }) => {
      const parameter = requireParameter(state, requiredIn(members, "Name"));
      return { Parameter: toParameter(state, parameter, members["WithDecryption"] === true) };
    },
  },
  GetParameters: {
    mutates: false,
    answer: (members, { state }) => {
      const names = textsIn(members, "Names", PER_CALL);
      const found = names.map((name) => find(state, name));
      return {
        Parameters: found.flatMap((each) =>
          each === undefined ? [] : [toParameter(state, each, members["WithDecryption"] === true)],
        ),
        InvalidParameters: names.filter((_, index) => found[index] === undefined),
      };
    },
  },
  PutParameter: { mutates: true, answer: (members, { state, now }) => putParameter(members, state, now) },
  DeleteParameter: {
    mutates: true,
    answer: (members, { state }) => {
      remove(state, requireParameter(state, requiredIn(members, "Name")));
      return {};
    },
  },
  DeleteParameters: {
    mutates: true,
    answer: (members, { state }) => {
      const names = textsIn(members, "Names", PER_CALL);
      const found = names.flatMap((name) => find(state, name) ?? []);
      for (const parameter of found) {
        remove(state, parameter);
      }
      const deleted = found.map(({ name }) => name);
      return { DeletedParameters: deleted, InvalidParameters: names.filter((name) => !deleted.includes(name)) };
    },
  },
  AddTagsToResource: {
    mutates: true,
    answer: (members, { state }) => {
      const parameter = taggedParameter(members, state);
      parameter.tags = { ...parameter.tags, ...tagsIn(members) };
      return {};
    },
  },
  RemoveTagsFromResource: {
    mutates: true,
    answer: (members, { state }) => {
      const parameter = taggedParameter(members, state);
      const keys = textsIn(members, "TagKeys", 50);
      parameter.tags = Object.fromEntries(Object.entries(parameter.tags).filter(([key]) => !keys.includes(key)));
      return {};
    },
  },
  ListTagsForResource: {
    mutates: false,
    answer: (members, { state }) => ({
      TagList: Object.entries(taggedParameter(members, state).tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  },
};

function find({ ssm }: WorldState, nameOrArn: string): SsmParameterState | undefined {
  const name = arnName(nameOrArn, "parameter");
  return ssm.parameters.find((parameter) => parameter.name === name);
}

function requireParameter(state: WorldState, name: string): SsmParameterState {
  const parameter = find(state, name);
  if (parameter === undefined) {
    // SSM's own answer has no message.
    throw new AwsError("ParameterNotFound", 400, "");
  }
  return parameter;
}

function remove({ ssm }: WorldState, parameter: SsmParameterState): void {
  ssm.parameters.splice(ssm.parameters.indexOf(parameter), 1);
}

function putParameter(members: SsmMembers, state: WorldState, now: number): object {
  const name = checkedName(requiredIn(members, "Name"));
  const existing = find(state, name);
  const tags = tagsIn(members);
  const overwrite = members["Overwrite"] === true;
  if (overwrite && Object.keys(tags).length > 0) {
    throw ssmInvalid(
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. " +
        "To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    );
  }
  if (existing !== undefined && !overwrite) {
    throw new AwsError(
      "ParameterAlreadyExists",
      400,
      "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
    );
  }
  const value = checkedValue(requiredIn(members, "Value"));
  const type = typeIn(members, existing);
  const description = textIn(members, "Description");
  if (existing === undefined) {
    const version = 1;
    const described = description === undefined ? {} : { description };
    state.ssm.parameters.push({ name, type, value, ...described, version, lastModifiedAt: now, tags });
    return { Version: version, Tier: "Standard" };
  }
  Object.assign(existing, { type, value, ...(description === undefined ? {} : { description }), lastModifiedAt: now });
  existing.version += 1;
  return { Version: existing.version, Tier: "Standard" };
}

function checkedName(name: string): string {
  if (!/^[a-zA-Z0-9_.\-/]+$/.test(name) || name.length > 1011) {
    throw ssmInvalid(
      "Parameter name: can't be longer than 1011 characters. If formed as a path, it can consist of sub-paths divided by slash symbol; " +
        "each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_",
    );
  }
  if (/^\/?(aws|ssm)/i.test(name)) {
    throw new AwsError("AccessDeniedException", 400, `No access to reserved parameter name: ${name}.`);
  }
  return name;
}

function checkedValue(value: string): string {
  if (/\{\{.*\}\}/s.test(value)) {
    throw ssmInvalid("Parameter value can't nest another parameter.");
  }
  if (Buffer.byteLength(value) > MOST_BYTES) {
    throw ssmInvalid(
      `Standard tier parameters support a maximum parameter value of ${MOST_BYTES} characters. To create a larger parameter value, ` +
        "upgrade the parameter to use the advanced-parameter tier.",
    );
  }
  return value;
}

function typeIn(members: SsmMembers, existing: SsmParameterState | undefined): SsmParameterState["type"] {
  const given = textIn(members, "Type") ?? existing?.type;
  const type = TYPES.find((each) => each === given);
  if (type === undefined) {
    throw ssmInvalid(`A parameter type is required when you create a parameter; expected one of ${TYPES.join(", ")}.`);
  }
  return type;
}

function taggedParameter(members: SsmMembers, state: WorldState): SsmParameterState {
  const type = requiredIn(members, "ResourceType");
  if (type !== "Parameter") {
    throw new AwsError("InvalidResourceType", 400, `drs-simulator keeps tags of parameters only, not of ${type}`);
  }
  const parameter = find(state, requiredIn(members, "ResourceId"));
  if (parameter === undefined) {
    throw new AwsError(
      "InvalidResourceId",
      400,
      "The resource ID is not valid. Verify that you entered the correct ID.",
    );
  }
  return parameter;
}

/** A secure string is encrypted in the answer, as far as a reader can tell, unless its decryption is asked for. */
function toParameter(state: WorldState, parameter: SsmParameterState, decrypted: boolean): object {
  const { name, type, value, version, lastModifiedAt } = parameter;
  const hidden = type === "SecureString" && !decrypted;
  return {
    Name: name,
    Type: type,
    Value: hidden ? `AQICAH${Buffer.from(name).toString("base64")}` : value,
    Version: version,
    LastModifiedDate: lastModifiedAt / 1000,
    ARN: `arn:${partitionOf(state.region)}:ssm:${state.region}:${state.account}:parameter/${name.replace(/^\//, "")}`,
    DataType: "text",
  };
}
