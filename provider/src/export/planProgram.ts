/** What the program for an estate says, and what the person who asked for it is told. Pure. */
import { count, harmless, nameServer, nameSome, type SettingValues } from "../vocabulary";
import type { Estate, EstateServer } from "./estate";
import { type DescribedServer, type Group, grouped } from "./groups";
import { exportedActions } from "./launchActions";
import type { Note } from "./leftOut";
import { NamesInUse } from "./names";
import type { MemberSource, ObjectSource, PlainValue, Program, ResourceSource } from "./program";
import { toArgs } from "./settingsTree";
import { exportedSettings } from "./storedSettings";

/** How a program is to be made. */
export interface ProgramOptions {
  /** Every server gets a resource of its own, whatever they share. */
  readonly isSingle?: boolean;
}

/** A program, and what it does not say. */
export interface PlannedProgram {
  readonly program: Program;
  /** Sentences about what is stored and not in the program; empty when everything is. */
  readonly leftOut: readonly string[];
  /** Sentences about what could not be read, each with its servers; empty when everything was. */
  readonly unread: readonly string[];
}

/** The program for what is there today. Its order is that of the servers' names, so that the same estate gives the same program. */
export function planProgram(estate: Estate, { isSingle = false }: ProgramOptions = {}): PlannedProgram {
  const servers = [...estate.servers].sort(byName);
  const described = servers.flatMap((server): DescribedServer[] => {
    const settings = exportedSettings(server);
    return settings === undefined ? [] : [{ server, settings }];
  });
  const manageable = described.filter(({ settings }) => Object.keys(settings.values).length > 0);
  const whole = manageable.filter(({ server }) => isWhole(server));
  const outsiders = [...estate.others, ...servers.filter((server) => whole.every((each) => each.server !== server))];
  const { groups, alone } = isSingle ? { groups: [], alone: whole } : grouped(whole, outsiders);
  const partly = manageable.filter((each) => !whole.includes(each));
  const names = new NamesInUse();
  const resources = [
    ...groups.map((group) => groupResource(group, names)),
    ...[...alone, ...partly].sort((a, b) => byName(a.server, b.server)).map((each) => oneResource(each, names)),
    ...servers.flatMap((server) => actionResources(server, names)),
  ];
  const unread = unreadSentences(servers);
  return {
    program: {
      header: headerOf(estate, resources),
      place: placeOf(estate),
      resources,
      footer: footerOf(servers, described),
    },
    leftOut: leftOutSentences(described),
    unread,
  };
}

function byName(a: EstateServer, b: EstateServer): number {
  const [one, other] = [a, b].map(({ hostname, sourceServerId }) => `${hostname ?? "~"} ${sourceServerId}`);
  return (one ?? "") < (other ?? "") ? -1 : 1;
}

/** Whether everything of it is known, so that a group may stand for it. */
function isWhole({ configuration, template, unread }: EstateServer): boolean {
  return configuration !== undefined && template !== undefined && unread.length === 0;
}

function headerOf({ region, account, servers }: Estate, resources: readonly ResourceSource[]): string[] {
  const where = account === undefined ? region : `account ${account}, ${region}`;
  return [
    `Launch settings of ${count(servers.length, "DRS source server")} (${where}), as they are stored.`,
    ...(resources.length === 0 ? [] : ["The first `pulumi up` writes nothing: it takes over what is there."]),
    "Disks, EBS optimisation, names and tags that DRS itself keeps in launch templates are left to it.",
  ];
}

function placeOf({ region, connection }: Estate): ObjectSource {
  const members: MemberSource[] = [{ key: "region", value: region }];
  if (connection !== undefined) {
    members.push({ key: "connection", value: toSource({ ...connection }) });
  }
  return { comments: [], members, isTall: false };
}

/** The source of plain data; what is undefined is left out. */
function toSource(data: Readonly<Record<string, unknown>>): ObjectSource {
  const members = Object.entries(data).flatMap(([key, value]): MemberSource[] => {
    if (value === undefined) {
      return [];
    }
    const isMembers = typeof value === "object" && value !== null && !Array.isArray(value);
    return [{ key, value: isMembers ? toSource({ ...value }) : (value as PlainValue) }];
  });
  return { comments: [], members, isTall: false };
}

const PLACE: MemberSource = { spread: "place" };

function oneResource({ server, settings }: DescribedServer, names: NamesInUse): ResourceSource {
  const { sourceServerId, hostname } = server;
  const said = settingsSource(settings.values, {
    configuration: linesOf(settings.notes, "configuration"),
    template: linesOf(settings.notes, "template"),
  });
  const comments = server.unread.map(({ part, reason }) => `Not known: its ${part}: ${reason}`);
  return {
    kind: "LaunchConfiguration",
    ...names.take(hostname ?? sourceServerId, sourceServerId),
    comments: [...comments, ...withoutTemplate(server)],
    args: { ...said, members: [PLACE, { key: "sourceServerId", value: sourceServerId }, ...said.members] },
  };
}

/** What is to be known of a server whose template is not there. */
function withoutTemplate({ configuration, template, unread }: EstateServer): string[] {
  return configuration === undefined || template !== undefined || unread.length > 0
    ? []
    : ["It has no launch template now; DRS makes one, with its defaults, when it next needs it."];
}

