/** Who runs on this machine, and who of them belongs to a command that was started in a session of its own. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** Every process that has not ended. Linux tells in /proc, also in a container without ps. */
export function processTable() {
  return process.platform === "linux" ? readProc() : parsePs(readPs());
}

function readProc() {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return parseStat(readFileSync(`/proc/${name}/stat`, "utf8"));
    } catch {
      return []; // it has ended in the meantime
    }
  });
}

function readPs() {
  // The session is not asked for: macOS answers 0.
  const columns = ["-axo", "pid=,ppid=,pgid=,stat=,lstart="];
  return execFileSync("ps", columns, { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } });
}

/** The process that the text of a /proc/PID/stat describes (proc(5)); none when it has ended and only waits to be noticed. */
export function parseStat(text) {
  // The command stands in brackets and may contain anything, brackets too.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, parent, group, session] = fields;
  if (state === "Z" || state === "X") return [];
  const [pid] = text.split(" ");
  return [{ pid: +pid, parent: +parent, group: +group, session: +session, startedAt: fields[19] }];
}

/** The processes in the lines of `ps -o pid=,ppid=,pgid=,stat=,lstart=`. */
export function parsePs(text) {
  return text.split("\n").flatMap((line) => {
    const [pid, parent, group, state, ...startedAt] = line.trim().split(/\s+/);
    if (state === undefined || state.startsWith("Z")) return [];
    return [{ pid: +pid, parent: +parent, group: +group, startedAt: startedAt.join(" ") }];
  });
}

/** Tells a process from a later one that got its number. */
export function identityOf({ pid, startedAt }) {
  return `${pid} ${startedAt}`;
}

/**
 * The processes of `table` in the session or process group of `leader`, those whose identity is in `known`, and everything
 * that descends from any of them. The engine puts each plugin into a process group of its own.
 */
export function familyOf(table, leader, known) {
  const family = new Set();
  const add = (members) => {
    for (const { pid } of members) family.add(pid);
    return members.length > 0;
  };
  add(table.filter((one) => one.group === leader || one.session === leader || known.has(identityOf(one))));
  while (add(table.filter((one) => family.has(one.parent) && !family.has(one.pid))));
  return table.filter((one) => family.has(one.pid));
}
