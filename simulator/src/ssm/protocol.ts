import { AwsError } from "../errors";
import { parseJsonObject } from "../json";
import { printable, shortened } from "../printable";
import type { Task } from "../tasks";
import { refuseJson } from "../unmodelledService";
import type { WireAnswer, WireRequest } from "../wire";
import type { World } from "../world";
import { DOCUMENT_OPERATIONS } from "./documentOperations";
import type { SsmOperation } from "./operation";
import { PARAMETER_OPERATIONS } from "./parameters";
import { RUN_OPERATIONS } from "./runs";

const TARGET = "AmazonSSM.";

const JSON_TYPE = "application/x-amz-json-1.1";

const OPERATIONS: Readonly<Record<string, SsmOperation>> = {
  ...PARAMETER_OPERATIONS,
  ...DOCUMENT_OPERATIONS,
  ...RUN_OPERATIONS,
};

/** The names of the operations of SSM that the simulator models. */
export function ssmOperationNames(): string[] {
  return Object.keys(OPERATIONS);
}

/** The task of a request for SSM, which speaks awsJson1.1; undefined for any other, and for an operation that is not modelled. */
export function ssmTask(request: WireRequest, world: World): Task | undefined {
  const { target = "", body } = request;
  const name = target.startsWith(TARGET) ? target.slice(TARGET.length) : "";
  const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
  if (operation === undefined) {
    return undefined;
  }
  const members = membersOf(body);
  return {
    service: "ssm",
    name,
    request: members ?? { body: printable(shortened(body, LONGEST_TEXT)) },
    refuse: (error, requestId) => refuseJson(error, requestId, JSON_TYPE),
    perform({ region, accessKeyId }, requestId) {
      if (members === undefined) {
        throw new AwsError("SerializationException", 400, "The request body is not a JSON object");
      }
      const answer = operation.answer(members, world.context(region, accessKeyId));
      if (operation.mutates) {
        world.save();
      }
      return jsonAnswer(answer, requestId);
    },
  };
}

// The beginning of an unreadable request is enough to recognize it.
const LONGEST_TEXT = 2000;

function membersOf(body: string): Record<string, unknown> | undefined {
  const parsed = body.trim() === "" ? {} : parseJsonObject(body);
  return parsed === undefined ? undefined : { ...parsed };
}

function jsonAnswer(answer: object, requestId: string): WireAnswer {
  return {
    status: 200,
    headers: { "content-type": JSON_TYPE, "x-amzn-requestid": requestId },
    body: JSON.stringify(answer),
  };
}
