import { basicRightSize } from "../world/state/instanceTypes";
import type { LaunchTemplateData } from "../world/state/launchTemplate";
import type { SourceServerState } from "../world/state/sourceServer";
import type { WorldState } from "../world/state/worldState";

/** DRS's method of right-sizing. */
export type RightSizing = SourceServerState["launchConfiguration"]["targetInstanceTypeRightSizingMethod"];

/**
 * The instance type by right-sizing method: NONE takes the launch template's, BASIC a C5 by CPU and RAM, IN_AWS the source instance's
 * (https://docs.aws.amazon.com/drs/latest/userguide/launch-general-settings.html).
 *
 * A source that is not an EC2 instance has no type: IN_AWS then takes the template's.
 *
 * @param method by default that of the server
 */
export function rightSizedType(
  server: SourceServerState,
  templateType: string | undefined,
  method: RightSizing = server.launchConfiguration.targetInstanceTypeRightSizingMethod,
): string {
  const basic = basicRightSize(server.cores, server.ramBytes);
  switch (method) {
    case "BASIC":
      return basic;
    case "IN_AWS":
      return server.sourceInstanceType ?? templateType ?? basic;
    case "NONE":
      return templateType ?? basic;
  }
}

/**
 * The type of a launch from this data: the right-sized one. Where the world has right-sizing act through the template alone, what it has not
 * written yet does not count.
 */
export function launchType(
  { quirks }: WorldState,
  server: SourceServerState,
  { instanceType }: LaunchTemplateData,
): string {
  return quirks.rightSizedAtLaunch || instanceType === undefined ? rightSizedType(server, instanceType) : instanceType;
}
