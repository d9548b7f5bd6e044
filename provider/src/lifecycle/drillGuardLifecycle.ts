import { randomBytes } from "node:crypto";
import type { ResourceProvider } from "@pulumi/pulumi/dynamic";
import { connect } from "../drs/connect";
import { present } from "../present";
import { type Connection, type DrillWaveIntent, JOB_TAG } from "../vocabulary";
import { cleanUp } from "../wave/cleanup";
import type { WaveContext } from "../wave/context";
import { canonical } from "./canonical";
import { type Operation, openContext, placeOf } from "./openContext";
import { toPlain } from "./plain";
import { type CustomTimeouts, timeoutSeconds } from "./timeouts";
import { hasUnknown } from "./unknown";

/** How often the guard looks while it cleans up, in milliseconds, when the wave has no interval of its own. */
const POLL_MS = 10_000;

/** A guard's inputs: what it needs to find its drill again, as the wave has it. */
export interface GuardInputs {
  region?: string;
  connection?: Connection;
  cleanup?: DrillWaveIntent["cleanup"];
  polling?: { intervalSeconds?: number };
  customTimeouts?: CustomTimeouts;
  __provider: string;
  __urn?: string;
}

/** A guard in state. `regions`: every Region in which its wave may have started a job. */
export interface GuardState extends GuardInputs {
  nonce: string;
  regions: string[];
}

/**
 * The guard of a wave: in state before the wave begins, deleted after it. Its delete finds every job that carries its
 * nonce, so a wave that died before it reached state is cleaned up by a bare `pulumi destroy`. Create calls no service.
 */
export function drillGuardLifecycle(
  open: (operation: Operation) => Promise<WaveContext> = openContext,
): ResourceProvider {
  return {
    async diff(_id, olds: GuardState, news: GuardInputs) {
      const { nonce: _nonce, regions, ...before } = olds;
      const edited = fingerprint(before) !== fingerprint(news);
      return { changes: edited || !(hasUnknown(news) || regions.includes(await regionOf(news))) };
    },

    async create(inputs: GuardInputs) {
      const nonce = randomBytes(16).toString("hex");
      return { id: nonce, outs: toPlain({ ...inputs, nonce, regions: [await regionOf(inputs)] }) };
    },

    async update(_id, olds: GuardState, news: GuardInputs) {
      const regions = [...new Set([...olds.regions, await regionOf(news)])];
      return { outs: toPlain({ ...news, nonce: olds.nonce, regions }) };
    },

    async delete(_id, state: GuardState) {
      if (state.cleanup === "never") return;
      for (const region of state.regions) {
        const pollMs = (state.polling?.intervalSeconds ?? POLL_MS / 1000) * 1000;
        const seconds = timeoutSeconds("delete", state.customTimeouts);
        await sweep(await open({ ...placeOf({ ...state, region }), timeoutSeconds: seconds, pollMs }), state.nonce);
      }
    },
  };
}

/** Cleans up every drill job with the nonce. A real recovery is left alone. */
async function sweep(context: WaveContext, nonce: string): Promise<void> {
  const jobs = (await context.drs.listJobs()).filter(
    (job) => job.tags[JOB_TAG.drillNonce] === nonce && job.type === "LAUNCH" && job.initiatedBy === "START_DRILL",
  );
  if (jobs.length === 0) return;
  await cleanUp(context, {
    jobs: jobs.map(({ jobId, arn, servers }) =>
      present({ jobId, arn, sourceServerIds: servers.map((server) => server.sourceServerId) }),
    ),
    instanceIds: [],
  });
}

/** The Region that a wave with these args calls. Reads the environment and AWS's config file, calls no service. */
function regionOf({ region, connection }: GuardInputs): Promise<string> {
  return connect(region, connection).region();
}

function fingerprint(inputs: GuardInputs): string {
  const { __provider, __urn, ...rest } = inputs;
  return canonical(rest);
}
