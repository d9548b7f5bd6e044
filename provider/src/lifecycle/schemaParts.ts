/** What check expects of values that several resources take, with words for the person who wrote them. */
import * as v from "valibot";
import { REGION } from "../aws/settings";
import { parseGoDuration } from "../vocabulary";

/** Id of a source server. */
export const SERVER_ID = /^s-[0-9a-zA-Z]{17}$/;
/** Id of an EC2 instance. */
export const INSTANCE_ID = /^i-[0-9a-fA-F]{8,}$/;
/** Id of a recovery snapshot. */
export const SNAPSHOT_ID = /^pit-[0-9a-zA-Z]{17}$/;

/** A text. */
export const text = v.string("expected a string");
/** A duration in Go's syntax. */
export const duration = (example: string) =>
  v.pipe(
    text,
    v.check((given) => (parseGoDuration(given) ?? -1) >= 0, `expected a duration such as "${example}"`),
  );
/** True or false. */
export const flag = v.boolean("expected true or false");
/** One of these texts. */
export const oneOf = <const Options extends readonly string[]>(options: Options) =>
  v.picklist(options, `expected one of ${options.join(", ")}`);
/** A text of this form. */
export const matching = (pattern: RegExp, expected: string) => v.pipe(text, v.regex(pattern, `expected ${expected}`));
/** A number above 0, of this unit. */
export const positive = (unit: string) =>
  v.pipe(v.number(`expected ${unit}`), v.gtValue(0, `expected more than 0 ${unit}`));
/** A whole number from 1 on, of this unit. */
export const atLeastOne = (unit: string) =>
  v.pipe(v.number(`expected ${unit}`), v.integer("expected a whole number"), v.minValue(1, "expected at least 1"));
/** What is expected where an object is. */
export const AN_OBJECT = "expected an object";
/** An object with these members and no others. */
export const members = <const Entries extends v.ObjectEntries>(entries: Entries) => v.strictObject(entries, AN_OBJECT);

// https://docs.aws.amazon.com/drs/latest/APIReference/API_TagResource.html: at most 256 characters each.
/** Key or value of a tag. */
export const tagText = v.pipe(text, v.maxLength(256, "expected at most 256 characters"));
/** Tags. */
export const tags = v.record(
  v.pipe(tagText, v.minLength(1, "expected a tag key")),
  tagText,
  "expected an object of strings",
);

const url = v.pipe(text, v.url("expected a URL"));
const SESSION_SECONDS = "expected 900 to 43200 seconds";

/** Where AWS is called, and as whom. */
export const connection = members({
  endpoint: v.exactOptional(url),
  endpoints: v.exactOptional(
    members({
      drs: v.exactOptional(url),
      ec2: v.exactOptional(url),
      ssm: v.exactOptional(url),
      sts: v.exactOptional(url),
      iam: v.exactOptional(url),
    }),
  ),
  allowInsecureEndpoint: v.exactOptional(flag),
  profile: v.exactOptional(text),
  assumeRole: v.exactOptional(
    members({
      roleArn: text,
      externalId: v.exactOptional(text),
      sessionName: v.exactOptional(text),
      durationSeconds: v.exactOptional(
        v.pipe(
          v.number(SESSION_SECONDS),
          v.integer(SESSION_SECONDS),
          v.minValue(900, SESSION_SECONDS),
          v.maxValue(43_200, SESSION_SECONDS),
        ),
      ),
    }),
  ),
});

/** Where AWS is called. */
export const placeEntries = {
  region: v.exactOptional(matching(REGION, "an AWS Region such as us-west-2")),
  connection: v.exactOptional(connection),
};

/** The resource option that is kept as an input. */
export const customTimeouts = v.exactOptional(
  members({
    create: v.exactOptional(duration("90m")),
    update: v.exactOptional(duration("90m")),
    delete: v.exactOptional(duration("30m")),
  }),
);

/** The network of a drill. EC2 takes at most 16 groups an interface, where the quota was raised. */
export const networkEntries = {
  subnets: v.pipe(
    v.array(matching(/^subnet-[0-9a-zA-Z]{1,40}$/, "a subnet's id"), "expected a list of subnets"),
    v.minLength(1, "expected at least one subnet"),
    v.check((ids) => new Set(ids).size === ids.length, "expected each subnet once"),
  ),
  securityGroups: v.pipe(
    v.array(matching(/^sg-[0-9a-zA-Z]{1,40}$/, "a security group's id"), "expected a list of security groups"),
    v.minLength(1, "expected at least one security group"),
    v.maxLength(16, "expected at most 16 security groups"),
    v.check((ids) => new Set(ids).size === ids.length, "expected each security group once"),
  ),
};
