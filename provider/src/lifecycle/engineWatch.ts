import type { DrsGateway, DrsSettings } from "../drs/gateway";
import type { TemplateGateway } from "../ec2/templateGateway";
import type { SsmGateway } from "../ssm/gateway";
import type { Clock } from "../wave/clock";
import type { StatusLine } from "../wave/context";

/** The engine that asked for an operation is gone, so nobody will save the operation's result. */
export class EngineGoneError extends Error {
  override readonly name = "EngineGoneError";
  constructor() {
    super(
      "The Pulumi engine is gone. What runs in AWS goes on, and carries our tags: the next `pulumi up` adopts it, `pulumi destroy` cleans it up.",
    );
  }
}

/**
 * How long a step may still take once the engine is gone, in milliseconds: longer than any request. A read that AWS
 * throttles would otherwise be tried until the operation's deadline.
 */
const LAST_STEP_MS = 60_000;

/** An operation under way, and what a person must know of it when it is cut off. */
export interface RunningOperation {
  status: Pick<StatusLine, "keep">;
  describe(): string;
}

/**
 * What a provider process does without its engine: it ends the step that it is in, stops sleeping, starts nothing more,
 * and leaves once every operation has ended (docs/engine-facts.md#a-killed-engine-leaves-its-plugins), a minute later at the
 * latest. A request that starts something is never abandoned, because nobody could know how it ended.
 */
export class EngineWatch {
  #gone = false;
  readonly #running = new Set<RunningOperation>();
  readonly #sleepers = new Set<(error: EngineGoneError) => void>();

  /** `leave` ends the process. */
  constructor(readonly leave: () => void) {}

  /** The operation's result; known to the watch while it runs. */
  async whileRunning<T>(operation: RunningOperation, run: () => Promise<T>): Promise<T> {
    this.#running.add(operation);
    try {
      return await run();
    } finally {
      this.#running.delete(operation);
      if (this.#gone && this.#running.size === 0) {
        this.leave();
      }
    }
  }

  /** Writes to the row of each operation that is cut off; false when there is none. */
  interrupt(): boolean {
    for (const { status, describe } of this.#running) {
      status.keep(describe());
    }
    return this.#running.size > 0;
  }

  /** To be called once the engine is seen to be gone. */
  engineGone(): void {
    if (this.#gone) {
      return;
    }
    this.#gone = true;
    for (const wake of this.#sleepers) {
      wake(new EngineGoneError());
    }
    if (this.#running.size === 0) {
      this.leave();
    } else {
      setTimeout(() => this.leave(), LAST_STEP_MS).unref();
    }
  }

  /** A clock whose sleep ends with {@link EngineGoneError} when the engine goes. */
  clock(clock: Clock): Clock {
    return {
      monotonicMs: () => clock.monotonicMs(),
      sleep: (ms) =>
        new Promise((resolve, reject) => {
          if (this.#gone) {
            return reject(new EngineGoneError());
          }
          this.#sleepers.add(reject);
          clock
            .sleep(ms)
            .then(resolve, reject)
            .finally(() => this.#sleepers.delete(reject));
        }),
    };
  }

  /** A gateway that starts and writes nothing without an engine. */
  gateway<Gateway extends DrsGateway & DrsSettings>(drs: Gateway): Gateway {
    return {
      ...drs,
      startRecovery: this.#unlessGone(drs.startRecovery),
      startTermination: this.#unlessGone(drs.startTermination),
      updateLaunchConfiguration: this.#unlessGone(drs.updateLaunchConfiguration),
      putLaunchAction: this.#unlessGone(drs.putLaunchAction),
      deleteLaunchAction: this.#unlessGone(drs.deleteLaunchAction),
    };
  }

  /** The same for launch templates. */
  templates<Gateway extends TemplateGateway>(ec2: Gateway): Gateway {
    return {
      ...ec2,
      createTemplateVersion: this.#unlessGone(ec2.createTemplateVersion),
      setDefaultTemplateVersion: this.#unlessGone(ec2.setDefaultTemplateVersion),
    };
  }

  /** The same for SSM's parameters. */
  parameters(ssm: SsmGateway): SsmGateway {
    return {
      ...ssm,
      createParameter: this.#unlessGone(ssm.createParameter),
      overwriteParameter: this.#unlessGone(ssm.overwriteParameter),
      deleteParameters: this.#unlessGone(ssm.deleteParameters),
    };
  }

  #unlessGone<Args extends unknown[], T>(start: (...args: Args) => Promise<T>): (...args: Args) => Promise<T> {
    return async (...args) => {
      if (this.#gone) {
        throw new EngineGoneError();
      }
      return start(...args);
    };
  }
}
