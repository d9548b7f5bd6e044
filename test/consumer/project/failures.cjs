// A busy service, a load balancer's page and a proxy's page are read for what they are, whichever AWS SDK stands beside the
// provider here.
const { strict: assert } = require("node:assert");
const { createServer } = require("node:http");
const { join } = require("node:path");

const provider = (file) => require(join(__dirname, "node_modules", "pulumi-drillwave", "dist", file));
const { connect } = provider("aws/connect.js");
const { createDrsGateway } = provider("drs/awsGateway.js");
const { createEc2Gateway } = provider("ec2/awsGateway.js");

const PAGE = "<html><body>busy</body>";

/** A read of each service, its answer when all is well, and its own way to say that it is busy. */
const SERVICES = {
  DRS: {
    read: async (connected, signal) => (await createDrsGateway(connected, signal)).listJobs(),
    good: '{"items":[]}',
    busy: '{"message":"busy"}',
  },
  EC2: {
    read: (connected, signal) => createEc2Gateway(connected, signal).listSubnets(["subnet-0123456789abcdef0"]),
    good: "<DescribeSubnetsResponse/>",
    busy: "<Response><Errors><Error><Code>Unavailable</Code><Message>busy</Message></Error></Errors></Response>",
  },
};

/** What the read ends with when the service gives these answers, in their order, and when each request came. */
async function readOf(read, answers) {
  const times = [];
  const server = createServer((request, response) => {
    const { status, headers, body } = answers[times.length];
    times.push(performance.now());
    request.resume();
    response.writeHead(status, headers).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const connected = connect("us-west-2", { endpoint: `http://127.0.0.1:${server.address().port}` });
  const result = await read(connected, new AbortController().signal).catch((error) => error);
  server.close();
  return { result, times };
}

async function main() {
  for (const [name, { read, good, busy }] of Object.entries(SERVICES)) {
    const whole = { status: 200, body: good };
    const waited = await readOf(read, [{ status: 503, headers: { "retry-after": "2" }, body: busy }, whole]);
    assert.deepEqual(waited.result, [], `${name} with Retry-After`);
    assert(waited.times[1] - waited.times[0] >= 1990, `${name} did not wait for as long as Retry-After says`);
    const again = await readOf(read, [{ status: 503, body: PAGE }, whole]);
    assert.deepEqual(again.result, [], `${name} after a load balancer's page`);
    const { result, times } = await readOf(read, [{ status: 403, body: PAGE }]);
    assert.match(result.message, /HTTP 403 with a body that cannot be read$/, name);
    assert.deepEqual({ refused: result.refused, requests: times.length }, { refused: false, requests: 1 }, name);
  }
}

main().then(
  () => process.exit(),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
