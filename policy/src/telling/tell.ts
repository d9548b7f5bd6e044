import { type Group, groupBy } from "../groupBy";
import type { Change } from "../judged/change";
import type { Fact } from "../judged/fact";
import { type Managed, ManagedServers } from "../judged/managedSettings";
import { type RuleName, rulePage } from "../rule";
import { codeLines, splitChanges } from "./codeFix";
import { remedyFor, templatesOf } from "./commands";
import type { Finding } from "./finding";
import { missingPermission, nameSubjects, sayFacts, sayUnknown, waveOf } from "./sentences";

/** One line of a preview or an `up`. */
export interface Message {
  /** The rule in whose name it is said. */
  rule: RuleName;
  text: string;
  /** The wave that it is about, where that is one. */
  urn?: string;
  isSoft: boolean;
  /** What it tells. */
  findings: readonly Finding[];
}

/** What a command was already given for, in this preview or `up`, and in whose message it is. */
export type Commanded = Map<string, RuleName>;

/**
 * What `rule` has to tell of all that is untold: its own findings, and with them what other rules found of the same cause or
 * could not judge for the same reason, so that each is said once. Of such rules the first of the loudest speaks. A command
 * for a launch template has all changes of it that are untold. What the program manages is changed by a line of its code.
 */
export function tell(
  rule: RuleName,
  untold: readonly Finding[],
  isLoud: (rule: RuleName) => boolean,
  commanded: Commanded,
  managed: Managed = new Map(),
): Message[] {
  // Who speaks has found something of it, and most rules of a preview have found nothing.
  if (!untold.some((finding) => finding.rule === rule)) {
    return [];
  }
  const remedies = toRemedies(commanded, untold, managed);
  return groupsOf(untold)
    .filter((group) => speakerOf(group, isLoud) === rule)
    .map((group) => toMessage(rule, inOrder(group), remedies));
}

/** True of what could not be judged for the reason that the message gives, as loudly: to say it again would tell nothing new. */
export function isToldBy({ findings: [told] }: Message, finding: Finding): boolean {
  const isUnknown = "unknown" in finding.said && told !== undefined && "unknown" in told.said;
  return isUnknown && JSON.stringify(keyOf(told, new Map())) === JSON.stringify(keyOf(finding, new Map()));
}

/** What a message about this finding alone says. */
export function tellAlone(finding: Finding, managed: Managed = new Map()): string {
  return toMessage(finding.rule, [finding], toRemedies(new Map(), [finding], managed)).text;
}

/** What fixes are made of, beside the facts. */
interface Remedies {
  commanded: Commanded;
  servers: ManagedServers;
  /** Changes of all that is untold. */
  pool: ReturnType<typeof splitChanges>;
}

function toRemedies(commanded: Commanded, untold: readonly Finding[], managed: Managed): Remedies {
  const servers = new ManagedServers(managed);
  return { commanded, servers, pool: splitChanges(untold, servers) };
}

function speakerOf(group: Group<Finding>, isLoud: (rule: RuleName) => boolean): RuleName {
  const loud = group.find(({ rule, isSoft }) => !isSoft && isLoud(rule));
  return (loud ?? group[0]).rule;
}

function groupsOf(findings: readonly Finding[]): Group<Finding>[] {
  const consequences = consequencesOf(findings);
  return [...groupBy(findings, (finding) => JSON.stringify(keyOf(finding, consequences))).values()];
}

/** What follows from each cause for each server: those for which the same follows share a sentence. */
function consequencesOf(findings: readonly Finding[]): Map<string, string> {
  const caused = findings.filter(({ said }) => "fact" in said && said.fact.cause !== undefined);
  const groups = groupBy(caused, (finding) => subjectAndCause(finding));
  return new Map(
    [...groups].map(([key, all]) => [
      key,
      JSON.stringify([...new Set(all.map(({ said }) => ("fact" in said ? said.fact.says : "")))].toSorted()),
    ]),
  );
}

