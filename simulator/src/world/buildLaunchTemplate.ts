import { derivedId } from "./ids";
import type { LaunchTemplateData, LaunchTemplateState } from "./launchTemplate";
import type { SourceServerFile } from "./schema";

const DAY = 24 * 3600 * 1000;

/** What of a server its launch template has to know. */
interface TemplateFacts {
  readonly hostname: string;
  readonly instanceType: string;
  /** The tag of launched instances that holds the source server's id. */
  readonly sourceServerTag: string;
}

/** The launch template that DRS makes for a server, with what the world says about it. */
export function buildLaunchTemplate(file: SourceServerFile, now: number, facts: TemplateFacts): LaunchTemplateState {
  const id = file.sourceServerID;
  const given = file.launchTemplate ?? {};
  const createTime = new Date(now - 90 * DAY).toISOString();
  const managed = { AWSElasticDisasterRecoveryManaged: "drs.amazonaws.com" };
  const data: LaunchTemplateData = {
    instanceType: facts.instanceType,
    ebsOptimized: true,
    ...(given.tenancy !== undefined && { placement: { tenancy: given.tenancy } }),
    ...(given.httpTokens !== undefined && { metadataOptions: { httpTokens: given.httpTokens } }),
    networkInterfaces: [
      {
        deviceIndex: 0,
        deleteOnTermination: true,
        ...(given.subnetId !== undefined && { subnetId: given.subnetId }),
        ...(given.securityGroupIds !== undefined && { groups: given.securityGroupIds }),
        ...(given.privateIp !== undefined && { privateIpAddress: given.privateIp }),
        ...(given.associatePublicIp !== undefined && { associatePublicIpAddress: given.associatePublicIp }),
      },
    ],
    tagSpecifications: [
      {
        resourceType: "instance",
        tags: { Name: facts.hostname, ...managed, [facts.sourceServerTag]: id, ...given.tags },
      },
    ],
  };
  return {
    launchTemplateId: given.launchTemplateId ?? derivedId("lt-", id),
    launchTemplateName: `created-and-used-by-aws-elastic-disaster-recovery-service-${id}`,
    createTime,
    tags: { ...managed, AWSElasticDisasterRecoverySourceServerID: id },
    defaultVersionNumber: 1,
    versions: [{ versionNumber: 1, createTime, data }],
  };
}
