import { type Simulator, startSimulator, type WorldFile } from "drs-simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Aws, startAws } from "../../estates/aws/standIn";
import { runInBash } from "../../estates/commands";

const SERVERS = ["s-00000000000000001", "s-00000000000000002"] as const;
const TEMPLATES = ["lt-00000000000000001", "lt-00000000000000002"] as const;
const GROUP = "sg-0123456789abcdef0";
const SUBNET = "subnet-0123456789abcdef0";

/** An interface with members that nothing of ours reads. */
const INTERFACE = {
  DeviceIndex: 0,
  DeleteOnTermination: true,
  Groups: [GROUP],
  Ipv6AddressCount: 1,
  PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: "10.0.0.9" }],
  ConnectionTrackingSpecification: { TcpEstablishedTimeout: 300 },
};

const WORLD: WorldFile = {
  region: "us-west-2",
  sourceServers: SERVERS.map((sourceServerID, index) => ({
    sourceServerID,
    hostname: `db-${index + 1}`,
    launchTemplate: {
      launchTemplateId: TEMPLATES[index] ?? "",
      data: {
        ...(index === 0 ? { NetworkInterfaces: [INTERFACE] } : { NetworkInterfaces: [] }),
        MetadataOptions: { State: "pending", HttpEndpoint: "enabled", HttpPutResponseHopLimit: 2 },
        UserData: "aGVsbG8=",
      },
    },
  })),
  subnets: [{ subnetId: SUBNET, cidrBlock: "10.0.0.0/24", vpcId: "vpc-0123456789abcdef0" }],
  securityGroups: [
    {
      ...{ groupId: GROUP, groupName: "web", vpcId: "vpc-0123456789abcdef0" },
      ingress: [
        { protocol: "tcp", fromPort: 443, source: "0.0.0.0/0" },
        { protocol: "tcp", fromPort: 443, source: "10.0.0.0/8" },
        { protocol: "tcp", fromPort: 443, source: "::/0" },
      ],
    },
  ],
};

/** What makes a changed version of each template its default, out of what the default one says. */
const eachTemplate = (query: string) =>
  `for lt in ${TEMPLATES.join(" ")}; do aws ec2 modify-launch-template --region us-west-2 --launch-template-id $lt --default-version "$(aws ec2 create-launch-template-version --region us-west-2 --launch-template-id $lt --source-version '$Default' --launch-template-data "$(aws ec2 describe-launch-template-versions --region us-west-2 --launch-template-id $lt --versions '$Default' --query '${query}' --output json)" --query LaunchTemplateVersion.VersionNumber --output text)"; done`;