function subjectAndCause({ about, said }: Finding): string {
  const cause = "fact" in said ? said.fact.cause?.says : undefined;
  return JSON.stringify([about.server?.sourceServerId ?? about.server?.name ?? about.wave?.urn, cause]);
}

/** What findings have in common that one message tells. */
function keyOf(finding: Finding, consequences: ReadonlyMap<string, string>): unknown[] {
  const { rule, about, said, isSoft } = finding;
  if ("unknown" in said) {
    const { unknown } = said;
    return ["unknown", missingPermission(unknown) ?? [unknown.because, unknown.what], isSoft];
  }
  const { fact } = said;
  if (fact.cause !== undefined) {
    return ["cause", fact.cause.says, consequences.get(subjectAndCause(finding)), about.region, isSoft];
  }
  return [rule, fact.says, fact.why, fact.at?.how, fact.fix.words, kindsOf(fact), about.region, isSoft];
}

function kindsOf({ fix }: Fact): string[] {
  return [fix.change ?? []].flat().map(({ kind }) => kind);
}

const ORDER = new Intl.Collator("en", { numeric: true });

/** By name: the engine shows waves that do not wait for each other in any order, and a line shall last. */
function inOrder(group: Group<Finding>): Group<Finding> {
  const nameOf = ({ about: { server, wave } }: Finding) => server?.hostname ?? server?.name ?? wave?.name ?? "";
  const [first = group[0], ...others] = group.toSorted((one, other) => ORDER.compare(nameOf(one), nameOf(other)));
  return [first, ...others];
}

function toMessage(rule: RuleName, group: Group<Finding>, remedies: Remedies): Message {
  const [first] = group;
  const urn = waveOf(group.map(({ about }) => about));
  const shared = { rule, isSoft: first.isSoft, findings: group, ...(urn === undefined ? {} : { urn }) };
  const who = nameSubjects(group);
  if ("unknown" in first.said) {
    const rules = new Set(group.map((finding) => finding.rule)).size;
    return { ...shared, text: `${sayUnknown(first.said.unknown, who, rules)} (${rulePage(rule)})` };
  }
  const [fact = first.said.fact, ...facts] = factsOf(group);
  const text = `${who} ${sayFacts([fact, ...facts])}. Fix: ${fixFor(rule, group, remedies)} (${rulePage(rule)})`;
  return { ...shared, text };
}

function factsOf(findings: readonly Finding[]): Fact[] {
  return findings.flatMap(({ said }) => ("fact" in said ? [said.fact] : []));
}

/** The words of the fix, its lines of code and its commands; of commands that an earlier message gave, where they are. */
function fixFor(rule: RuleName, group: Group<Finding>, { commanded, servers, pool }: Remedies): string {
  const words = [...new Set(factsOf(group).flatMap(({ fix }) => fix.words ?? []))];
  const { coded, others: changes } = splitChanges(group, servers);
  const inCode = codeLines(coded, pool.coded);
  const templates = templatesOf(changes);
  const fresh = templates.filter((id) => !commanded.has(id));
  for (const id of fresh) {
    commanded.set(id, rule);
  }
  const wanted = [...changes.filter(({ kind }) => kind !== "template"), ...changesOf(pool.others, fresh)];
  const { commands, byHand } = remedyFor(wanted, group[0].about.region);
  const elsewhere = [...new Set(templates.flatMap((id) => (fresh.includes(id) ? [] : (commanded.get(id) ?? []))))];
  const pointers = elsewhere.map((other) => `the command of ${other} does it`);
  return [...words, ...inCode, ...byHand, ...commands, ...pointers].join("; ");
}

function changesOf(changes: readonly Change[], templates: readonly string[]): Change[] {
  return changes.filter((change) => change.kind === "template" && templates.includes(change.template.launchTemplateId));
}
