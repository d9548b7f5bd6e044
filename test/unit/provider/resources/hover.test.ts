import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { DEFAULTS, OUTPUT_NAMES, SERVER_DEFAULTS } from "../../../../provider/src/vocabulary";

/** A file that a user has open, beside the package's sources. */
const OPEN_FILE = join(__dirname, "open.ts");
/** Each resource that a program makes, and how the paths of its args and of its outputs begin. */
const RESOURCES = [
  { of: "DrillWave", args: "args", outputs: "wave" },
  { of: "LaunchConfiguration", args: "launchConfigurationArgs", outputs: "launchConfiguration" },
  { of: "LaunchAction", args: "launchActionArgs", outputs: "launchAction" },
  { of: "DrillNetwork", args: "drillNetworkArgs", outputs: "drillNetwork" },
] as const;

const DECLARED = RESOURCES.map(
  ({ of, outputs }) => `import type { ${of}, ${of}Args } from "../../../../provider/src";
import type { ${of}Intent, ${of}Outputs } from "../../../../provider/src/vocabulary";
declare const intentOf${of}: ${of}Intent;
declare const outputsOf${of}: ${of}Outputs;
declare const ${outputs}: pulumi.Unwrap<Pick<${of}, keyof ${of}Outputs>>;
`,
);

const PREAMBLE = ['import type * as pulumi from "@pulumi/pulumi";\n', ...DECLARED].join("");

/** A member with its own members; those of a list are its items'. */
interface Member {
  name: string;
  isList: boolean;
  members: Member[];
}

/** What an editor shows where the pointer rests on a member. */
interface Hover {
  path: string;
  text: string;
  isOptional: boolean;
  default: string | undefined;
}

const hovers = shownByEditor();
const ofArgs = hovers.filter(({ path }) => RESOURCES.some(({ args }) => path.startsWith(`${args}.`)));