/** With DRILLWAVE_AWS_CLI the same commands go through that AWS CLI instead of the stand-in. */
describe("commands for the AWS CLI, against the simulator", () => {
  let simulator: Simulator;
  let aws: Aws;
  beforeAll(async () => {
    simulator = await startSimulator({ world: WORLD });
    aws = await startAws(simulator.url);
  });
  afterAll(async () => {
    await aws.close();
    await simulator.close();
  });
  const run = (command: string) => runInBash(command, aws.environment);
  const defaultData = () =>
    simulator.world().launchTemplates.map(({ versions, defaultVersionNumber }) => {
      return versions.find(({ versionNumber }) => versionNumber === defaultVersionNumber)?.data;
    });

  it.each([
    {
      what: "one value as text",
      command: `aws ec2 describe-launch-template-versions --region us-west-2 --launch-template-id ${TEMPLATES[0]} --versions '$Default' --query 'LaunchTemplateVersions[0].VersionNumber' --output text`,
      stdout: "1\n",
    },
    {
      what: "what is not there as text",
      command: `aws ec2 describe-launch-template-versions --region us-west-2 --launch-template-id ${TEMPLATES[0]} --versions '$Default' --query 'LaunchTemplateVersions[0].LaunchTemplateData.KeyName' --output text`,
      stdout: "None\n",
    },
    {
      what: "a list as text",
      command: `aws drs describe-source-servers --region us-west-2 --filters sourceServerIDs=${SERVERS.join(",")} --query 'items[].sourceServerID' --output text`,
      stdout: `${SERVERS.join("\t")}\n`,
    },
    {
      what: "a structure as JSON",
      command: `aws drs describe-source-servers --region us-west-2 --filters sourceServerIDs=${SERVERS[1]} --query 'items[0].{host: sourceProperties.identificationHints.hostname}'`,
      stdout: '{\n    "host": "db-2"\n}\n',
    },
    {
      what: "a filter with a name",
      command: `aws ec2 describe-subnets --region us-west-2 --filters Name=subnet-id,Values=${SUBNET} --query 'Subnets[].CidrBlock' --output text`,
      stdout: "10.0.0.0/24\n",
    },
    {
      what: "an empty list as text",
      command: `aws ec2 describe-network-interfaces --region us-west-2 --filters Name=subnet-id,Values=${SUBNET} --query 'NetworkInterfaces[].NetworkInterfaceId' --output text`,
      stdout: "",
    },
  ])("print $what", async ({ command, stdout }) => {
    expect(await run(command)).toEqual({ command, exitCode: 0, stdout, stderr: "" });
  });

  it("change one member of a list's item in every template, and keep what they do not know", async () => {
    const change = '`{"SubnetId":"subnet-0123456789abcdef0","AssociatePublicIpAddress":false}`';
    const query = `LaunchTemplateVersions[0].LaunchTemplateData.{NetworkInterfaces:[merge(NetworkInterfaces[0] || \`{"DeviceIndex":0,"DeleteOnTermination":true}\`, ${change})]}`;
    const end = await run(eachTemplate(query));
    expect({ exitCode: end.exitCode, stderr: end.stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(defaultData()).toMatchObject([
      {
        userData: "aGVsbG8=",
        networkInterfaces: [
          {
            deviceIndex: 0,
            deleteOnTermination: true,
            groups: [GROUP],
            ipv6AddressCount: 1,
            privateIpAddresses: [{ primary: true, privateIpAddress: "10.0.0.9" }],
            connectionTrackingSpecification: { tcpEstablishedTimeout: 300 },
            subnetId: SUBNET,
            associatePublicIpAddress: false,
          },
        ],
      },
      {
        userData: "aGVsbG8=",
        networkInterfaces: [
          { deviceIndex: 0, deleteOnTermination: true, subnetId: SUBNET, associatePublicIpAddress: false },
        ],
      },
    ]);
  });

  it("are refused what only answers have, before any call", async () => {
    const query =
      'LaunchTemplateVersions[0].LaunchTemplateData.{MetadataOptions:merge(MetadataOptions, `{"HttpTokens":"required"}`)}';
    const before = simulator.journal.entries("CreateLaunchTemplateVersion").length;
    const end = await run(eachTemplate(query));
    expect(end.stderr).toMatch(/unknown parameter in.*State/i);
    expect(simulator.journal.entries("CreateLaunchTemplateVersion").length).toBe(before);
  });

  it("change what is left of a structure without that", async () => {
    const query =
      'LaunchTemplateVersions[0].LaunchTemplateData.{MetadataOptions:merge({HttpEndpoint:MetadataOptions.HttpEndpoint,HttpPutResponseHopLimit:MetadataOptions.HttpPutResponseHopLimit}, `{"HttpTokens":"required"}`)}';
    const end = await run(eachTemplate(query));
    expect({ exitCode: end.exitCode, stderr: end.stderr }).toEqual({ exitCode: 0, stderr: "" });
    const metadataOptions = { httpEndpoint: "enabled", httpPutResponseHopLimit: 2, httpTokens: "required" };
    expect(defaultData()).toMatchObject([{ metadataOptions }, { metadataOptions }]);
  });

  it("store a launch setting of every server in a loop", async () => {
    const end = await run(
      `for s in ${SERVERS.join(" ")}; do aws drs update-launch-configuration --region us-west-2 --source-server-id $s --target-instance-type-right-sizing-method NONE --copy-private-ip --no-copy-tags --licensing osByol=false; done`,
    );
    expect({ exitCode: end.exitCode, stderr: end.stderr }).toEqual({ exitCode: 0, stderr: "" });
    const stored = { targetInstanceTypeRightSizingMethod: "NONE", copyPrivateIp: true, copyTags: false };
    expect(simulator.world().sourceServers.map((server) => server.launchConfiguration)).toMatchObject([stored, stored]);
  });

  it("store replication settings", async () => {
    const end = await run(
      `aws drs update-replication-configuration --region us-west-2 --source-server-id ${SERVERS[0]} --data-plane-routing PRIVATE_IP --no-create-public-ip`,
    );
    expect({ exitCode: end.exitCode, stderr: end.stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(simulator.world().sourceServers[0]?.replicationConfiguration).toEqual({
      dataPlaneRouting: "PRIVATE_IP",
      createPublicIP: false,
    });
  });

  it("revoke the inbound rules that a query finds", async () => {
    const list = `aws ec2 describe-security-group-rules --region us-west-2 --filters Name=group-id,Values=${GROUP} --query 'SecurityGroupRules[?!IsEgress && (CidrIpv4==\`"0.0.0.0/0"\` || CidrIpv6==\`"::/0"\`)].SecurityGroupRuleId' --output text`;
    const end = await run(
      `aws ec2 revoke-security-group-ingress --region us-west-2 --group-id ${GROUP} --security-group-rule-ids $(${list})`,
    );
    expect({ exitCode: end.exitCode, stderr: end.stderr }).toEqual({ exitCode: 0, stderr: "" });
    const left = simulator.world().securityGroups.find(({ groupId }) => groupId === GROUP)?.ingress;
    expect(left).toEqual([{ protocol: "tcp", fromPort: 443, toPort: 443, peer: "10.0.0.0/8" }]);
  });

  it.each([
    { what: "without a Region", args: "drs describe-source-servers", stderr: /you must specify a region/i },
    {
      what: "with an option that is not there",
      args: "drs update-launch-configuration --region us-west-2 --source-server-id s-00000000000000001 --copy-tag-s",
      stderr: /unknown options/i,
    },
    {
      what: "with a structure that is not JSON",
      args: `ec2 create-launch-template-version --region us-west-2 --launch-template-id ${TEMPLATES[0]} --launch-template-data '{"InstanceType":'`,
      stderr: /invalid json/i,
    },
    {
      what: "of a server that is not there",
      args: "drs update-launch-configuration --region us-west-2 --source-server-id s-99999999999999999 --copy-tags",
      stderr: /An error occurred \(ResourceNotFoundException\) when calling the UpdateLaunchConfiguration operation/,
    },
  ])("$what say so, and fail", async ({ args, stderr }) => {
    const end = await run(`aws ${args}`);
    expect({ isFailed: end.exitCode !== 0, stderr: end.stderr }).toEqual({
      isFailed: true,
      stderr: expect.stringMatching(stderr),
    });
  });
});
