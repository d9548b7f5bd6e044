import { RouteTable, RouteTableAssociation, SecurityGroup, Subnet, Vpc, VpcEndpoint } from "@pulumi/aws/ec2";
import { InstanceProfile, Role, RolePolicyAttachment } from "@pulumi/aws/iam";
import type { Output } from "@pulumi/pulumi";

/** What a drill needs of its network. */
export interface IsolatedNetwork {
  subnetIds: Output<string>[];
  securityGroupId: Output<string>;
  /** Name of the instance profile of everything that is launched in it. */
  instanceProfile: Output<string>;
}

/** What SSM's agent calls, and so every post-launch action. */
const SSM_ENDPOINTS = ["ssm", "ssmmessages", "ec2messages"];

/**
 * A VPC with no way out: no internet gateway, NAT or transit gateway, and no peering. What is launched in it reaches itself,
 * VPC DNS, SSM by interface endpoints, and S3, from which SSM's agent and documents come, by a gateway endpoint.
 */
export function buildNetwork(region: string, zones: readonly string[]): IsolatedNetwork {
  const vpc = new Vpc("drill", { cidrBlock: "10.99.0.0/16", enableDnsSupport: true, enableDnsHostnames: true });
  // Without routes but the local one, and the endpoint's below.
  const routes = new RouteTable("drill", { vpcId: vpc.id, routes: [] });
  const subnets = zones.map((availabilityZone, index) => {
    const cidrBlock = `10.99.${index}.0/24`;
    const subnet = new Subnet(`drill-${availabilityZone}`, { vpcId: vpc.id, availabilityZone, cidrBlock });
    new RouteTableAssociation(`drill-${availabilityZone}`, { subnetId: subnet.id, routeTableId: routes.id });
    return subnet;
  });
  const s3 = new VpcEndpoint("s3", {
    vpcId: vpc.id,
    serviceName: `com.amazonaws.${region}.s3`,
    vpcEndpointType: "Gateway",
    routeTableIds: [routes.id],
  });
  const group = buildGroups(region, { vpc, s3, subnets });
  return {
    subnetIds: subnets.map(({ id }) => id),
    securityGroupId: group.id,
    instanceProfile: buildProfile().name,
  };
}

/** The group of the drill's servers, and the endpoints that it reaches. */
function buildGroups(
  region: string,
  { vpc, s3, subnets }: { vpc: Vpc; s3: VpcEndpoint; subnets: readonly Subnet[] },
): SecurityGroup {
  const https = { protocol: "tcp", fromPort: 443, toPort: 443 };
  const everything = { protocol: "-1", fromPort: 0, toPort: 0 };
  const group = new SecurityGroup("drill", {
    vpcId: vpc.id,
    description: "Servers of a drill: each other, and the endpoints",
    ingress: [{ ...everything, self: true }],
    egress: [
      { ...everything, self: true },
      { ...https, cidrBlocks: [vpc.cidrBlock] },
      { ...https, prefixListIds: [s3.prefixListId] },
    ],
  });
  const endpoints = new SecurityGroup("drill-endpoints", {
    vpcId: vpc.id,
    description: "HTTPS from the servers of a drill",
    ingress: [{ ...https, securityGroups: [group.id] }],
  });
  for (const service of SSM_ENDPOINTS) {
    new VpcEndpoint(service, {
      vpcId: vpc.id,
      serviceName: `com.amazonaws.${region}.${service}`,
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      subnetIds: subnets.map(({ id }) => id),
      securityGroupIds: [endpoints.id],
    });
  }
  return group;
}

/** What DRS's own profile allows: a template that names another one does not get it. */
function buildProfile(): InstanceProfile {
  const role = new Role("drill", {
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
    }),
  });
  const policies = {
    ssm: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    drs: "arn:aws:iam::aws:policy/service-role/AWSElasticDisasterRecoveryRecoveryInstancePolicy",
  };
  for (const [name, policyArn] of Object.entries(policies)) {
    new RolePolicyAttachment(name, { role: role.name, policyArn });
  }
  return new InstanceProfile("drill", { role: role.name });
}
