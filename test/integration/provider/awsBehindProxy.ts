import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Server, type Socket } from "node:net";
import { join } from "node:path";

/** The authority that signed the certificate of the AWS below: for AWS's host names, for tests alone, until 2126. */
const AUTHORITY = join(__dirname, "authority");
export const AUTHORITY_FILE = join(AUTHORITY, "ca.pem");

/** A request as it reached AWS. */
export interface Seen {
  host: string;
  /** What was called. */
  action: string;
  /** Region and service that it was signed for; undefined for an unsigned one. */
  scope: string | undefined;
  /** Access key that signed it. */
  key: string | undefined;
}

export interface AwsBehindProxy {
  proxyUrl: string;
  seen: Seen[];
  /** Hosts that the proxy was asked for, and with which password. */
  tunnels: { host: string; authorization: string | undefined }[];
  close(): Promise<void>;
}

/** AWS with a certificate of its own authority, which is reached through an HTTP proxy (CONNECT) alone. */
export async function openAwsBehindProxy(account = "111122223333"): Promise<AwsBehindProxy> {
  const seen: Seen[] = [];
  const tunnels: AwsBehindProxy["tunnels"] = [];
  const sockets = new Set<Socket>();
  const certificate = {
    key: readFileSync(join(AUTHORITY, "server.key")),
    cert: readFileSync(join(AUTHORITY, "server.pem")),
  };
  const aws = createTlsServer(certificate, async (request, response) => {
    const body = await textOf(request);
    const asked = toSeen(request, body);
    seen.push(asked);
    response.end(answerTo(asked.action, account, seen.length));
  });
  const awsPort = await listen(aws, sockets);
  const proxy = createServer();
  proxy.on("connect", (request: IncomingMessage, client: Socket) => {
    tunnels.push({ host: request.url ?? "", authorization: request.headers["proxy-authorization"] });
    const upstream = connect(awsPort, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      client.pipe(upstream).pipe(client);
    });
    sockets.add(upstream);
    upstream.on("error", () => client.destroy());
    client.on("error", () => upstream.destroy());
  });
  const proxyPort = await listen(proxy, sockets);
  return {
    proxyUrl: `http://127.0.0.1:${proxyPort}`,
    seen,
    tunnels,
    close: async () => {
      for (const socket of sockets) {
        socket.destroy();
      }
      await Promise.all([aws, proxy].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

async function listen(server: Server, sockets: Set<Socket>): Promise<number> {
  server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function toSeen({ headers, url }: IncomingMessage, body: string): Seen {
  const [, key, region, service] =
    /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(headers.authorization ?? "") ?? [];
  return {
    host: headers.host ?? "",
    action: new URLSearchParams(body).get("Action") ?? url ?? "",
    scope: region === undefined ? undefined : `${region}/${service}`,
    key,
  };
}

function answerTo(action: string, account: string, number: number): string {
  const credentials = `<Credentials><AccessKeyId>ROLE${number}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2126-01-01T00:00:00Z</Expiration></Credentials>`;
  switch (action) {
    case "GetCallerIdentity":
      return `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${account}</Account><Arn>arn:aws:sts::${account}:assumed-role/x/y</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`;
    case "AssumeRole":
    case "AssumeRoleWithWebIdentity":
      return `<${action}Response><${action}Result>${credentials}</${action}Result></${action}Response>`;
    case "DescribeSubnets":
      return "<DescribeSubnetsResponse/>";
    default:
      return '{"items":[]}';
  }
}
