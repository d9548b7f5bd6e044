import { parseArgs } from "node:util";
import { packageVersion, parsedBy } from "../commandLine";
import { harmless } from "../vocabulary";
import { FORMATS, type Format, isFormat, printed } from "./format";
import { POLICY_LIMITS, type PolicyPlace, sizeOf, toPolicyDocument } from "./policyDocument";
import { PERMISSIONS, type PermissionStatement, POLICIES, type PolicyName } from "./table";

/** What the command touches; the process's own, or a test's. */
export interface CommandWorld {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** How the command ends. */
export const EXIT = { printed: 0, unusable: 2 } as const;

/** The command, as people type it. */
export const NAME = "drillwave-iam";

/**
 * Runs `drillwave-iam` with these arguments (without node and the script); returns its exit code. Asks nobody, writes no
 * file. Everything that goes wrong is one line to `error`.
 */
export function runCommand(args: readonly string[], world: CommandWorld): number {
  try {
    const { values, positionals } = parse(args);
    if (values.help === true || values.version === true) {
      world.out(values.help === true ? HELP : `${packageVersion()}\n`);
      return EXIT.printed;
    }
    print(toRequest(positionals, values), world);
    return EXIT.printed;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    world.error(`${NAME}: ${harmless(message)}\n`);
    return EXIT.unusable;
  }
}

interface Request {
  statements: readonly PermissionStatement[];
  format: Format;
  place: PolicyPlace;
}

function print({ statements, format, place }: Request, { out, error }: CommandWorld): void {
  out(printed(statements, format, place));
  const size = sizeOf(toPolicyDocument(statements, place));
  if (size > POLICY_LIMITS.managed) {
    error(
      `${NAME}: the policy has ${size} characters, and IAM takes ${POLICY_LIMITS.managed} in a managed policy. Fix: print its parts ` +
        `one by one, leave out --region and --account, or attach it to a role as an inline policy (${POLICY_LIMITS.inlineOfRole} in all)\n`,
    );
  }
}

interface Options {
  readonly format?: string | undefined;
  readonly partition?: string | undefined;
  readonly region?: string | undefined;
  readonly account?: string | undefined;
}

/** @throws naming the argument that cannot be used. */
function toRequest([command, ...names]: readonly string[], options: Options): Request {
  if (command !== "print") {
    const seen = command === undefined ? "no command" : `the command ${command}`;
    throw new Error(`saw ${seen}, expected print. Fix: see \`${NAME} --help\``);
  }
  const wanted = names.length === 0 ? ["all"] : names;
  const unknown = wanted.find((name) => name !== "all" && !isPolicy(name));
  if (unknown !== undefined) {
    throw new Error(
      `saw the policy ${unknown}, expected ${POLICY_NAMES.join(", ")} or all. Fix: see \`${NAME} --help\``,
    );
  }
  const { format = "policy", partition, region, account } = options;
  if (!isFormat(format)) {
    throw new Error(`saw --format ${format}, expected ${FORMATS.join(", ")}`);
  }
  for (const [name, { pattern, expected }] of Object.entries(PLACE_TEXTS)) {
    const value = options[name as keyof typeof PLACE_TEXTS];
    if (value !== undefined && !pattern.test(value)) {
      throw new Error(`saw --${name} ${value === "" ? "without a value" : value}, expected ${expected}`);
    }
  }
  const statements = PERMISSIONS.filter(({ policy }) => wanted.includes("all") || wanted.includes(policy));
  return { statements, format, place: { partition, region, account } };
}

/** An empty variable of a script must not mean anywhere. */
const PLACE_TEXTS = {
  partition: { pattern: /^aws[a-z-]*$/, expected: "a partition such as aws, aws-us-gov or aws-cn" },
  region: { pattern: /^[a-z]{2,}(-[a-z]+)+-\d+$/, expected: "a Region such as us-west-2" },
  account: { pattern: /^\d{12}$/, expected: "12 digits" },
} as const;

const POLICY_NAMES = Object.keys(POLICIES);

function isPolicy(name: string): name is PolicyName {
  return Object.hasOwn(POLICIES, name);
}

function parse(args: readonly string[]) {
  return parsedBy(NAME, () =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: "string", short: "f" },
        partition: { type: "string" },
        region: { type: "string" },
        account: { type: "string" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    }),
  );
}

const HELP = `Usage: drillwave-iam print [policy ...] [options]

Prints least-privilege IAM policies for DrillWave. Asks nobody and writes no file.

Policies, each beside observe; several are printed as one:
${POLICY_NAMES.map((name) => `  ${name.padEnd(9)} ${POLICIES[name as PolicyName]}`).join("\n")}
  all       every one of them (the default)

  -f, --format <format>  policy: the document, as IAM takes it (the default)
                         markdown: a table of the actions with the reason of each
                         json: the document, and the actions with the reason of each
      --partition <name> of the ARNs, such as aws-us-gov or aws-cn; aws by default
      --region <name>    of the ARNs, such as us-west-2; any by default
      --account <id>     of the ARNs, 12 digits; any by default
  -h, --help             print this
      --version          print the version

Examples:
  npx drillwave-iam print observe drill > drill.json
  aws iam create-policy --policy-name drillwave-observe --policy-document "$(npx drillwave-iam print observe)"
  npx drillwave-iam print all --format markdown

The statements ForDrs… are for DRS, which calls EC2 with the permissions of its caller while it launches and terminates.
Not printed: sts:AssumeRole for connection.assumeRole, the use of your own KMS keys, iam:PassRole for an instance profile of
your own, and post-launch actions (attach AWSElasticDisasterRecoveryLaunchActionsPolicy). There are no colours in it.

Exit codes:
  0  printed; a policy that is too long for a managed one is printed too, and standard error says so
  2  unusable arguments
`;
