import type { Ec2Members, TemplateVersion } from "./templateVersion";

/** A launch template, without what it launches with (DescribeLaunchTemplates). */
export interface LaunchTemplate {
  /** Its id. */
  launchTemplateId: string;
  /** Number of the version that DRS launches from. */
  defaultVersion: number;
  /** Number of the newest version. */
  latestVersion: number;
  /** Its own tags; those of instances are in its versions. */
  tags: Record<string, string>;
}

/** A version to be made. */
export interface NewTemplateVersion {
  /** Id of the template. */
  launchTemplateId: string;
  /** Number of the version whose members it takes over; undefined: of none, and `data` is all of it. */
  sourceVersion: number | undefined;
  /** Its own members, by EC2's names. Each takes the place of the source's whole member: lists and structures are whole. */
  data: Ec2Members;
  /** What people read about it; at most 255 characters. */
  description: string;
  /** Equal for equal requests, so that one that is sent again makes no second version; at most 128 characters. */
  clientToken: string;
}

/** A page of the default versions of an account's templates; `next` is absent behind the last. */
export interface TemplatePage {
  versions: TemplateVersion[];
  next?: string;
}

/**
 * Launch templates, to be changed. Errors as in {@link import("../drs/gateway").DrsGateway}. Every write may be sent again.
 */
export interface TemplateGateway {
  /** The version with this number, or the default one; undefined when there is no such template, or no such version. */
  findTemplateVersion(launchTemplateId: string, version: number | "$Default"): Promise<TemplateVersion | undefined>;
  /** A page of the default versions of every template of the account. Versions that cannot be read are left out. */
  pageTemplateVersions(next?: string): Promise<TemplatePage>;
  /** Unknown ids are left out. */
  listLaunchTemplates(launchTemplateIds: readonly string[]): Promise<LaunchTemplate[]>;
  /** Every template of the Region that has a tag with this key. */
  listTaggedTemplates(tagKey: string): Promise<LaunchTemplate[]>;
  /** @returns the new version's number, and EC2's warnings of values that no launch will take. The default stays. */
  createTemplateVersion(version: NewTemplateVersion): Promise<{ version: number; warnings: string[] }>;
  setDefaultTemplateVersion(launchTemplateId: string, version: number): Promise<void>;
  /** Adds or overwrites tags of the template itself; leaves its other tags as they are. */
  tagTemplate(launchTemplateId: string, tags: Record<string, string>): Promise<void>;
  untagTemplate(launchTemplateId: string, tagKeys: readonly string[]): Promise<void>;
}
