import { join, sep } from "node:path";
import type { PulumiFn } from "@pulumi/pulumi/automation";

/**
 * The compiled Pulumi program in `folder` for Automation API. It is an ordinary program that may register
 * its resources while it is loaded, so that every operation has to load it anew; a function that it exports is called, as
 * `pulumi up` does.
 */
export function exampleProgram(folder: string): PulumiFn {
  const compiled = join(folder, "bin");
  return async () => {
    for (const file of Object.keys(require.cache)) {
      if (file.startsWith(compiled + sep)) delete require.cache[file];
    }
    const exported: unknown = require(join(compiled, "index.js"));
    return typeof exported === "function" ? await exported() : exported;
  };
}
