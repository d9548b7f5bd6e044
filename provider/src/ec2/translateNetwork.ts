/** From the EC2 SDK's shapes of networks to ours. */
import type {
  IpPermission,
  Route,
  RouteTableAssociation,
  RouteTable as SdkRouteTable,
  SecurityGroup as SdkSecurityGroup,
  Subnet as SdkSubnet,
} from "@aws-sdk/client-ec2";
import { withoutUndefined } from "../withoutUndefined";
import type { DefaultSubnet, RouteTable, SecurityGroup, Subnet } from "./types";

export function toSubnet(subnet: SdkSubnet): Subnet {
  return withoutUndefined({
    subnetId: subnet.SubnetId ?? "",
    vpcId: subnet.VpcId,
    availabilityZone: subnet.AvailabilityZone,
    cidrBlock: subnet.CidrBlock ?? "",
    availableIpAddressCount: subnet.AvailableIpAddressCount ?? 0,
    mapPublicIpOnLaunch: subnet.MapPublicIpOnLaunch,
  });
}

export function toDefaultSubnet(subnet: SdkSubnet): DefaultSubnet {
  return { ...toSubnet(subnet), availabilityZone: subnet.AvailabilityZone ?? "unknown" };
}

export function toRouteTable(table: SdkRouteTable): RouteTable {
  const associations = (table.Associations ?? []).filter(isInForce);
  return withoutUndefined({
    vpcId: table.VpcId,
    isMain: associations.some((each) => each.Main === true),
    subnetIds: associations.flatMap((each) => each.SubnetId ?? []),
    routes: (table.Routes ?? []).filter((route) => route.State === "active").flatMap(toRouteOut),
  });
}

/** True also without a state: EC2 leaves it out of some answers. */
function isInForce({ AssociationState }: RouteTableAssociation): boolean {
  return AssociationState?.State === undefined || ["associated", "associating"].includes(AssociationState.State);
}

/** None for a route within the VPC, which EC2 calls `local`. */
function toRouteOut(route: Route): { destination: string; target: string }[] {
  const destination = route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId;
  const target = targetOf(route);
  // A kind of destination or target that AWS adds later still leads somewhere.
  return target === "local" ? [] : [{ destination: destination ?? "unknown", target: target ?? "unknown" }];
}

function targetOf(route: Route): string | undefined {
  return (
    route.GatewayId ??
    route.NatGatewayId ??
    route.TransitGatewayId ??
    route.VpcPeeringConnectionId ??
    route.EgressOnlyInternetGatewayId ??
    route.InstanceId ??
    route.NetworkInterfaceId ??
    route.LocalGatewayId ??
    route.CarrierGatewayId ??
    route.CoreNetworkArn
  );
}

export function toSecurityGroup(group: SdkSecurityGroup): SecurityGroup {
  return withoutUndefined({
    groupId: group.GroupId ?? "",
    groupName: group.GroupName ?? "",
    vpcId: group.VpcId,
    openIngress: (group.IpPermissions ?? []).flatMap(toOpenIngress),
  });
}

/** Every address of IPv4, and of IPv6. */
const EVERYBODY: readonly (string | undefined)[] = ["0.0.0.0/0", "::/0"];

/** `tcp 8000-8080 from ::/0`, one for each range that is open to everybody. */
function toOpenIngress(permission: IpPermission): string[] {
  const sources = [
    ...(permission.IpRanges ?? []).map((range) => range.CidrIp),
    ...(permission.Ipv6Ranges ?? []).map((range) => range.CidrIpv6),
  ];
  return sources
    .filter((source) => EVERYBODY.includes(source))
    .map((source) => `${toTraffic(permission)} from ${source}`);
}

/** `tcp 22`, `tcp 8000-8080`, `icmp`, `all`. For ICMP the ports are type and code, and -1 is every one. */
function toTraffic({ IpProtocol = "-1", FromPort = -1, ToPort = -1 }: IpPermission): string {
  if (IpProtocol === "-1") {
    return "all";
  }
  if (FromPort === -1) {
    return IpProtocol;
  }
  return ToPort > FromPort ? `${IpProtocol} ${FromPort}-${ToPort}` : `${IpProtocol} ${FromPort}`;
}
