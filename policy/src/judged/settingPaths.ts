/** Where stored settings are in the args of a `LaunchConfiguration`: what has no place there is changed by a command alone. */
import type { SettingValues } from "pulumi-drillwave/vocabulary";
import type { LaunchInterface } from "./launchInterfaces";

/** Members of LaunchTemplateData. */
const OF_TEMPLATE: Readonly<Record<string, string>> = { InstanceType: "launchTemplate.instanceType" };

/** Members of the primary network interface. */
const OF_INTERFACE: Readonly<Record<string, string>> = {
  SubnetId: "launchTemplate.subnetId",
  Groups: "launchTemplate.securityGroupIds",
  PrivateIpAddress: "launchTemplate.privateIpAddress",
  AssociatePublicIpAddress: "launchTemplate.associatePublicIpAddress",
};

/** Members of MetadataOptions. */
const OF_METADATA: Readonly<Record<string, string>> = {
  HttpTokens: "launchTemplate.metadataOptions.httpTokens",
  HttpEndpoint: "launchTemplate.metadataOptions.httpEndpoint",
  HttpPutResponseHopLimit: "launchTemplate.metadataOptions.httpPutResponseHopLimit",
};

/** Path of the security groups, a list that several changes may take from. */
export const GROUPS_PATH = "launchTemplate.securityGroupIds";

/** The settings, by path; undefined where one of these is none. */
export function templateSettings(data: Readonly<Record<string, unknown>>): SettingValues | undefined {
  return settingsOf(data, OF_TEMPLATE);
}

/** As {@link templateSettings}, of members of MetadataOptions. */
export function metadataSettings(options: Readonly<Record<string, unknown>>): SettingValues | undefined {
  return settingsOf(options, OF_METADATA);
}

/** As {@link templateSettings}, of a network interface: only the primary one has a place in the args. */
export function interfaceSettings(
  { isPrimary, networkInterfaceId }: LaunchInterface,
  members: Readonly<Record<string, unknown>>,
): SettingValues | undefined {
  return isPrimary && networkInterfaceId === undefined ? settingsOf(members, OF_INTERFACE) : undefined;
}

function settingsOf(
  members: Readonly<Record<string, unknown>>,
  paths: Readonly<Record<string, string>>,
): SettingValues | undefined {
  const settings: SettingValues = {};
  for (const [name, value] of Object.entries(members)) {
    const path = paths[name];
    if (path === undefined || !isSetting(value)) {
      return undefined;
    }
    settings[path] = value;
  }
  return settings;
}

function isSetting(value: unknown): value is SettingValues[string] {
  return Array.isArray(value)
    ? value.every((each) => typeof each === "string")
    : ["string", "number", "boolean"].includes(typeof value);
}