describe("an editor", () => {
  it("knows the args and outputs of each resource, at every depth", () => {
    expect(hovers.map((hover) => hover.path)).toEqual(
      expect.arrayContaining([
        "args.region",
        "args.sourceServers.launchConfiguration.licensing.osByol",
        "args.connection.assumeRole.roleArn",
        "args.preflight.sourceServerTag",
        ...OUTPUT_NAMES.map((name) => `wave.${name}`),
        "wave.servers.phases.startedAt",
        "wave.servers.postLaunchActions.failureReason",
        "wave.attempts.lagSeconds",
        "launchConfigurationArgs.launchTemplate.metadataOptions.httpTokens",
        "launchConfiguration.stored.ec2LaunchTemplateVersion",
        "launchActionArgs.category",
        "launchAction.before.order",
        "drillNetworkArgs.securityGroups",
        "drillNetwork.templatesInside.versionBefore",
      ]),
    );
  });

  it.each(hovers)("shows what $path is", ({ text }) => {
    expect(text).toMatch(/^[A-Z`].{10,}/s);
  });

  it.each(ofArgs.filter(({ path, isOptional }) => isOptional && !NO_DEFAULT.test(path)))(
    "shows the default of $path",
    (hover) => {
      expect(hover.default).toMatch(/\S/);
    },
  );

  it.each(leavesOf({ ...DEFAULTS, sourceServers: SERVER_DEFAULTS }, "args"))(
    "shows $value as the default of $path",
    ({ path, value }) => {
      expect(hovers.find((hover) => hover.path === path)?.default).toBe(value);
    },
  );
});

/** One of these two is given; and an expectation that is left out expects nothing. */
const NO_DEFAULT = /^args\.(sourceServers|selector|sourceServers\.launchConfiguration\..*)$/;

/** What an editor shows of every arg, as written in a program, and of every output, as read in one. */
function shownByEditor(): Hover[] {
  const { service, show } = openEditor();
  show(PREAMBLE);
  const known = RESOURCES.map((resource) => ({
    ...resource,
    members: {
      args: membersOf(service, `intentOf${resource.of}`),
      outputs: membersOf(service, `outputsOf${resource.of}`),
    },
  }));
  const text = [];
  const places: { path: string; at: number }[] = [];
  let length = PREAMBLE.length;
  const write = (piece: string) => {
    text.push(piece);
    length += piece.length;
  };
  text.push(PREAMBLE);
  const writeArgs = (members: readonly Member[], path: string) => {
    for (const { name, isList, members: inner } of members) {
      places.push({ path: `${path}.${name}`, at: length });
      write(`${name}: ${isList ? "[" : ""}${inner.length > 0 ? "{ " : "0"}`);
      writeArgs(inner, `${path}.${name}`);
      write(`${inner.length > 0 ? " }" : ""}${isList ? "]" : ""}, `);
    }
  };
  const readOutputs = (members: readonly Member[], expression: string, path: string) => {
    for (const { name, isList, members: inner } of members) {
      write(`${expression}.`);
      places.push({ path: `${path}.${name}`, at: length });
      write(`${name};\n`);
      readOutputs(inner, `${expression}.${name}${isList ? "?.[0]" : ""}?`, `${path}.${name}`);
    }
  };
  for (const { of, args, outputs, members } of known) {
    write(`const ${args}: ${of}Args = { `);
    writeArgs(members.args, args);
    write("};\n");
    readOutputs(members.outputs, outputs, outputs);
  }
  show(text.join(""));
  return places.map(({ path, at }) => hoverAt(service, path, at));
}

function hoverAt(service: ts.LanguageService, path: string, at: number): Hover {
  const info = service.getQuickInfoAtPosition(OPEN_FILE, at);
  return {
    path,
    text: ts.displayPartsToString(info?.documentation),
    isOptional: ts.displayPartsToString(info?.displayParts).includes("?:"),
    default: info?.tags
      ?.find((tag) => tag.name === "default")
      ?.text?.map((part) => part.text)
      .join(""),
  };
}

/** The members of a variable of the open file that our vocabulary declares. */
function membersOf(service: ts.LanguageService, variable: string): Member[] {
  const program = service.getProgram();
  const file = program?.getSourceFile(OPEN_FILE);
  if (program === undefined || file === undefined) {
    throw new Error("the editor opens no file");
  }
  const checker = program.getTypeChecker();
  const walk = (type: ts.Type): Member[] =>
    type.getProperties().flatMap((property) => {
      const declared = property.declarations?.some(isOurs) ?? false;
      if (!declared) {
        return [];
      }
      const own = checker.getNonNullableType(checker.getTypeOfSymbol(property));
      const item = checker.isArrayType(own) ? checker.getTypeArguments(own as ts.TypeReference)[0] : undefined;
      return [{ name: property.name, isList: item !== undefined, members: walk(item ?? own) }];
    });
  const [symbol] = checker.getSymbolsInScope(file, ts.SymbolFlags.Variable).filter(({ name }) => name === variable);
  if (symbol === undefined) {
    throw new Error(`the open file has no ${variable}`);
  }
  return walk(checker.getTypeOfSymbol(symbol));
}

/** False for the members of strings, lists and their like. */
function isOurs(declaration: ts.Declaration): boolean {
  return declaration.getSourceFile().fileName.includes("provider/src/vocabulary/");
}

/** The leaves of an object with their paths and JSON texts. */
function leavesOf(value: object, path: string): { path: string; value: string }[] {
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) =>
    typeof member === "object" && member !== null
      ? leavesOf(member, `${path}.${name}`)
      : [{ path: `${path}.${name}`, value: JSON.stringify(member) }],
  );
}

/** TypeScript's language service, as an editor runs it. */
function openEditor() {
  let text = "";
  let version = 0;
  const config = ts.readConfigFile(join(__dirname, "../../../../tsconfig.base.json"), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.config.compilerOptions, __dirname);
  const snapshotOf = (file: string) =>
    ts.sys.fileExists(file) ? ts.ScriptSnapshot.fromString(readFileSync(file, "utf8")) : undefined;
  const service = ts.createLanguageService({
    getScriptFileNames: () => [OPEN_FILE],
    getScriptVersion: (file) => (file === OPEN_FILE ? `${version}` : "0"),
    getScriptSnapshot: (file) => (file === OPEN_FILE ? ts.ScriptSnapshot.fromString(text) : snapshotOf(file)),
    getCurrentDirectory: () => __dirname,
    getCompilationSettings: () => options,
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    fileExists: (file) => file === OPEN_FILE || ts.sys.fileExists(file),
    readFile: (file) => ts.sys.readFile(file),
    directoryExists: (folder) => ts.sys.directoryExists(folder),
    getDirectories: (folder) => ts.sys.getDirectories(folder),
  });
  const show = (whole: string) => {
    text = whole;
    version += 1;
  };
  return { service, show };
}
