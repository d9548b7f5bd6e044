import { endSwapCommand, someOf } from "pulumi-drillwave/vocabulary";
import { groupBy } from "../groupBy";
import type { Change, DefaultChange, ServerChange } from "../judged/change";
import { mergeChanges, type TemplateEdit, templateCommand } from "./templateCommand";

/** What puts facts right: commands that run as printed, and what is to be done by hand. */
export interface Remedy {
  commands: string[];
  byHand: string[];
}

/** One command for servers or templates that need the same, as a loop where they are several. Pure. */
export function remedyFor(changes: readonly Change[], region: string | undefined): Remedy {
  const edits = editsOf(changes);
  const commands = [
    ...serverCommands(changes.filter((change) => change.kind === "server")),
    ...templateCommands(edits.filter(hasCommand)),
    ...defaultCommands(changes.filter((change) => change.kind === "default")),
    ...terminations(changes.flatMap((change) => (change.kind === "instance" ? change.recoveryInstanceId : []))),
    ...new Set(changes.flatMap((change) => (change.kind === "other" ? change.command : []))),
  ];
  return {
    commands: commands.map((command) => inRegion(command, region)),
    byHand: sayByHand(edits),
  };
}

/** What is to be done by hand, once for all templates that need the same. */
function sayByHand(edits: readonly TemplateEdit[]): string[] {
  const alike = groupBy(
    edits.filter(({ byHand }) => byHand.length > 0),
    ({ byHand }) => byHand.join(", and with "),
  );
  return [...alike].map(([words, same]) => {
    const templates = someOf(same.map(({ launchTemplateId }) => launchTemplateId));
    return `make a new default version of ${templates} from $Default with ${words}`;
  });
}

/** The launch templates that these change. */
export function templatesOf(changes: readonly Change[]): string[] {
  return editsOf(changes).map(({ launchTemplateId }) => launchTemplateId);
}

function editsOf(changes: readonly Change[]): TemplateEdit[] {
  const ofTemplates = changes.filter((change) => change.kind === "template");
  return [...groupBy(ofTemplates, ({ template }) => template.launchTemplateId).values()].map(mergeChanges);
}

function hasCommand({ data, within, interfaces }: TemplateEdit): boolean {
  return Object.keys({ ...data, ...within }).length > 0 || interfaces.length > 0;
}

function templateCommands(edits: readonly TemplateEdit[]): string[] {
  const alike = groupBy(edits, (edit) => templateCommand(edit, '"$lt"'));
  return [...alike].map(([looped, same]) => {
    const [first, ...others] = same;
    return others.length === 0
      ? templateCommand(first, first.launchTemplateId)
      : `for lt in ${same.map((edit) => edit.launchTemplateId).join(" ")}; do ${looped}; done`;
  });
}

function serverCommands(changes: readonly ServerChange[]): string[] {
  const alike = groupBy(changes, ({ operation, options }) => `${operation} ${options}`);
  return [...alike.values()].map((same) => {
    const ids = [...new Set(same.map(({ sourceServerId }) => sourceServerId))];
    const [{ operation, sourceServerId, options }] = same;
    const command = (id: string) => `aws drs ${operation} --source-server-id ${id} ${options}`.trimEnd();
    return ids.length === 1 ? command(sourceServerId) : `for s in ${ids.join(" ")}; do ${command('"$s"')}; done`;
  });
}

function defaultCommands(changes: readonly DefaultChange[]): string[] {
  return changes.length === 0 ? [] : [endSwapCommand(changes)];
}

/** How many DRS terminates at a request (docs/drs-facts.md#termination). */
const TERMINATED_AT_ONCE = 200;

function terminations(recoveryInstanceIds: readonly string[]): string[] {
  const ids = [...new Set(recoveryInstanceIds)];
  const requests = Math.ceil(ids.length / TERMINATED_AT_ONCE);
  return Array.from({ length: requests }, (_, index) => {
    const some = ids.slice(index * TERMINATED_AT_ONCE, (index + 1) * TERMINATED_AT_ONCE);
    return `aws drs terminate-recovery-instances --recovery-instance-ids ${some.join(" ")}`;
  });
}

/** For the Region where the setting is stored, and not the reader's default one. */
function inRegion(command: string, region: string | undefined): string {
  return region === undefined ? command : command.replace(/\baws (drs|ec2) [a-z-]+/g, `$& --region ${region}`);
}
