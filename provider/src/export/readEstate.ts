import type { DrsGateway } from "../drs/gateway";
import type { LaunchConfiguration, SourceServer } from "../drs/types";
import type { Ec2Gateway } from "../ec2/gateway";
import type { TemplateGateway } from "../ec2/templateGateway";
import type { TemplateVersion } from "../ec2/templateVersion";
import { messageOf } from "../errors";
import { findLaunchTarget } from "../settings/launchConfiguration/lookUp";
import { accountOfArn, type Connection, listed } from "../vocabulary";
import { KeptVersions } from "../wave/look/keptVersions";
import { withoutUndefined } from "../withoutUndefined";
import type { Estate, EstateServer, Unread } from "./estate";

/** Which servers of the Region a program is about: all of them, where nothing is said. */
export interface Selection {
  /** Tags in DRS that a server must have, all of them, with these values. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly sourceServerIds?: readonly string[];
}

/** What the reads go through. */
export interface ExportGateways {
  readonly drs: Pick<DrsGateway, "region" | "listSourceServers" | "getLaunchConfiguration" | "listLaunchActions">;
  readonly ec2: Ec2Gateway & TemplateGateway;
}

/**
 * Reads what is stored for the selected servers, all at once: the connection paces the requests. Changes nothing. What
 * cannot be read of one server is said in its place.
 *
 * @throws when the Region's servers cannot be listed, or a server that is named is not among them.
 */
export async function readEstate(
  gateways: ExportGateways,
  selection: Selection,
  connection?: Connection,
): Promise<Estate> {
  const all = await gateways.drs.listSourceServers();
  refuseStrangers(all, selection, gateways.drs.region);
  const selected = all.filter((server) => isSelected(server, selection));
  const readTemplate = templateReader(gateways);
  const servers = await Promise.all(selected.map((server) => readServer(server, gateways, readTemplate)));
  return withoutUndefined({
    region: gateways.drs.region,
    account: accountOf(selected),
    connection,
    servers,
    others: all.filter((server) => !selected.includes(server)),
  });
}

/** @throws naming the ids that no server of the Region has */
function refuseStrangers(all: readonly SourceServer[], { sourceServerIds = [] }: Selection, region: string): void {
  const strangers = sourceServerIds.filter((id) => !all.some((server) => server.sourceServerId === id));
  if (strangers.length > 0) {
    throw new Error(
      `reading the source servers of ${region}: ${listed(strangers)} ${strangers.length === 1 ? "is" : "are"} not among them. ` +
        "Nothing was written. Fix: correct --servers, or name another Region with --region.",
    );
  }
}

function isSelected(
  { sourceServerId, tags }: SourceServer,
  { tags: wanted = {}, sourceServerIds }: Selection,
): boolean {
  const hasTags = Object.entries(wanted).every(([key, value]) => Object.hasOwn(tags, key) && tags[key] === value);
  return hasTags && (sourceServerIds === undefined || sourceServerIds.includes(sourceServerId));
}

/** The account of all of them; undefined where they differ, or none says it. */
function accountOf(servers: readonly SourceServer[]): string | undefined {
  const accounts = new Set(servers.map(({ arn }) => accountOfArn(arn ?? "")));
  return accounts.size === 1 ? [...accounts][0] : undefined;
}

type ReadTemplate = (launchTemplateId: string) => Promise<TemplateVersion | undefined>;

/** By pages of the account where that takes fewer requests. */
function templateReader({ ec2 }: ExportGateways): ReadTemplate {
  const versions = new KeptVersions<TemplateVersion>();
  const reads = {
    find: (id: string) => ec2.findTemplateVersion(id, "$Default"),
    page: (next?: string) => ec2.pageTemplateVersions(next),
  };
  return (id) => versions.find(id, reads);
}

async function readServer(
  { sourceServerId, hostname, tags }: SourceServer,
  gateways: ExportGateways,
  readTemplate: ReadTemplate,
): Promise<EstateServer> {
  const { drs } = gateways;
  const unread: Unread[] = [];
  const read = async <T>(part: string, reading: Promise<T>): Promise<T | undefined> =>
    reading.catch((error: unknown) => {
      unread.push({ part, reason: messageOf(error) });
      return undefined;
    });
  const readSettings = async () => {
    const configuration = await read("launch configuration", drs.getLaunchConfiguration(sourceServerId));
    const [template, launchIntoProblem] = await Promise.all([
      read("launch template", templateOf(configuration, readTemplate)),
      read("instance that it launches into", problemOfTarget(configuration, gateways)),
    ]);
    return { configuration, template, launchIntoProblem };
  };
  const [settings, actions] = await Promise.all([
    readSettings(),
    read("launch actions", drs.listLaunchActions(sourceServerId)),
  ]);
  return withoutUndefined({ sourceServerId, hostname, tags, ...settings, actions, unread });
}

/** The template that DRS names; undefined where it names none. */
async function templateOf(
  configuration: LaunchConfiguration | undefined,
  readTemplate: ReadTemplate,
): Promise<TemplateVersion | undefined> {
  const id = configuration?.launchTemplateId;
  return id === undefined ? undefined : readTemplate(id);
}

/** Why DRS could not launch into the instance that is stored. */
async function problemOfTarget(
  configuration: LaunchConfiguration | undefined,
  { ec2 }: ExportGateways,
): Promise<string | undefined> {
  const instanceId = configuration?.settings.launchIntoInstanceProperties?.launchIntoEC2InstanceID;
  if (typeof instanceId !== "string" || instanceId === "") {
    return undefined;
  }
  const target = await findLaunchTarget({ ec2 }, { instanceId });
  return target !== undefined && "conflict" in target ? target.conflict.reason : undefined;
}
