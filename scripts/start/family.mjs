/** A command and everything that it starts, to be ended as one. */
import { setTimeout as delay } from "node:timers/promises";
import { familyOf, identityOf, processTable } from "./processTable.mjs";

/** How long an engine that was left behind may take to save its state and end its plugins, to which it gives 5 s. */
const GRACE_MS = 7000;

/** How long a plugin may take that outlived its engine: nobody will hear what it has to say. */
const ORPHAN_GRACE_MS = 1500;

/** How long the system may take to end what was killed. */
const KILLED_MS = 3000;

/** The processes that descend from `leader`, which leads a session of its own. */
export class Family {
  #known = new Set();

  constructor(leader) {
    this.leader = leader;
  }

  /**
   * The members that run at this moment, and remembers them: once its parent is dead, a plugin's origin cannot be seen
   * any more on every system.
   */
  members() {
    const members = familyOf(processTable(), this.leader, this.#known);
    for (const member of members) this.#known.add(identityOf(member));
    return members;
  }

  /** Ends everything that is left: asks the engine as Ctrl-C does, twice, then ends what outlives it. */
  async end() {
    if (this.members().length === 0) return;
    this.#sendTo(this.#group(), "SIGINT");
    await delay(200);
    this.#sendTo(this.#group(), "SIGTERM");
    await until(() => this.#group().length === 0, GRACE_MS);
    this.#sendTo(this.members(), "SIGTERM");
    await until(() => this.members().length === 0, ORPHAN_GRACE_MS);
    this.#sendTo(this.members(), "SIGKILL");
    await until(() => this.members().length === 0, KILLED_MS);
  }

  /** The command and the engine; plugins have groups of their own and are the engine's to end. */
  #group() {
    return this.members().filter((member) => member.group === this.leader);
  }

  #sendTo(members, signal) {
    for (const { pid } of members) {
      try {
        process.kill(pid, signal);
      } catch {
        // it has ended by itself
      }
    }
  }
}

async function until(holds, patienceMs) {
  for (const end = performance.now() + patienceMs; !holds() && performance.now() < end; ) await delay(100);
}
