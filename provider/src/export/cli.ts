import { existsSync, writeFileSync } from "node:fs";
import { connect } from "../aws/connect";
import { watchOutput } from "../commandLine";
import { createDrsGateway } from "../drs/awsGateway";
import { createEc2Gateway } from "../ec2/awsGateway";
import { LOOK_TIMEOUT_SECONDS } from "../wave/context";
import { EXIT, type ExportPlace, NAME, runCommand } from "./commandLine";
import { readEstate, type Selection } from "./readEstate";

async function readFromAws({ region, connection }: ExportPlace, selection: Selection) {
  const connected = connect(region, connection);
  const signal = AbortSignal.timeout(LOOK_TIMEOUT_SECONDS * 1000);
  const gateways = { drs: await createDrsGateway(connected, signal), ec2: createEc2Gateway(connected, signal) };
  return readEstate(gateways, selection, connection);
}

/** `wx` fails where there is a file, also one that was made since the command began. */
function write(file: string, text: string, mayReplace: boolean): void {
  try {
    writeFileSync(file, text, { flag: mayReplace ? "w" : "wx" });
  } catch (error) {
    throw new Error(`writing ${file}`, { cause: error });
  }
}

async function main(): Promise<void> {
  process.exitCode = await runCommand(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    readEstate: readFromAws,
    exists: existsSync,
    write,
  });
}

watchOutput(NAME, EXIT.unusable);
void main();
