import type { Fact } from "../../../../policy/src/judged/fact";
import type { Finding, Unknown } from "../../../../policy/src/telling/finding";
import { aWave, type Changes } from "../factories";

/** Ids that sort as their numbers do. */
export function serverId(number: number): string {
  return `s-${String(number).padStart(17, "0")}`;
}

export function aFact(changes: Changes<Fact> = {}): Fact {
  const fix = { words: "mind it" };
  return { says: "would start in the dark", why: "nobody sees it", ...changes, fix: changes.fix ?? fix } as Fact;
}

const WAVE = aWave();

/** A fact about server `number`, called `db-<number>`. */
export function aFinding(number: number, changes: Changes<Fact> = {}): Finding {
  return { ...about(number), said: { fact: aFact(changes) } };
}

/** What could not be seen of server `number`. */
export function anUnknown(number: number, changes: Partial<Unknown> = {}): Finding {
  const unknown: Unknown = { because: "not observed", what: "the moon", judgedLater: false, ...changes };
  return { ...about(number), said: { unknown } };
}

function about(number: number): Pick<Finding, "rule" | "about" | "isSoft"> {
  const hostname = `db-${number}`;
  const server = { sourceServerId: serverId(number), hostname, name: `${hostname} (${serverId(number)})` };
  return { rule: "drs-server-limit-lag", about: { wave: WAVE, server, region: "us-west-2" }, isSoft: false };
}

/** A fact about a wave as a whole. */
export function aWaveFinding(name: string, changes: Changes<Fact> = {}): Finding {
  const { server: _server, ...subject } = aFinding(0).about;
  return { ...aFinding(0, changes), about: { ...subject, wave: aWave({}, [], name) } };
}
