/**
 * What the engine says to an analyzer before it shows it anything, and what @pulumi/policy (1.21.0) keeps from a pack's
 * code: the levels that apply, and whether this is a preview (docs/engine-facts.md#how-a-rule-learns-its-level).
 */
import { createRequire } from "node:module";
import type { EnforcementLevel } from "@pulumi/policy";

/** Members are absent until the engine has said them, and for ever where a release of @pulumi/policy says them otherwise. */
export interface EngineSession {
  isPreview?: boolean;
  /** By the name of the policy; configuration is in them. */
  levels?: ReadonlyMap<string, EnforcementLevel>;
}

/** What a call of the engine carries, as far as it is read here (@pulumi/pulumi, proto/analyzer_pb). */
interface Configuring {
  getPolicyconfigMap(): { entries(): Iterable<[string, { getEnforcementlevel(): number }]> };
}
interface Introducing {
  getDryRun(): boolean;
}

/** A method of a gRPC service: how its request is read from the wire. */
interface Method<Request> {
  requestDeserialize: (bytes: Buffer) => Request;
}
interface Analyzer {
  AnalyzerService: { configure: Method<Configuring>; configureStack: Method<Introducing> };
}

/** As pulumirpc.EnforcementLevel counts them. */
const LEVELS: readonly EnforcementLevel[] = ["advisory", "mandatory", "disabled", "remediate"];

let session: EngineSession | undefined;

/** The session of this process; to be called before a PolicyPack is made, which takes the methods as they are then. */
export function listenToEngine(): EngineSession {
  if (session === undefined) {
    session = {};
    listen(session);
  }
  return session;
}

function listen(heard: EngineSession): void {
  try {
    const fromHere = createRequire(__filename);
    // The copy that @pulumi/policy serves.
    const fromPolicy = createRequire(fromHere.resolve("@pulumi/policy"));
    const { AnalyzerService: service }: Analyzer = fromPolicy("@pulumi/pulumi/proto/analyzer_grpc_pb");
    service.configure = overhear(service.configure, (request) => {
      const levels = [...request.getPolicyconfigMap().entries()].map(
        ([name, config]) => [name, LEVELS[config.getEnforcementlevel()]] as const,
      );
      heard.levels = new Map(levels.flatMap(([name, level]) => (level === undefined ? [] : [[name, level] as const])));
    });
    service.configureStack = overhear(service.configureStack, (request) => {
      heard.isPreview = request.getDryRun();
    });
  } catch {
    // Then every rule tells what it found at once, at its own level: more lines, and none less.
  }
}

function overhear<Request>(method: Method<Request>, hear: (request: Request) => void): Method<Request> {
  return {
    ...method,
    requestDeserialize: (bytes) => {
      const request = method.requestDeserialize(bytes);
      try {
        hear(request);
      } catch {
        // As above: what is not heard is not known.
      }
      return request;
    },
  };
}
