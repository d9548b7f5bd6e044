// A service that accepts connections and never answers, or stops in the middle of an answer, hangs no request: with the limits
// that the provider sets, over whichever AWS SDK stands beside it here. In real time: about 40 s, as STS is asked twice.
const { strict: assert } = require("node:assert");
const { createServer } = require("node:http");
const { createRequire } = require("node:module");
const { join } = require("node:path");

/** The provider gives its users no clients: its own modules are asked. */
const CONNECT = join(__dirname, "node_modules", "pulumi-drillwave", "dist", "aws", "connect.js");
const { connect } = require(CONNECT);
const sdk = createRequire(CONNECT);
const { DrsClient, DescribeSourceServersCommand } = sdk("@aws-sdk/client-drs");
const { EC2Client, DescribeSubnetsCommand } = sdk("@aws-sdk/client-ec2");

const LIMIT_SECONDS = 20;
const STS_ATTEMPTS = 2;
const BUSY_MACHINE_SECONDS = 20;

/** A server that treats every request so; gives its address. */
async function listen(treat) {
  const server = createServer(treat);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${server.address().port}`;
}

/** Seconds until it fails. It must fail. */
async function secondsToFailure(name, request) {
  const start = performance.now();
  const outcome = await request().then(
    () => "answered",
    (error) => error,
  );
  assert(outcome instanceof Error, `${name} was answered`);
  return [name, (performance.now() - start) / 1000];
}

/** A handler that is not told to throw only warns; that another limit ended the request would hide it. */
function failOnWarning() {
  console.warn = (text) => {
    console.error(`a limit only warns: ${text}`);
    process.exit(1);
  };
}

async function main() {
  failOnWarning();
  const services = {
    "never answers": await listen(() => {}),
    "stops in the middle": await listen((_request, response) => {
      response.writeHead(200, { "content-length": 100 });
      response.write("<");
    }),
  };
  const requests = Object.entries(services).flatMap(([kind, endpoint]) => {
    const connected = connect("us-west-2", { endpoint });
    const once = async (service, Client) =>
      new Client({ ...(await connected.clientConfig(service, Client)), maxAttempts: 1 });
    return [
      [`DRS ${kind}`, async () => (await once("drs", DrsClient)).send(new DescribeSourceServersCommand({}))],
      [`EC2 ${kind}`, async () => (await once("ec2", EC2Client)).send(new DescribeSubnetsCommand({}))],
    ];
  });
  const assumeRole = { roleArn: "arn:aws:iam::111122223333:role/drill" };
  const endpoints = { sts: services["never answers"] };
  requests.push([
    "STS never answers",
    async () => (await connect("us-west-2", { assumeRole, endpoints }).clientConfig("drs", DrsClient)).credentials(),
  ]);
  const watchdog = setTimeout(
    () => {
      console.error("a request still hangs");
      process.exit(1);
    },
    (LIMIT_SECONDS * STS_ATTEMPTS + BUSY_MACHINE_SECONDS) * 1000,
  );
  for (const [name, seconds] of await Promise.all(requests.map(([name, request]) => secondsToFailure(name, request)))) {
    assert(seconds >= LIMIT_SECONDS - 1, `${name} failed after ${seconds} s, before its time was up`);
  }
  clearTimeout(watchdog);
  process.exit();
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
