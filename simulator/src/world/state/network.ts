import type { Tags } from "./resource";

/** A subnet of EC2. */
export interface SubnetState {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly cidrBlock: string;
  readonly availabilityZone: string;
  /** How many more instances fit into it. */
  availableIpAddressCount: number;
  readonly defaultForAz: boolean;
  /** Absent in a file of an earlier version: default subnets alone give public addresses. */
  readonly mapPublicIpOnLaunch?: boolean;
  tags: Tags;
}

/** A VPC that the world lists; what it does not say follows from the subnets in it. */
export interface VpcState {
  readonly vpcId: string;
  tags: Tags;
}

/** A network interface that exists by itself; an instance whose template names it gets it. */
export interface NetworkInterfaceState {
  readonly networkInterfaceId: string;
  readonly subnetId: string;
  readonly macAddress: string;
  readonly privateIp: string;
  readonly securityGroupIds: readonly string[];
  readonly description: string;
  tags: Tags;
}

/** A route. `destination` is a CIDR block or a prefix list; `target` is `local`, an id whose prefix says its kind, or the ARN of a core network. */
export interface RouteState {
  readonly destination: string;
  readonly target: string;
  readonly state: "active" | "blackhole";
  readonly origin: "CreateRouteTable" | "CreateRoute" | "EnableVgwRoutePropagation";
}

/** A route table of EC2. A VPC's main table also applies to the subnets that no table names. */
export interface RouteTableState {
  readonly routeTableId: string;
  readonly vpcId: string;
  readonly main: boolean;
  readonly subnetIds: readonly string[];
  readonly routes: readonly RouteState[];
  tags: Tags;
}

/** A rule of a security group: one protocol and port range, from or to one peer (a CIDR block, group or prefix list). */
export interface SecurityGroupRule {
  /** `-1` means all protocols; such a rule has no ports. */
  readonly protocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly peer: string;
}

/** A security group of EC2. */
export interface SecurityGroupState {
  readonly groupId: string;
  readonly groupName: string;
  readonly description: string;
  readonly vpcId: string;
  ingress: readonly SecurityGroupRule[];
  readonly egress: readonly SecurityGroupRule[];
  tags: Tags;
}
