import * as v from "valibot";
import {
  cidrBlock,
  flag,
  ipv4,
  isCidrBlock,
  isIpv6CidrBlock,
  listOf,
  matching,
  networkInterfaceId,
  objectOf,
  oneOf,
  plainText,
  routeTableId,
  securityGroupId,
  subnetId,
  tags,
  vpcId,
  wholeNumber,
} from "./parts";

/** A subnet. */
export const subnet = objectOf({
  subnetId,
  cidrBlock: v.optional(cidrBlock),
  availabilityZone: v.optional(plainText),
  vpcId: v.optional(vpcId),
  availableIpAddressCount: v.optional(wholeNumber(0)),
  defaultForAz: v.optional(flag),
  mapPublicIpOnLaunch: v.optional(flag),
  tags: v.optional(tags),
});

/** A VPC; what it contains is listed apart. */
export const vpc = objectOf({ vpcId, tags: v.optional(tags) });

/** A network interface that exists by itself. */
export const networkInterface = objectOf({
  networkInterfaceId,
  subnetId: v.optional(subnetId),
  privateIp: v.optional(ipv4),
  macAddress: v.optional(matching(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/, "a MAC address such as 0a:58:c0:a8:00:01")),
  securityGroupIds: v.optional(listOf(securityGroupId)),
  description: v.optional(plainText),
  tags: v.optional(tags),
});

const EC2_ID = "[0-9a-fA-F]{8,17}";
const PREFIX_LIST = new RegExp(`^pl-${EC2_ID}$`);
const SECURITY_GROUP = new RegExp(`^sg-${EC2_ID}$`);
const GATEWAY = new RegExp(`^(?:igw|vgw|nat|tgw|pcx|eigw|i|eni|lgw|cagw|vpce)-${EC2_ID}$`);
const CORE_NETWORK = /^arn:aws[a-z-]*:networkmanager:[a-z0-9-]*:\d{12}:core-network\/core-network-[0-9a-zA-Z]+$/;

const addressRange = "an IPv4 or IPv6 CIDR block";

const routeDestination = text(
  (value) => isCidrBlock(value) || isIpv6CidrBlock(value) || PREFIX_LIST.test(value),
  `${addressRange}, or the id of a prefix list`,
);

const routeTarget = text(
  (value) => GATEWAY.test(value) || CORE_NETWORK.test(value),
  "an id that begins with igw-, vgw-, nat-, tgw-, pcx-, eigw-, i-, eni-, lgw-, cagw- or vpce-, or the ARN of a core network (a local route is always there)",
);

const route = v.pipe(
  objectOf({
    destination: routeDestination,
    target: routeTarget,
    state: v.optional(oneOf(["active", "blackhole"])),
    propagated: v.optional(flag),
  }),
  v.check(
    ({ target, propagated }) => propagated !== true || target.startsWith("vgw-"),
    "expected a virtual private gateway (vgw-) as the target of a propagated route",
  ),
  v.check(
    ({ destination, target }) => !target.startsWith("eigw-") || isIpv6CidrBlock(destination),
    "expected an IPv6 CIDR block as the destination of an egress-only internet gateway (eigw-)",
  ),
);

/** A route table. */
export const routeTable = objectOf({
  routeTableId,
  vpcId: v.optional(vpcId),
  main: v.optional(flag),
  subnetIds: v.optional(listOf(subnetId)),
  routes: v.optional(listOf(route)),
  tags: v.optional(tags),
});

const peer = text(
  (value) => isCidrBlock(value) || isIpv6CidrBlock(value) || SECURITY_GROUP.test(value) || PREFIX_LIST.test(value),
  `${addressRange}, or the id of a security group or prefix list`,
);

const traffic = {
  protocol: v.optional(oneOf(["-1", "tcp", "udp", "icmp", "icmpv6"])),
  fromPort: v.optional(wholeNumber(-1, 65_535)),
  toPort: v.optional(wholeNumber(-1, 65_535)),
};

/** Whether the ports suit the protocol: none for all protocols, a range for tcp and udp, a type and a code for icmp. */
function portsFit({
  protocol = "-1",
  fromPort,
  toPort = fromPort,
}: {
  readonly protocol?: string | undefined;
  readonly fromPort?: number | undefined;
  readonly toPort?: number | undefined;
}): boolean {
  switch (protocol) {
    case "-1":
      return toPort === undefined;
    case "tcp":
    case "udp":
      return fromPort !== undefined && fromPort >= 0 && toPort !== undefined && toPort >= fromPort;
    default:
      return (fromPort ?? -1) <= 255 && (toPort ?? -1) <= 255;
  }
}

const portsMessage =
  'expected no ports for protocol "-1", fromPort <= toPort for tcp and udp, and a type and a code up to 255 as ports for icmp';

/** A security group. */
export const securityGroup = objectOf({
  groupId: securityGroupId,
  groupName: v.optional(plainText),
  vpcId: v.optional(vpcId),
  description: v.optional(plainText),
  ingress: v.optional(
    listOf(
      v.pipe(
        objectOf({ ...traffic, source: peer }),
        v.check((rule) => portsFit(rule), portsMessage),
      ),
    ),
  ),
  egress: v.optional(
    listOf(
      v.pipe(
        objectOf({ ...traffic, destination: peer }),
        v.check((rule) => portsFit(rule), portsMessage),
      ),
    ),
  ),
  tags: v.optional(tags),
});

function text(fits: (value: string) => boolean, form: string) {
  return v.pipe(v.string(`expected ${form}`), v.check(fits, `expected ${form}`));
}
