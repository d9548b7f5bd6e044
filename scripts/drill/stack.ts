import { join, sep } from "node:path";
import { LocalWorkspace, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import type { EngineHome } from "../engine/engineHome";

const DRILL_PROJECT = "three-tier-drill";

/** The stack that a drill lives in; also the name under which `pulumi` finds it in the drill's temporary folder. */
export const DRILL_STACK = "drill";

/** What the example program is told about its stack. */
export interface DrillTarget {
  readonly region: string;
  readonly endpoint: string;
}

/** How often a wave looks at its job, in real seconds: a simulated minute is over in less. */
const POLL_SECONDS = "1";

/**
 * A new stack of the example program. The program is loaded into this process; settings and state are in `home`, and
 * nothing is written beside the program.
 */
export async function createDrillStack(root: string, home: EngineHome, target: DrillTarget): Promise<Stack> {
  const folder = join(root, "examples", "three-tier");
  const config = {
    "drillwave:region": target.region,
    "drillwave:endpoint": target.endpoint,
    "drillwave:pollSeconds": POLL_SECONDS,
  };
  return await LocalWorkspace.createStack(
    { projectName: DRILL_PROJECT, stackName: DRILL_STACK, program: exampleProgram(folder) },
    {
      workDir: home.project,
      // Providers run in `main`, and find the packages that the program uses from there.
      projectSettings: { name: DRILL_PROJECT, runtime: "nodejs", main: folder },
      stackSettings: { [DRILL_STACK]: { config } },
    },
  );
}

/**
 * The compiled Pulumi program in `folder` for Automation API. It is an ordinary program that may register
 * its resources while it is loaded, so that every operation has to load it anew; a function that it exports is called, as
 * `pulumi up` does.
 */
function exampleProgram(folder: string): PulumiFn {
  const compiled = join(folder, "bin");
  return async () => {
    for (const file of Object.keys(require.cache)) {
      if (file.startsWith(compiled + sep)) {
        delete require.cache[file];
      }
    }
    const exported: unknown = require(join(compiled, "index.js"));
    return typeof exported === "function" ? await exported() : exported;
  };
}
