import type { DrsClientConfig } from "@aws-sdk/client-drs";
import type { RequestHandlerOptions } from "./sockets";

/**
 * Configuration of one service's clients. Every setting is explicit, so a client reads none itself: each version of the
 * SDK reads other ones.
 */
export interface ClientConfig {
  region: string;
  endpoint: string;
  useFipsEndpoint: false;
  useDualstackEndpoint: false;
  defaultsMode: "standard";
  credentials: NonNullable<DrsClientConfig["credentials"]>;
  requestHandler: RequestHandlerOptions;
}
