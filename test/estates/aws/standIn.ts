import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { readArguments, UsageError } from "./commandLine";
import type { Endpoint } from "./operations";
import { printed } from "./output";

/** An `aws` for shells, which calls a simulator. */
export interface Aws {
  /** What a shell has to have in its environment to find it. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

/**
 * `aws` without the AWS CLI: a script hands its arguments to this process, so that a loop of a hundred calls starts a
 * hundred small shells and not a hundred SDKs.
 */
const STAND_IN = `#!/usr/bin/env bash
exec 3<>"/dev/tcp/127.0.0.1/$DRILLWAVE_AWS_PORT" || exit 1
printf '%s\\0' "$#" "$@" >&3
IFS= read -r code <&3
if [ "$code" = 0 ]; then cat <&3; else cat <&3 >&2; fi
exit "$code"
`;

const AWS_CLI = `#!/usr/bin/env bash
exec "$DRILLWAVE_AWS_CLI" "$@"
`;

/**
 * Puts an `aws` that calls this endpoint on a shell's PATH: the stand-in, or the AWS CLI whose path DRILLWAVE_AWS_CLI
 * says; `close` ends it. With the AWS CLI every call takes about a second.
 */
export async function startAws(endpoint: string): Promise<Aws> {
  const folder = await mkdtemp(join(tmpdir(), "drillwave-aws-"));
  const script = join(folder, "aws");
  const real = process.env["DRILLWAVE_AWS_CLI"];
  await writeFile(script, real === undefined ? STAND_IN : AWS_CLI);
  await chmod(script, 0o755);
  const server = real === undefined ? await listen(endpoint) : undefined;
  const address = server?.address();
  return {
    environment: {
      PATH: `${folder}${delimiter}${process.env["PATH"] ?? ""}`,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      DRILLWAVE_AWS_PORT: String(typeof address === "object" && address !== null ? address.port : ""),
    },
    close: async () => {
      await new Promise<unknown>((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function listen(endpoint: string): Promise<Server> {
  const server = createServer((socket) => {
    answer(socket, endpoint).catch(() => socket.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

async function answer(socket: Socket, endpoint: string): Promise<void> {
  const { exitCode, output } = await runAws(await argumentsFrom(socket), { endpoint });
  socket.end(`${exitCode}\n${output}`);
}

/** A count and as many arguments, each ended by a zero byte. */
function argumentsFrom(socket: Socket): Promise<string[]> {
  return new Promise((resolve, reject) => {
    let received = "";
    socket.setEncoding("utf8");
    socket.on("data", (text) => {
      received += text;
      const [count, ...args] = received.split("\0").slice(0, -1);
      if (count !== undefined && args.length >= Number(count)) {
        resolve(args);
      }
    });
    socket.once("end", () => reject(new Error("the script ended before it had sent its arguments")));
    socket.once("error", reject);
  });
}

/** Runs `aws` with these arguments; exit codes and errors are the AWS CLI's. */
async function runAws(
  args: readonly string[],
  { endpoint }: Pick<Endpoint, "endpoint">,
): Promise<{ exitCode: number; output: string }> {
  let name = "";
  try {
    const { operation, input, region, format, query } = readArguments(args);
    name = operation.name;
    const answered = await operation.call(input, { region, endpoint });
    return { exitCode: 0, output: printed(answered, format, query) };
  } catch (error) {
    if (error instanceof UsageError) {
      return { exitCode: 252, output: `${error.message}\n` };
    }
    const { name: code, message } = error instanceof Error ? error : new Error(String(error));
    return { exitCode: 254, output: `An error occurred (${code}) when calling the ${name} operation: ${message}\n` };
  }
}
