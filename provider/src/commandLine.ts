/** What every command of this package does alike, whatever it prints. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What `parse` makes of the arguments. @throws Node's reason as a clause, with where to look. */
export function parsedBy<Parsed>(command: string, parse: () => Parsed): Parsed {
  try {
    return parse();
  } catch (error) {
    const [reason = ""] = (error instanceof Error ? error.message : String(error)).split(". ");
    throw new Error(`${reason.charAt(0).toLowerCase()}${reason.slice(1)}. Fix: see \`${command} --help\``);
  }
}

/** The package's. Its package.json is one folder up, from the sources as from what they are compiled to. */
export function packageVersion(): string {
  const parsed: unknown = JSON.parse(readFileSync(join(__dirname, "..", "package.json"), "utf8"));
  const found = typeof parsed === "object" && parsed !== null && "version" in parsed ? parsed.version : undefined;
  return typeof found === "string" ? found : "unknown";
}

/** A reader that stops early (`| head`) is not an error; what could not be printed is one, and ends the process with `exitCode`. */
export function watchOutput(command: string, exitCode: number): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") {
      process.stderr.write(`${command}: writing standard output: ${error.message}\n`);
      process.exitCode = exitCode;
    }
  });
}
