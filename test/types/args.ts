/** What a program may write, as the compiler sees it: `npm run check` compiles this file, nothing runs it. */
import * as pulumi from "@pulumi/pulumi";
import {
  DrillWave,
  type DrillWaveArgs,
  type LaunchConfiguration,
  type LaunchConfigurationSettings,
  LaunchConfigurations,
  type LaunchConfigurationsArgs,
} from "pulumi-drillwave";

const text = pulumi.output("text");
const flag = pulumi.output(true);
const number = pulumi.output(1);

// An Output is taken at every depth.
const outputs: DrillWaveArgs = {
  region: text,
  sourceServers: [
    {
      sourceServerId: text,
      role: text,
      launchConfiguration: { copyPrivateIp: flag, licensing: { osByol: flag } },
    },
  ],
  selector: { tags: { Tier: text }, role: text },
  objectives: { recoveryTimeSeconds: number },
  retries: { maximumAttempts: number },
  preflight: { maximumLagSeconds: number, sourceServerTag: text },
  polling: { intervalSeconds: number },
  triggers: [text],
  tags: { Change: text },
  connection: { endpoint: text, assumeRole: { roleArn: text } },
  cleanup: pulumi.output<"onDestroy" | "never">("never"),
};

// An Output of a whole object or list is taken, too.
const wholes: DrillWaveArgs = {
  sourceServers: pulumi.output([{ sourceServerId: "s-00000000000000001" }]),
  objectives: pulumi.output({ recoveryTimeSeconds: 1800 }),
  connection: { assumeRole: pulumi.output({ roleArn: "arn:aws:iam::111122223333:role/drill" }) },
};

// What DRS has and this package does not know may be declared, and what is stored may be declared as it is.
const stored: LaunchConfigurationSettings = { recoveryMode: "FAST" };
const settings: DrillWaveArgs = {
  sourceServers: [
    { sourceServerId: text, launchConfiguration: { futureSetting: { level: text }, copyPrivateIp: true } },
    { sourceServerId: text, launchConfiguration: stored },
  ],
};

// What is not set in the environment is left out.
const environment: DrillWaveArgs = {
  region: process.env["AWS_REGION"],
  recoveryPlan: undefined,
  connection: { profile: process.env["AWS_PROFILE"], assumeRole: undefined },
  sourceServers: [{ sourceServerId: "s-00000000000000001", role: undefined }],
};

const wrong: DrillWaveArgs[] = [
  // @ts-expect-error a misspelt arg
  { sourceServer: [] },
  // @ts-expect-error a misspelt member, one level down
  { connection: { profil: "dr" } },
  // @ts-expect-error a value that is not among the allowed ones
  { cleanup: "later" },
  // @ts-expect-error a known member of another type
  { sourceServers: [{ sourceServerId: text, launchConfiguration: { copyPrivateIp: "yes" } }] },
  // @ts-expect-error an Output of another type
  { connection: { assumeRole: { roleArn: number } } },
  // @ts-expect-error a required member may not be undefined
  { sourceServers: [{ sourceServerId: undefined }] },
];

// Tags of EC2 instances, read as somebody else.
const ofInstances: DrillWaveArgs = {
  selector: { tags: { Tier: "web" }, tagsOf: "sourceInstance", sourceConnection: { assumeRole: { roleArn: text } } },
};

// Settings of many servers: Outputs at every depth, but for what says which servers there are.
const many = new LaunchConfigurations("tier", {
  selector: { tags: { Tier: "web" }, tagsOf: "sourceInstance", sourceConnection: { profile: "source" } },
  role: process.env["ROLE"],
  defaults: { copyTags: flag, launchTemplate: { subnetId: text, metadataOptions: { httpTokens: "required" } } },
  overrides: { "db-1": { copyTags: undefined, launchTemplate: { tags: { Name: text } } } },
});
const drillOfMany: DrillWaveArgs = { sourceServers: many.sourceServers, settings: [many] };
const one: pulumi.Output<LaunchConfiguration | undefined> = many.resources.apply((all) => all["s-00000000000000001"]);
const wrongMany: LaunchConfigurationsArgs[] = [
  // @ts-expect-error the servers are looked for while the program runs
  { selector: { tags: { Tier: text } }, defaults: {} },
  // @ts-expect-error the server is what the selector finds
  { selector: { tags: { Tier: "web" } }, defaults: { sourceServerId: "s-00000000000000001" } },
  // @ts-expect-error a misspelt setting of one server
  { selector: { tags: { Tier: "web" } }, defaults: {}, overrides: { "db-1": { copyTag: true } } },
];

const wave = new DrillWave("wave", outputs);
const verdict: pulumi.Output<"PASSED" | "DEGRADED" | "FAILED" | undefined> = wave.verdict;
const instances: pulumi.Output<(string | undefined)[]> = wave.servers.apply((servers) =>
  servers.map((server) => server.recoveryInstanceId),
);
// @ts-expect-error the guard is the wave's own business
const guard: typeof import("pulumi-drillwave").DrillGuard = undefined;

export { drillOfMany, environment, guard, instances, ofInstances, one, settings, verdict, wholes, wrong, wrongMany };
