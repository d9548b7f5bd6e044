import * as v from "valibot";
import {
  type CustomTimeouts,
  LAUNCH_DISPOSITIONS,
  type LaunchConfigurationIntent,
  RECOVERY_MODES,
  RIGHT_SIZING_METHODS,
} from "../../vocabulary";
import {
  customTimeouts,
  flag,
  INSTANCE_ID,
  matching,
  members,
  oneOf,
  placeEntries,
  SERVER_ID,
  tags,
  text,
} from "../schemaParts";

const ADDRESS = /^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/;
const SWITCH = ["enabled", "disabled"] as const;
const HOPS = "expected a whole number from 1 to 64";

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplateInstanceMetadataOptionsRequest.html */
const metadataOptions = members({
  httpTokens: v.exactOptional(oneOf(["required", "optional"])),
  httpEndpoint: v.exactOptional(oneOf(SWITCH)),
  httpPutResponseHopLimit: v.exactOptional(
    v.pipe(v.number(HOPS), v.integer(HOPS), v.minValue(1, HOPS), v.maxValue(64, HOPS)),
  ),
  httpProtocolIpv6: v.exactOptional(oneOf(SWITCH)),
  instanceMetadataTags: v.exactOptional(oneOf(SWITCH)),
});

const launchTemplate = members({
  instanceType: v.exactOptional(
    matching(/^(source|[a-z0-9-]+\.[a-z0-9-]+)$/, 'an instance type such as "r5.2xlarge", or "source"'),
  ),
  subnetId: v.exactOptional(matching(/^subnet-[0-9a-f]+$/, "subnet- and hexadecimal digits")),
  securityGroupIds: v.exactOptional(
    v.pipe(
      v.array(matching(/^sg-[0-9a-f]+$/, "sg- and hexadecimal digits"), "expected a list of security group ids"),
      v.minLength(1, "expected at least one security group"),
      v.check((ids) => new Set(ids).size === ids.length, "expected each security group once"),
    ),
  ),
  privateIpAddress: v.exactOptional(matching(ADDRESS, "an IPv4 address such as 10.0.1.20")),
  associatePublicIpAddress: v.exactOptional(flag),
  iamInstanceProfile: v.exactOptional(
    matching(/^(arn:[\w-]+:iam::\d{12}:instance-profile\/.+|[\w+=,.@-]{1,128})$/, "an instance profile's name or ARN"),
  ),
  metadataOptions: v.exactOptional(metadataOptions),
  tags: v.exactOptional(tags),
});

/** The args of a launch configuration and what the resource class adds to them. */
export const launchConfigurationSchema = members({
  ...placeEntries,
  sourceServerId: matching(SERVER_ID, "s- and 17 letters or digits"),
  name: v.exactOptional(v.pipe(text, v.maxLength(128, "expected at most 128 characters"))),
  launchDisposition: v.exactOptional(oneOf(LAUNCH_DISPOSITIONS)),
  targetInstanceTypeRightSizingMethod: v.exactOptional(oneOf(RIGHT_SIZING_METHODS)),
  copyPrivateIp: v.exactOptional(flag),
  copyTags: v.exactOptional(flag),
  licensing: v.exactOptional(members({ osByol: v.exactOptional(flag) })),
  postLaunchEnabled: v.exactOptional(flag),
  launchIntoInstance: v.exactOptional(
    members({
      instanceId: v.exactOptional(matching(INSTANCE_ID, "i- and at least 8 hexadecimal digits")),
      name: v.exactOptional(v.pipe(text, v.minLength(1, "expected the value of a tag Name"))),
    }),
  ),
  recoveryMode: v.exactOptional(oneOf(RECOVERY_MODES)),
  launchTemplate: v.exactOptional(launchTemplate),
  onDelete: v.exactOptional(oneOf(["keep", "restore"])),
  triggers: v.exactOptional(v.array(text, "expected a list of strings")),
  customTimeouts,
});

/** Compiles only while the schema has exactly the members that the type has, at every depth. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Members<T> = { [Member in keyof T]: T[Member] };
true satisfies Same<
  v.InferOutput<typeof launchConfigurationSchema>,
  Members<LaunchConfigurationIntent & { customTimeouts?: CustomTimeouts }>
>;
