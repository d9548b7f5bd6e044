import type { Service } from "./service";

/** What decides AWS's own address of a service. */
export interface EndpointChoice {
  region: string;
  useFips: boolean;
  useDualstack: boolean;
  /** Counts for STS alone. */
  usesGlobalSts: boolean;
}

/** An address, and the Region that requests to it are signed for. */
export interface SignedEndpoint {
  url: string;
  signingRegion: string;
}

/** The part of an SDK client's class that knows its service's addresses. */
export type KnowsEndpoints = new (config: {
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}) => {
  config: {
    endpointProvider(parameters: {
      Region?: string;
      UseFIPS?: boolean;
      UseDualStack?: boolean;
      UseGlobalEndpoint?: boolean;
    }): { url: URL; properties?: Record<string, unknown> };
  };
};

/** Partitions that client 3.523.0 does not know and takes for `aws` (docs/drs-facts.md#partitions). */
const LATER_PARTITIONS = [
  { regions: /^eusc-/, domain: "amazonaws.eu", dualstackDomain: "api.amazonwebservices.eu" },
] as const;

/** AWS's own address of a service, from the rules of the service's own client. Calls nothing. */
export function standardEndpoint(service: Service, choice: EndpointChoice, Client: KnowsEndpoints): SignedEndpoint {
  const { region, useFips, useDualstack, usesGlobalSts } = choice;
  const partition = LATER_PARTITIONS.find(({ regions }) => regions.test(region));
  if (partition !== undefined) {
    const domain = useDualstack ? partition.dualstackDomain : partition.domain;
    return { url: `https://${service}${useFips ? "-fips" : ""}.${region}.${domain}`, signingRegion: region };
  }
  // A client of its own, which is asked and sends nothing.
  const asked = new Client({ region, credentials: { accessKeyId: "none", secretAccessKey: "none" } });
  const { url, properties } = asked.config.endpointProvider({
    Region: region,
    UseFIPS: useFips,
    UseDualStack: useDualstack,
    ...(service === "sts" ? { UseGlobalEndpoint: usesGlobalSts } : {}),
  });
  const [scheme] = (properties?.["authSchemes"] ?? []) as { signingRegion?: string }[];
  return { url: url.href.replace(/\/$/, ""), signingRegion: scheme?.signingRegion ?? region };
}
