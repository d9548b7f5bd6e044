import { interfacesOf, type TemplateVersion } from "../../ec2/templateVersion";
import type { DrillNetworkIntent, TemplateInside } from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import type { SettingsContext } from "../context";
import { defaultVersions } from "../defaultVersions";
import { swapOfDescription, swapOfTags } from "./swapMark";

/**
 * The launch templates whose default version launches into one of these subnets: those of the given source servers, or all of
 * the account in the Region. Changes nothing.
 */
export async function listTemplatesInside(
  context: Pick<SettingsContext, "drs" | "ec2">,
  { subnets, sourceServers }: Pick<DrillNetworkIntent, "subnets" | "sourceServers">,
): Promise<TemplateInside[]> {
  const versions = sourceServers === undefined ? await everyDefault(context) : await defaultsOf(context, sourceServers);
  const inside = versions.flatMap((version) => {
    const subnetId = interfacesOf(version)
      .map((each) => String(each["SubnetId"]))
      .find((id) => subnets.includes(id));
    return subnetId === undefined ? [] : [{ version, subnetId }];
  });
  const templates = await context.ec2.listLaunchTemplates(inside.map(({ version }) => version.launchTemplateId));
  return inside
    .map(({ version: { launchTemplateId, version, description }, subnetId }) => {
      const tagged = swapOfTags(templates.find((each) => each.launchTemplateId === launchTemplateId)?.tags ?? {});
      const swap = swapOfDescription(description) ?? (tagged === "unreadable" ? undefined : tagged);
      return withoutUndefined({ launchTemplateId, version, subnetId, versionBefore: swap?.version });
    })
    .toSorted((a, b) => (a.launchTemplateId < b.launchTemplateId ? -1 : 1));
}

async function everyDefault({ ec2 }: Pick<SettingsContext, "ec2">): Promise<TemplateVersion[]> {
  const all: TemplateVersion[] = [];
  for await (const version of defaultVersions(ec2)) {
    all.push(version);
  }
  return all;
}

async function defaultsOf({ drs, ec2 }: Pick<SettingsContext, "drs" | "ec2">, ids: readonly string[]) {
  const found = await Promise.all(
    ids.map(async (id) => {
      const { launchTemplateId } = await drs.getLaunchConfiguration(id);
      return launchTemplateId === undefined ? undefined : ec2.findTemplateVersion(launchTemplateId, "$Default");
    }),
  );
  return found.flatMap((version) => version ?? []);
}
