import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { readArguments, UsageError } from "./commandLine";
import type { Endpoint } from "./operations";
import { printed } from "./output";

/** A call of `aws`, and how it ended. */
export interface AwsCall {
  args: readonly string[];
  exitCode: number;
  output: string;
}

/** An `aws` for shells, which calls a simulator. */
export interface AwsStandIn {
  /** What a shell has to have in its environment to find it. */
  environment: Record<string, string>;
  /** Every call since the last question, in the order in which they ended. */
  takeCalls(): AwsCall[];
  close(): Promise<void>;
}

/**
 * `aws` without the AWS CLI: a script hands its arguments to this process, so that a loop of a hundred calls starts a
 * hundred small shells and not a hundred SDKs.
 */
const SCRIPT = `#!/usr/bin/env bash
exec 3<>"/dev/tcp/127.0.0.1/$DRILLWAVE_AWS_PORT" || exit 1
printf '%s\\0' "$#" "$@" >&3
IFS= read -r code <&3
if [ "$code" = 0 ]; then cat <&3; else cat <&3 >&2; fi
exit "$code"
`;

/** Starts a stand-in that calls this endpoint; `close` ends it. */
export async function startAwsStandIn(endpoint: string): Promise<AwsStandIn> {
  const folder = await mkdtemp(join(tmpdir(), "drillwave-aws-"));
  const script = join(folder, "aws");
  await writeFile(script, SCRIPT);
  await chmod(script, 0o755);
  let calls: AwsCall[] = [];
  const server = createServer((socket) => {
    answer(socket, endpoint).then(
      (call) => calls.push(call),
      () => socket.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    environment: { PATH: `${folder}${delimiter}${process.env["PATH"] ?? ""}`, DRILLWAVE_AWS_PORT: String(port) },
    takeCalls: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answer(socket: Socket, endpoint: string): Promise<AwsCall> {
  const args = await argumentsFrom(socket);
  const { exitCode, output } = await runAws(args, { endpoint });
  socket.end(`${exitCode}\n${output}`);
  return { args, exitCode, output };
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
export async function runAws(
  args: readonly string[],
  { endpoint }: Pick<Endpoint, "endpoint">,
): Promise<Pick<AwsCall, "exitCode" | "output">> {
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
