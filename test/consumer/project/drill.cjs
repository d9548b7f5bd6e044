// A user's drill, run in an empty project that has installed the packages: nothing here is the repository's.
const { strict: assert } = require("node:assert");
const { mkdirSync } = require("node:fs");
const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const { startSimulator } = require("drs-simulator");

/** Packs beside the package's own: the strict one in it, and one that this project composes. */
const PACKS = { strict: `${__dirname}/node_modules/pulumi-drillwave-policy/strict`, own: `${__dirname}/pack` };

/** Names of the mandatory rules that a preview under the pack breaks; it fails with what the engine said if they lack `rule`. */
async function violationsOf(stack, pack, rule) {
  const broken = new Set();
  const onEvent = ({ policyEvent }) =>
    policyEvent?.enforcementLevel === "mandatory" && broken.add(policyEvent.policyName);
  const error = await stack.preview({ policyPacks: [pack], onEvent }).catch((reason) => reason);
  assert(broken.has(rule), `${pack} reports no ${rule}: ${error.message ?? "the preview passed"}`);
  return [...broken].sort();
}

async function main() {
  const workDir = `${__dirname}/stack`;
  mkdirSync(workDir);
  const simulator = await startSimulator({ world: "world.json", speed: 600 });
  const jobs = () => simulator.journal.entries("StartRecovery").length;
  const alive = () => simulator.world().instances.filter((instance) => instance.ec2State !== "TERMINATED").length;
  const program = async () => {
    const { DrillWave } = require("pulumi-drillwave");
    new DrillWave("database", {
      region: "us-west-2",
      selector: { tags: { Tier: "database" }, role: "database" },
      connection: { endpoint: simulator.url },
      polling: { intervalSeconds: 0.1 },
    });
  };
  const stack = await LocalWorkspace.createStack(
    { projectName: "consumer", stackName: "drill", program },
    { workDir, projectSettings: { name: "consumer", runtime: "nodejs", main: __dirname } },
  );
  const policyPacks = [`${__dirname}/node_modules/pulumi-drillwave-policy`];
  const preview = await stack.preview({ policyPacks });
  const loadsAwsSdk = Object.keys(require.cache).some((path) => path.includes("@aws-sdk"));
  const result = { loadsAwsSdk, preview: { create: preview.changeSummary.create, jobs: jobs() } };
  for (const [name, pack] of Object.entries(PACKS)) {
    result[name] = await violationsOf(stack, pack, "drs-template-require-imdsv2");
  }
  await stack.up({ policyPacks });
  const { deployment } = await stack.exportStack();
  const wave = deployment.resources.find((resource) => resource.type === "pulumi-nodejs:dynamic/drs:DrillWave");
  result.up = { verdict: wave.outputs.verdict, jobs: jobs(), alive: alive() };
  await stack.destroy();
  result.destroy = { alive: alive() };
  await simulator.close();
  const { strict, ...rest } = result;
  assert(strict.includes("drs-wave-require-objectives"), `the strict pack reports ${strict}`);
  assert.deepEqual(rest, {
    loadsAwsSdk: false,
    preview: { create: 3, jobs: 0 },
    own: ["acme-wave-require-owner", "drs-template-require-imdsv2"],
    up: { verdict: "PASSED", jobs: 1, alive: 1 },
    destroy: { alive: 0 },
  });
}

main().then(
  () => process.exit(),
  (error) => {
    console.error(error);
    // The simulator may be running still.
    process.exit(1);
  },
);
