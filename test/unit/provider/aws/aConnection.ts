import type { ClientConfig } from "../../../../provider/src/aws/clientConfig";
import type { Connected } from "../../../../provider/src/aws/connect";
import { ServiceTime } from "../../../../provider/src/aws/serviceTime";

/** A connection whose clients get this configuration, beside a Region, credentials and addresses that nothing is sent to. */
export function aConnection(config: { [Member in keyof ClientConfig]?: unknown } = {}): Connected {
  const credentials = async () => ({ accessKeyId: "a", secretAccessKey: "b" });
  return {
    serviceTime: new ServiceTime(),
    region: async () => "us-west-2",
    settings: async () => {
      throw new Error("a connection made for a test reads no settings");
    },
    clientConfig: async (service) =>
      ({ region: "us-west-2", endpoint: `https://${service}.test`, credentials, ...config }) as ClientConfig,
    account: async () => undefined,
    caller: async () => undefined,
    credentialsEnd: async () => ({ kind: "none" }),
    isChained: async () => false,
  };
}
