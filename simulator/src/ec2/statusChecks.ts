import type { InstanceState } from "../world/state/instance";
import type { Xml } from "./xml";

/** What EC2's two status checks say about an instance. */
interface StatusChecks {
  readonly system: Xml;
  readonly instance: Xml;
}

/**
 * The checks at a moment (simulated milliseconds since the epoch). In its first minutes a running instance is `initializing`, then `ok`, or
 * `impaired` if the world says so; the system below it is then still `ok`. An instance that is not running has no checks.
 */
export function statusChecks(instance: InstanceState, now: number): StatusChecks {
  if (instance.ec2State !== "RUNNING") {
    const none = { status: "not-applicable" };
    return { system: none, instance: none };
  }
  if (now < instance.checksDecidedAt) {
    const undecided = summary("initializing", "initializing");
    return { system: undecided, instance: undecided };
  }
  const passed = summary("ok", "passed");
  const impairedSince = new Date(instance.checksDecidedAt).toISOString();
  return {
    system: passed,
    instance: instance.statusChecks === "ok" ? passed : summary("impaired", "failed", impairedSince),
  };
}

function summary(status: string, reachability: string, impairedSince?: string): Xml {
  return { status, details: { item: [{ name: "reachability", status: reachability, impairedSince }] } };
}
