import { execFileSync } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";

/** A process of this machine. */
export interface Process {
  pid: number;
  parent: number;
  args: string;
}

/** Every process. */
export function processes(): Process[] {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).trim().split("\n");
  return lines.map((line) => {
    const [pid, parent, ...args] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), args: args.join(" ") };
  });
}

/** The processes that this one started, and theirs: other test files run engines at the same time. */
export function descendants(root: number): Process[] {
  const all = processes();
  const of = (parent: number): Process[] =>
    all.filter((each) => each.parent === parent).flatMap((child) => [child, ...of(child.pid)]);
  return of(root);
}

/** Looks until it is so. The limit only ends a test that fails. */
export async function until(condition: () => boolean): Promise<void> {
  for (const end = performance.now() + 60_000; !condition(); await delay(50)) {
    if (performance.now() > end) {
      throw new Error(`not so after a minute: ${condition}`);
    }
  }
}
