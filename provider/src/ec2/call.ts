import type { EC2Client } from "@aws-sdk/client-ec2";

/** The SDK's module, which is loaded at the first call. */
export type Ec2Sdk = typeof import("@aws-sdk/client-ec2");

/** What ends a request. */
export type Options = { abortSignal: AbortSignal };

/** Asks EC2; what fails becomes an error of ours that names the action. */
export type Call = <T>(action: string, use: (sdk: Ec2Sdk, client: EC2Client) => Promise<T>) => Promise<T>;
