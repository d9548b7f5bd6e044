import { parseArgs } from "node:util";
import { packageVersion, parsedBy } from "../commandLine";
import { messageOf } from "../errors";
import { type Connection, count, harmless } from "../vocabulary";
import { withoutUndefined } from "../withoutUndefined";
import type { Estate } from "./estate";
import { planProgram } from "./planProgram";
import { printProgram } from "./printProgram";
import type { Selection } from "./readEstate";

/** Where AWS is called, as the person has given it. */
export interface ExportPlace {
  readonly region?: string;
  readonly connection?: Connection;
}

/** What the command touches; the process's own, or a test's. */
export interface CommandWorld {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** @throws when the Region's servers cannot be read. */
  readonly readEstate: (place: ExportPlace, selection: Selection) => Promise<Estate>;
  readonly exists: (file: string) => boolean;
  /** @throws naming the file. `mayReplace` false: also when there is one. */
  readonly write: (file: string, text: string, mayReplace: boolean) => void;
}

/** How the command ends. */
export const EXIT = { written: 0, incomplete: 1, unusable: 2 } as const;

/** The command, as people type it. */
export const NAME = "drillwave-settings";

/**
 * Runs `drillwave-settings` with these arguments (without node and the script); returns its exit code. Changes nothing in
 * AWS. Everything that the program does not say is a line to `error`, and so is whatever goes wrong.
 */
export async function runCommand(args: readonly string[], world: CommandWorld): Promise<number> {
  try {
    const { values, positionals } = parse(args);
    if (values.help === true) {
      world.out(HELP);
      return EXIT.written;
    }
    if (values.version === true) {
      world.out(`${packageVersion()}\n`);
      return EXIT.written;
    }
    refuseArguments(positionals);
    refuseEmpty(values);
    return await exportSettings(values, world);
  } catch (error) {
    world.error(`${NAME}: ${messageOf(error)}\n`);
    return EXIT.unusable;
  }
}

type Options = ReturnType<typeof parse>["values"];

async function exportSettings(options: Options, world: CommandWorld): Promise<number> {
  const { output, force = false, single: isSingle = false } = options;
  const selection = selectionOf(options);
  if (output !== undefined && !force && world.exists(output)) {
    throw new Error(
      `writing ${output}: there is a file of this name. Nothing was read. Fix: name another one, or add --force.`,
    );
  }
  const estate = await world.readEstate(placeOf(options), selection);
  if (estate.servers.length === 0) {
    world.error(`${NAME}: there is no such source server in ${estate.region}: nothing was written\n`);
    return EXIT.incomplete;
  }
  const { program, leftOut, unread } = planProgram(estate, { isSingle });
  const text = printProgram(program);
  if (output === undefined) {
    world.out(text);
  } else {
    world.write(output, text, force);
  }
  for (const sentence of [...leftOut, ...unread]) {
    world.error(`${NAME}: ${sentence}\n`);
  }
  if (unread.length > 0) {
    const what = unread.length === 1 ? "it" : "they";
    world.error(
      `${NAME}: ${count(unread.length, "read")} failed: what ${what} would have said is not in the program\n`,
    );
  }
  return unread.length === 0 ? EXIT.written : EXIT.incomplete;
}

function placeOf({ region, profile, "endpoint-url": endpoint, "role-arn": roleArn }: Options): ExportPlace {
  const assumeRole = roleArn === undefined ? undefined : { roleArn };
  const connection = withoutUndefined({ profile, endpoint, assumeRole });
  return withoutUndefined({ region, connection: Object.keys(connection).length === 0 ? undefined : connection });
}

function selectionOf({ selector = [], servers }: Options): Selection {
  const tags = selector.map((each): readonly [string, string] => {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(each) ?? [];
    if (key === undefined || value === undefined) {
      throw new Error(`saw ${each} after --selector, expected key=value, such as Tier=database`);
    }
    return [key, value];
  });
  const ids = servers?.flatMap((each) => each.split(",")).map((id) => id.trim());
  const stranger = ids?.find((id) => !/^s-[0-9a-z]{17}$/i.test(id));
  if (stranger !== undefined) {
    throw new Error(
      `saw ${stranger} after --servers, expected ids of source servers, such as s-0123456789abcdef0, with commas between`,
    );
  }
  return withoutUndefined({
    tags: tags.length === 0 ? undefined : Object.fromEntries(tags),
    sourceServerIds: ids,
  });
}

/** An empty variable of a script must not mean that nothing was asked for. @throws */
function refuseEmpty(options: Options): void {
  const empty = Object.entries(options).find(([, value]) => [value].flat().includes(""))?.[0];
  if (empty !== undefined) {
    throw new Error(`saw an empty text after --${empty}, expected a value`);
  }
}

function parse(args: readonly string[]) {
  return parsedBy(NAME, () =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        region: { type: "string" },
        profile: { type: "string" },
        "role-arn": { type: "string" },
        "endpoint-url": { type: "string" },
        selector: { type: "string", multiple: true },
        servers: { type: "string", multiple: true },
        single: { type: "boolean" },
        output: { type: "string", short: "o" },
        force: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    }),
  );
}

/** @throws unless the one argument is `export`. */
function refuseArguments([command, ...more]: readonly string[]): void {
  if (command !== "export") {
    throw new Error(
      `saw ${command === undefined ? "no command" : `the command ${harmless(command)}`}, expected export. Fix: see \`${NAME} --help\``,
    );
  }
  if (more.length > 0) {
    throw new Error(`saw the argument ${more[0]}, expected options only. Fix: see \`${NAME} --help\``);
  }
}

const HELP = `Usage: drillwave-settings export [options]

Writes a Pulumi program in TypeScript for the launch settings that the DRS source servers of a Region have today. Its
first \`pulumi up\` writes nothing: from then on the settings are code. Reads; changes nothing in AWS.

      --region <region>     the Region; by default as the AWS SDK finds it
      --profile <profile>   the profile of AWS's shared files
      --role-arn <arn>      a role to assume first
      --endpoint-url <url>  where AWS is called, instead of its own endpoints
      --selector <k=v>      only servers with this tag in DRS; several times: with all of them
      --servers <ids>       only these source servers, with commas between
      --single              a resource for each server, whatever they share
  -o, --output <file>       the file to write, instead of standard output; one that exists is kept
      --force               overwrites the file
  -h, --help                print this
      --version             print the version

Examples:
  npx drillwave-settings export --region us-west-2 --output settings.ts
  npx drillwave-settings export --selector Tier=database --single

Where servers with one value of a tag share settings, they are one \`LaunchConfigurations\`; every other server is a
\`LaunchConfiguration\`. What is stored and no arg says is a comment at its place, and a line on standard error. There are no
colours, so NO_COLOR changes nothing.

Exit codes:
  0  written
  1  there is no such server, or settings of some could not be read: each is named, nothing is made up
  2  unusable arguments, no answer of AWS, or a file that is not overwritten; nothing is written
`;
