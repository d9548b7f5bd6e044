import { runInThisContext } from "node:vm";

/** A resource that a program has registered. */
export interface Registered {
  kind: string;
  name: string;
  args: Record<string, unknown>;
}

/** What the program registers, run as Pulumi's Node host runs it, with classes that only note their args. */
export function evaluated(source: string): Registered[] {
  const registered: Registered[] = [];
  const classOf = (kind: string) =>
    function resource(name: string, args: Record<string, unknown>) {
      registered.push({ kind, name, args: structuredClone(args) });
    };
  const kinds = ["LaunchConfiguration", "LaunchConfigurations", "LaunchAction"];
  const drillwave = Object.fromEntries(kinds.map((kind) => [kind, classOf(kind)]));
  run(source, drillwave);
  return registered;
}

/** Runs the program's own text with this package as `pulumi-drillwave`. */
export function run(source: string, drillwave: object): void {
  // Nothing but its import tells a program from JavaScript; a test compiles it.
  const script = source
    .replace(/^import (\{.*\}) from "pulumi-drillwave";$/m, "const $1 = drillwave;")
    .replace(/^export \{\};$/m, "");
  runInThisContext(`(drillwave) => {\n"use strict";\n${script}\n}`)(drillwave);
}

/** A value's leaves by their paths; a list is one. */
export type Leaves = Map<string, unknown>;

/**
 * What the program manages, by source server id: of a group's servers, the defaults with their overrides on top.
 *
 * @param tags - of every server of the Region, by its id: a selector is resolved as the component does it
 */
export function managed(registered: readonly Registered[], tags: Record<string, Record<string, string>>) {
  const byServer = new Map<string, Leaves>();
  const give = (id: string, ...settings: unknown[]) => {
    if (byServer.has(id)) {
      throw new Error(`${id} is in two resources`);
    }
    byServer.set(id, new Map(settings.flatMap((each) => [...leavesOf(each)])));
  };
  for (const { kind, args } of registered) {
    const {
      region: _region,
      connection: _connection,
      sourceServerId,
      selector,
      defaults,
      overrides,
      ...settings
    } = args;
    if (kind === "LaunchConfiguration") {
      give(String(sourceServerId), settings);
    } else if (kind === "LaunchConfigurations") {
      const wanted = Object.entries((selector as { tags: Record<string, string> }).tags);
      const ids = Object.keys(tags).filter((id) => wanted.every(([key, value]) => own(tags[id] ?? {}, key) === value));
      for (const id of ids) {
        give(id, defaults, own((overrides ?? {}) as Record<string, unknown>, id));
      }
    }
  }
  return byServer;
}

function own<T>(object: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** By path, as JSON, so that a key with dots is no other path. */
export function leavesOf(value: unknown, path: readonly string[] = []): Leaves {
  if (value === undefined) {
    return new Map();
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return new Map([[JSON.stringify(path), value]]);
  }
  return new Map(Object.entries(value).flatMap(([key, each]) => [...leavesOf(each, [...path, key])]));
}
