import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** What becomes of the JSON of an answer; undefined leaves it as it came. */
export type Edit = (operation: string, answer: Record<string, unknown>) => Record<string, unknown> | undefined;

/** A way to a simulator on which answers of DRS are changed, as the field may change them. */
export interface EditedAnswers {
  url: string;
  close(): Promise<void>;
}

/** `edit` is asked for every answer of DRS with status 2xx; EC2's, which are XML, pass as they came. */
export async function openEditedAnswers(simulatorUrl: string, edit: Edit): Promise<EditedAnswers> {
  const target = new URL(simulatorUrl);
  const server = createServer((incoming, outgoing) => {
    const { method, url: path = "/", headers } = incoming;
    const forwarded = request({ host: target.hostname, port: target.port, method, path, headers }, async (answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) {
        chunks.push(chunk);
      }
      const body = Buffer.concat(chunks);
      const { statusCode = 500, headers: answered } = answer;
      const isJson = statusCode < 300 && (answered["content-type"] ?? "").includes("json") && body.length > 0;
      const edited = isJson ? edit(path.slice(1), JSON.parse(body.toString())) : undefined;
      const text = edited === undefined ? body : Buffer.from(JSON.stringify(edited));
      outgoing.writeHead(statusCode, { ...answered, "content-length": text.length });
      outgoing.end(text);
    });
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
