import { refuseDrs } from "./drsProtocol";
import { parseForm } from "./ec2/form";
import { xmlHeaders } from "./ec2/protocol";
import { toXml } from "./ec2/xml";
import { AwsError } from "./errors";
import { printable, shortened } from "./printable";
import { refuseSts } from "./sts";
import type { Task } from "./tasks";
import { readSignature, type WireAnswer, type WireRequest } from "./wire";

const MODELLED = ["drs", "ec2", "sts", "iam"];

const LONGEST_NAME = 200;

/** The task of a request for a service that the simulator does not model: it refuses, in that service's protocol. Undefined for any other. */
export function unmodelledTask(request: WireRequest): Task | undefined {
  const service = readSignature(request.authorization)?.service ?? "drs";
  if (MODELLED.includes(service) && request.target === undefined) {
    return undefined;
  }
  const { name, refuse } = protocolOf(service, request);
  const shown = printable(shortened(name, LONGEST_NAME));
  const named = MODELLED.includes(service) ? shown : `the service ${printable(service)} (${shown})`;
  return {
    service,
    name: shown,
    request: shortened(request.body, LONGEST_BODY),
    refuse,
    perform() {
      throw new AwsError("UnknownOperationException", 400, `drs-simulator does not model ${named}`);
    },
  };
}

// The beginning of a request is enough to recognize it.
const LONGEST_BODY = 2000;

interface Protocol {
  /** The operation, as the request names it. */
  readonly name: string;
  readonly refuse: Task["refuse"];
}

/** Clients say by headers which protocol they speak; in the older ones only the service's name or the body tells. */
function protocolOf(service: string, { target, protocol, contentType = "", method, url, body }: WireRequest): Protocol {
  const path = `${method} ${url}`;
  if (target !== undefined) {
    return {
      name: target.slice(target.lastIndexOf(".") + 1),
      refuse: (error, id) => refuseJson(error, id, contentType),
    };
  }
  if (protocol === "rpc-v2-cbor") {
    return { name: url.slice(url.lastIndexOf("/") + 1), refuse: refuseCbor };
  }
  const action = contentType.startsWith("application/x-www-form-urlencoded")
    ? parseForm(body).text("Action")
    : undefined;
  if (action !== undefined) {
    return { name: action, refuse: refuseSts };
  }
  if (service === "s3") {
    return { name: path, refuse: refuseS3 };
  }
  return { name: path, refuse: REST_XML.includes(service) ? refuseSts : refuseDrs };
}

const REST_XML = ["route53", "cloudfront"];

/** A refusal in awsJson1.0 or 1.1. */
export function refuseJson(error: AwsError, requestId: string, contentType: string): WireAnswer {
  return {
    status: error.status,
    headers: {
      "content-type": contentType === "" ? "application/x-amz-json-1.1" : contentType,
      "x-amzn-requestid": requestId,
      "x-amzn-errortype": error.code,
    },
    body: JSON.stringify({ __type: error.code, message: error.message }),
    errorCode: error.code,
  };
}

/** A refusal in Smithy's RPC v2 CBOR: a map of two texts (RFC 8949). */
function refuseCbor(error: AwsError, requestId: string): WireAnswer {
  const mapOfTwo = 0xa2;
  const texts = ["__type", error.code, "message", error.message].map(cborText);
  return {
    status: error.status,
    headers: { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor", "x-amzn-requestid": requestId },
    body: Buffer.concat([Buffer.from([mapOfTwo]), ...texts]),
    errorCode: error.code,
  };
}

/** A text with its length in two bytes. */
function cborText(text: string): Buffer {
  const bytes = Buffer.from(text.slice(0, 10_000));
  const head = Buffer.from([0x79, 0, 0]);
  head.writeUInt16BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

function refuseS3(error: AwsError, requestId: string): WireAnswer {
  return {
    status: error.status,
    headers: xmlHeaders(requestId),
    body: toXml("Error", { Code: error.code, Message: error.message, RequestId: requestId }),
    errorCode: error.code,
  };
}
