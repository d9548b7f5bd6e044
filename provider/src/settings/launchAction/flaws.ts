/** What is wrong with the args of a launch action beyond their schema. Pure. */
import { type LaunchActionIntent, listed, UNKNOWN_VALUE } from "../../vocabulary";
import { FIRST_ORDER } from "./orders";

/** Something wrong with an arg: where, and the rest of a sentence. */
export interface ActionFlaw {
  property: string;
  reason: string;
}

/** Args that do not fit together. What is malformed or not known yet is compared with nothing. */
export function actionFlaws(args: Partial<LaunchActionIntent>, isUnsound: (name: string) => boolean): ActionFlaw[] {
  const { document, predefined, order } = args;
  const [hasDocument, hasPredefined] = [
    document !== undefined || isUnsound("document"),
    predefined !== undefined || isUnsound("predefined"),
  ];
  return [
    ...(hasDocument || hasPredefined
      ? []
      : [{ property: "document", reason: "is missing: give document, or predefined for one of DRS's own actions" }]),
    ...(hasDocument && hasPredefined
      ? [{ property: "predefined", reason: "cannot be combined with document: DRS's own action keeps its document" }]
      : []),
    ...(order !== undefined && order < FIRST_ORDER && !hasPredefined
      ? [
          {
            property: "order",
            reason: `is ${order}, and the orders below ${FIRST_ORDER} are those of DRS's own actions`,
          },
        ]
      : []),
  ];
}

/** DRS takes so many parameters of an action (model). */
const MOST_PARAMETERS = 20;

/** The longest name and value of a parameter in DRS (model). */
const LONGEST = 1011;

/** What a standard SSM parameter holds, in bytes (https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html). */
const MOST_BYTES = 4096;

/** Parameters that DRS or SSM would refuse. No value is shown: it may be a secret. */
export function parameterFlaws(given: unknown): ActionFlaw[] {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    return [];
  }
  const entries = Object.entries(given);
  const tooMany = `has ${entries.length} parameters, expected at most ${MOST_PARAMETERS}`;
  return [
    ...(entries.length > MOST_PARAMETERS ? [{ property: "parameters", reason: tooMany }] : []),
    ...entries.flatMap(([name, value]) => {
      const reason = nameFlaw(name) ?? valueFlaw(value);
      const property = /^[A-Za-z_]\w*$/.test(name) ? `parameters.${name}` : `parameters[${JSON.stringify(name)}]`;
      return reason === undefined ? [] : [{ property, reason }];
    }),
  ];
}

function nameFlaw(name: string): string | undefined {
  const isFit = /^[A-Za-z0-9]+$/.test(name) && name.length <= LONGEST;
  return isFit ? undefined : `is no name that DRS takes: expected 1 to ${LONGEST} letters and digits`;
}

function valueFlaw(value: unknown): string | undefined {
  if (value === UNKNOWN_VALUE) {
    return undefined;
  }
  if (typeof value === "string") {
    return textFlaw(value);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return "has no value that DRS takes: expected a text, { ssmParameter } or { dynamic }";
  }
  const members = Object.entries(value);
  const [[kind = "", text] = []] = members;
  if (members.length !== 1 || (kind !== "ssmParameter" && kind !== "dynamic")) {
    const names = members.map(([name]) => name);
    return `has the members ${names.length === 0 ? "of an empty object" : listed(names)}, expected { ssmParameter } or { dynamic } alone`;
  }
  const isFit =
    text === UNKNOWN_VALUE || (typeof text === "string" && /^[A-Za-z0-9.-]+$/.test(text) && text.length <= LONGEST);
  return isFit
    ? undefined
    : `has a ${kind} that DRS does not take: expected 1 to ${LONGEST} letters, digits, dots and dashes`;
}

function textFlaw(text: string): string | undefined {
  if (text === "") {
    return "is empty, and SSM keeps no empty parameter";
  }
  const bytes = Buffer.byteLength(text);
  if (bytes > MOST_BYTES) {
    return `has ${bytes} bytes, and an SSM parameter holds ${MOST_BYTES}`;
  }
  return /\{\{.*\}\}/s.test(text) ? "has {{…}} in it, which SSM refuses" : undefined;
}

/** Values that the program marks as secrets would lie in SSM and in DRS in plain. */
export function secretFlaws(names: unknown): ActionFlaw[] {
  if (!Array.isArray(names) || names.length === 0) {
    return [];
  }
  return names.map((name) => ({
    property: name === "" ? "parameters" : `parameters.${String(name)}`,
    reason:
      "is a secret, and a parameter of a launch action is kept in plain: put it into an SSM parameter of your own, and give its name " +
      "as { ssmParameter }, or have the document read it from Secrets Manager",
  }));
}
