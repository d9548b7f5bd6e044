import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

/** What an editor shows of the members of a type that the component's file declares. */
function membersOf(name: string) {
  const file = join(__dirname, "../../../../provider/src/resources/launchConfigurations.ts");
  const config = ts.readConfigFile(join(__dirname, "../../../../tsconfig.base.json"), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.config.compilerOptions, __dirname);
  const program = ts.createProgram([file], { ...options, noEmit: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const symbol = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  const found = symbol === undefined ? [] : checker.getExportsOfModule(symbol).filter((each) => each.name === name);
  const members = found.flatMap((each) => checker.getDeclaredTypeOfSymbol(each).getProperties());
  return members
    .filter((member) => member.declarations?.some((each) => each.getSourceFile() === source))
    .map((member) => ({
      name: member.name,
      text: ts.displayPartsToString(member.getDocumentationComment(checker)),
      isOptional: (member.flags & ts.SymbolFlags.Optional) !== 0,
      default: ts.displayPartsToString(member.getJsDocTags(checker).find((tag) => tag.name === "default")?.text),
    }));
}

const OUTPUTS = ["revision", "sourceServerIds", "sourceServers", "resources"];
const args = membersOf("LaunchConfigurationsArgs");
const outputs = membersOf("LaunchConfigurations").filter(({ name }) => OUTPUTS.includes(name));

describe("an editor, of the settings of many servers", () => {
  it("knows the args and outputs", () => {
    expect({ args: args.map(({ name }) => name), outputs: outputs.map(({ name }) => name) }).toEqual({
      args: ["selector", "role", "defaults", "overrides", "region", "connection"],
      outputs: OUTPUTS,
    });
  });

  it.each([...args, ...outputs])("shows what $name is", ({ text }) => {
    expect(text).toMatch(/^[A-Z`].{10,}/s);
  });

  it.each(args.filter(({ isOptional }) => isOptional))("shows the default of $name", (member) => {
    expect(member.default).toMatch(/\S/);
  });
});