function linesOf(notes: readonly Note[], at: Note["at"]): string[] {
  return notes.filter((note) => note.at === at).map(({ what, why }) => `Not here: ${what}: ${why}`);
}

/** Tags whose value says what a server is. */
const ROLE_KEY = /^(role|tier)$/i;

function groupResource(group: Group, names: NamesInUse): ResourceSource {
  const { key, value, servers, defaults, overrides } = group;
  const defaultsSource = settingsSource(defaults, {
    configuration: linesOfGroup(group, "configuration"),
    template: linesOfGroup(group, "template"),
  });
  const own = servers.flatMap(({ server }): MemberSource[] => {
    const values = overrides[server.sourceServerId];
    return values === undefined
      ? []
      : [{ key: server.sourceServerId, value: settingsSource(values, NO_LINES, [nameServer(server)]) }];
  });
  const selector: ObjectSource = {
    comments: [],
    members: [{ key: "tags", value: toSource({ [key]: value }) }],
    isTall: false,
  };
  const members: MemberSource[] = [
    PLACE,
    { key: "selector", value: selector },
    ...(ROLE_KEY.test(key) ? [{ key: "role", value }] : []),
    { key: "defaults", value: defaultsSource },
  ];
  if (own.length > 0) {
    members.push({ key: "overrides", value: { comments: [], members: own, isTall: true } });
  }
  return {
    kind: "LaunchConfigurations",
    ...names.take(value, key),
    comments: [`${servers.map(({ server }) => nameServer(server)).join(", ")}.`],
    args: { comments: [], members, isTall: true },
  };
}

/** The server's actions that a program can say. */
function actionResources(
  { sourceServerId, hostname, actions = [] }: EstateServer,
  names: NamesInUse,
): ResourceSource[] {
  return exportedActions(actions).said.map(({ document, members }) => ({
    kind: "LaunchAction",
    ...names.take(`${hostname ?? sourceServerId}-${document}`, sourceServerId),
    comments: [],
    args: {
      comments: [],
      members: [PLACE, { key: "sourceServerId", value: sourceServerId }, ...members],
      isTall: true,
    },
  }));
}

interface Lines {
  readonly configuration: readonly string[];
  readonly template: readonly string[];
}

const NO_LINES: Lines = { configuration: [], template: [] };

/** What is not said of the servers of a group; the servers are named where it is not of all of them. */
function linesOfGroup({ servers }: Group, at: Note["at"]): string[] {
  return byNote(servers).flatMap(({ note, of }) => {
    const whose = of.length === servers.length ? "" : ` of ${of.map(nameServer).join(", ")}`;
    return note.at === at ? [`Not here: ${note.what}${whose}: ${note.why}`] : [];
  });
}

/** Each note once, with its servers. */
function byNote(servers: readonly DescribedServer[]): { note: Note; of: EstateServer[] }[] {
  const known = new Map<string, { note: Note; of: EstateServer[] }>();
  for (const { server, settings } of servers) {
    for (const note of settings.notes) {
      const key = JSON.stringify([note.at, note.what, note.why]);
      const entry = known.get(key) ?? { note, of: [] };
      entry.of.push(server);
      known.set(key, entry);
    }
  }
  return [...known.values()];
}

/** Settings as the object literal that has them. */
function settingsSource(values: SettingValues, lines: Lines, comments: readonly string[] = []): ObjectSource {
  const { launchTemplate, ...plain } = toArgs(values);
  const { members } = toSource(plain);
  if (launchTemplate === undefined) {
    return { comments: [...comments, ...lines.configuration, ...lines.template], members, isTall: true };
  }
  const template = { ...toSource(Object(launchTemplate)), comments: lines.template, isTall: true };
  return {
    comments: [...comments, ...lines.configuration],
    members: [...members, { key: "launchTemplate", value: template }],
    isTall: true,
  };
}

/** Servers that are in no resource: nothing is known of them, or nothing of what is stored can be said. */
function footerOf(servers: readonly EstateServer[], described: readonly DescribedServer[]): string[] {
  const unknown = servers.filter(({ configuration }) => configuration === undefined);
  const empty = described.filter(({ settings }) => Object.keys(settings.values).length === 0);
  return [
    ...unknown.flatMap((server) =>
      server.unread.map(
        ({ part, reason }) => `Not here: ${nameServer(server)}: its ${part} could not be read: ${reason}`,
      ),
    ),
    ...empty.flatMap(({ server, settings }) => [
      `Not here: ${nameServer(server)}: nothing is stored for it that LaunchConfiguration has an arg for`,
      ...settings.notes.map(({ what, why }) => `Not here: ${what} of ${nameServer(server)}: ${why}`),
    ]),
  ];
}

function unreadSentences(servers: readonly EstateServer[]): string[] {
  return servers.flatMap((server) =>
    server.unread.map(({ part, reason }) => harmless(`reading the ${part} of ${nameServer(server)}: ${reason}`)),
  );
}

function leftOutSentences(described: readonly DescribedServer[]): string[] {
  const all = described.map(({ server }) => server);
  return byNote(described).map(({ note, of }) =>
    harmless(`not in the program: ${note.what} of ${nameSome(of, all)}: ${note.why}`),
  );
}
