import type { ResourceProvider } from "@pulumi/pulumi/dynamic";
import { clauseOf, messageOf } from "../errors";
import { linesArrived } from "./liveStatus";
import { PartialFailure } from "./savingState";

/** Set to anything, this variable prints the stack trace of whatever ends a call of the engine. */
export const TRACE_VARIABLE = "DRILLWAVE_TRACE";

/** Errors that JavaScript itself throws: no answer of AWS and no setting is one. */
const FAULTS = [TypeError, ReferenceError, RangeError, SyntaxError, EvalError];

/**
 * The provider, which speaks to the engine in one sentence: whatever a method throws has a message of ours, and the host
 * process prints nothing beside it. What a method said has arrived when it ends. The host writes `${error}: ${error.stack}` for what check, diff, read and delete
 * throw, although the engine shows the message anyway (docs/engine-facts.md#the-host-prints-what-is-thrown).
 */
export function inOurWords(provider: ResourceProvider, env: NodeJS.ProcessEnv = process.env): ResourceProvider {
  const { check, diff, create, read, update, delete: remove } = provider;
  return {
    create: speaking(create, env),
    ...(check === undefined ? {} : { check: speaking(check, env) }),
    ...(diff === undefined ? {} : { diff: speaking(diff, env) }),
    ...(read === undefined ? {} : { read: speaking(read, env) }),
    ...(update === undefined ? {} : { update: speaking(update, env) }),
    ...(remove === undefined ? {} : { delete: speaking(remove, env) }),
  };
}

function speaking<Args extends unknown[], Result>(
  call: (...args: Args) => Promise<Result>,
  env: NodeJS.ProcessEnv,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    try {
      return await call(...args);
    } catch (error) {
      throw toThrown(error, env);
    } finally {
      await linesArrived();
    }
  };
}

/** What the engine reads of a partial failure must stay. */
function toThrown(error: unknown, env: NodeJS.ProcessEnv): unknown {
  if (error instanceof PartialFailure) {
    return error;
  }
  const thrown = new Error(FAULTS.some((fault) => error instanceof fault) ? faultText(error) : messageOf(error));
  if (env[TRACE_VARIABLE] !== undefined && error instanceof Error) {
    return Object.assign(thrown, { stack: error.stack });
  }
  return withoutTrace(thrown);
}

function faultText(error: unknown): string {
  return (
    `DrillWave has a fault of its own: ${clauseOf(error)}. \`pulumi up\` goes on with the drill, \`pulumi destroy\` cleans it up. ` +
    `Please report it, with what the same command prints while ${TRACE_VARIABLE}=1 is set`
  );
}

/** Whoever prints the trace, as the host does next, prints nothing at all: the message is what the engine shows. */
function withoutTrace(error: Error): Error {
  return Object.defineProperty(error, "stack", {
    get() {
      dropNextLine(process.stderr);
      return "";
    },
  });
}

/** Drops what is written to the stream before anything else runs. */
function dropNextLine(stream: NodeJS.WriteStream): void {
  const { write } = stream;
  const drop: typeof stream.write = () => true;
  stream.write = drop;
  queueMicrotask(() => {
    if (stream.write === drop) {
      stream.write = write;
    }
  });
}
