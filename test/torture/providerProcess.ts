import type { ResourceProvider } from "@pulumi/pulumi/dynamic";
import { createDrsGateway } from "../../provider/src/drs/awsGateway";
import { createEc2Gateway } from "../../provider/src/ec2/awsGateway";
import { drillGuardLifecycle } from "../../provider/src/lifecycle/drillGuardLifecycle";
import { drillWaveLifecycle } from "../../provider/src/lifecycle/drillWaveLifecycle";
import { EngineWatch } from "../../provider/src/lifecycle/engineWatch";
import type { Operation } from "../../provider/src/lifecycle/openContext";
import { type Clock, deadlineIn } from "../../provider/src/wave/clock";
import type { WaveContext } from "../../provider/src/wave/context";
import { aConnection } from "../unit/provider/aws/aConnection";
import type { Service } from "./service";
import { type EditAnswer, never, type Tap, Wire } from "./wire";

/** As provider/src/lifecycle/openContext.ts has it: what the last look after the deadline may take, in milliseconds. */
const LAST_LOOK_MS = 30_000;

const CREDENTIALS = async () => ({ accessKeyId: "torture", secretAccessKey: "torture" });

/** What is out of the ordinary in a process. */
export interface ProcessOptions {
  /** Changes what an operation reaches; for tests of the harness itself. */
  alter?: ((context: WaveContext) => WaveContext) | undefined;
  edit?: EditAnswer | undefined;
}

/**
 * A provider process: it shares one connection among its operations, and one process serves one run of the engine
 * (docs/engine-facts.md#one-process-serves-all-resources). When it dies, none of its promises settles.
 */
export class ProviderProcess {
  readonly wave: ResourceProvider;
  readonly guard: ResourceProvider;
  /** Texts that the rows showed and kept. */
  readonly lines: string[] = [];
  /** What the process does once its engine is gone, as the provider has it. */
  readonly watch = new EngineWatch(() => {});
  /** Rejects when the process dies. */
  readonly death: Promise<never>;
  #dead = false;
  #die: (error: Error) => void = () => {};

  constructor(service: Service, tap: Tap, { alter = (context) => context, edit }: ProcessOptions = {}) {
    this.death = new Promise((_resolve, reject) => {
      this.#die = reject;
    });
    this.death.catch(() => undefined);
    const openAsIs = opener(this, service, tap, edit);
    const open = async (operation: Operation) => alter(await openAsIs(operation));
    this.wave = drillWaveLifecycle(open);
    // Whose the credentials are is not known here, so that DRS's own answers have to show it.
    this.guard = drillGuardLifecycle(open, async () => undefined);
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** SIGKILL: the engine sees its calls fail as gRPC has it. */
  kill(): void {
    this.#dead = true;
    this.#die(new Error("rpc error: code = Unavailable desc = error reading from server: EOF"));
  }
}

function opener(process: ProviderProcess, service: Service, tap: Tap, edit: EditAnswer | undefined) {
  const aliveTap: Tap = (operation) => {
    if (process.dead) {
      return () => false;
    }
    const tell = tap(operation);
    return (moment) => !process.dead && tell(moment) && !process.dead;
  };
  const connected = aConnection({
    endpoint: "http://127.0.0.1:1",
    credentials: CREDENTIALS,
    requestHandler: new Wire(service, aliveTap, edit),
  });
  const { time } = service;
  const clock: Clock = {
    monotonicMs: () => time.now(),
    async sleep(ms) {
      await time.sleep(ms);
      if (process.dead) {
        await never();
      }
    },
  };
  const show = (text: string) => void process.lines.push(text);
  return async ({ timeoutSeconds, pollMs }: Operation): Promise<WaveContext> => {
    const abort = new AbortController();
    time.schedule(() => abort.abort(), timeoutSeconds * 1000 + LAST_LOOK_MS);
    return {
      drs: process.watch.gateway(await createDrsGateway(connected, abort.signal)),
      ec2: createEc2Gateway(connected, abort.signal),
      templates: createEc2Gateway(connected, abort.signal),
      clock: process.watch.clock(clock),
      deadline: deadlineIn(timeoutSeconds, clock),
      status: { show, keep: show, warn: show },
      pollMs,
    };
  };
}
