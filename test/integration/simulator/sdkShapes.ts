import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import ts from "typescript";

const MODELS = path.join(path.dirname(require.resolve("@aws-sdk/client-ec2/package.json")), "dist-types/models");

/** The members of the interfaces that @aws-sdk/client-ec2 declares, by interface: each with the text of its type. */
export function sdkInterfaces(): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const found = new Map<string, ReadonlyMap<string, string>>();
  for (const file of readdirSync(MODELS).filter((name) => /^models_\d+\.d\.ts$/.test(name))) {
    const source = ts.createSourceFile(file, readFileSync(path.join(MODELS, file), "utf8"), ts.ScriptTarget.Latest);
    for (const statement of source.statements.filter(ts.isInterfaceDeclaration)) {
      const members = statement.members.filter(ts.isPropertySignature).map((member) => {
        return [member.name.getText(source), member.type?.getText(source) ?? ""] as const;
      });
      found.set(statement.name.text, new Map(members));
    }
  }
  return found;
}

/** What a request can hold, with every member of this interface present. */
export function everyMember(
  interfaces: ReadonlyMap<string, ReadonlyMap<string, string>>,
  name: string,
): fc.Arbitrary<Record<string, unknown>> {
  const members = [...(interfaces.get(name) ?? [])];
  return fc.record(Object.fromEntries(members.map(([member, type]) => [member, valueOfType(interfaces, type)])));
}

/** Any text that XML can hold and no parser trims. */
const text = fc.stringMatching(/^[A-Za-z0-9<&>"'=+%:/._ -]{1,12}$/);

function valueOfType(
  interfaces: ReadonlyMap<string, ReadonlyMap<string, string>>,
  type: string,
): fc.Arbitrary<unknown> {
  const one = type.replace(/ \| undefined|\(|\)/g, "");
  if (one.endsWith("[]")) {
    return fc.array(valueOfType(interfaces, one.slice(0, -2)), { minLength: 1, maxLength: 3 });
  }
  if (interfaces.has(one)) {
    return everyMember(interfaces, one);
  }
  switch (one) {
    case "number":
      return fc.integer({ min: 0, max: 100_000 });
    case "boolean":
      return fc.boolean();
    case "Date":
      return fc.integer({ min: 1, max: 4_000_000 }).map((minutes) => new Date(minutes * 60_000));
    default:
      // A string, or a union of its known values, which EC2 does not check here.
      return text;
  }
}
