import type { EngineHome } from "../engine/engineHome";
import { DRILL_STACK } from "./drillStack";

/** What a user is told who asked for a drill to be kept: where to look, and how it ends. */
export function keptLines(simulatorUrl: string, home: Pick<EngineHome, "backendUrl" | "passphrase">): string[] {
  const environment = `PULUMI_BACKEND_URL=${home.backendUrl} PULUMI_CONFIG_PASSPHRASE=${home.passphrase}`;
  return [
    `kept     simulator ${simulatorUrl} (its world: ${new URL("/_simulator/world", simulatorUrl)})`,
    `         state     ${environment} pulumi stack export --stack ${DRILL_STACK}`,
    "         Ctrl-C ends the simulator, and with it every simulated instance.",
  ];
}
