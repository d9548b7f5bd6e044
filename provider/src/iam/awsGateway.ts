import type { EvaluationResult } from "@aws-sdk/client-iam";
import type { Connected } from "../aws/connect";
import { perConnection } from "../aws/perConnection";
import { request } from "../aws/requestError";
import type { IamGateway, Simulation } from "./gateway";
import { toDecisions } from "./translate";

/** Milliseconds that a call may take in all: advice is not worth a long wait, as where no route leads to IAM. */
const CALL_TIMEOUT_MS = 10_000;

/** The most that SimulatePrincipalPolicy takes as MaxItems. */
const RESULTS_PER_PAGE = 1000;

/** IAM over the AWS SDK, whose client is loaded at the first call. */
export function createIamGateway(connected: Connected, signal: AbortSignal): IamGateway {
  const options = () => ({ abortSignal: AbortSignal.any([signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]) });
  return {
    findCaller: () => connected.caller(),
    getRoleArn: (RoleName) =>
      request("iam:GetRole", async () => {
        const { sdk, client } = await loadClient(connected);
        const { Role } = await client.send(new sdk.GetRoleCommand({ RoleName }), options());
        if (Role?.Arn === undefined) {
          throw new Error(`the answer about the role ${RoleName} has no ARN`);
        }
        return Role.Arn;
      }),
    simulate: (simulation) =>
      request("iam:SimulatePrincipalPolicy", async () => {
        const { sdk, client } = await loadClient(connected);
        const results: EvaluationResult[] = [];
        let Marker: string | undefined;
        do {
          const page = { ...toRequest(simulation), ...(Marker === undefined ? {} : { Marker }) };
          const answer = await client.send(new sdk.SimulatePrincipalPolicyCommand(page), options());
          results.push(...(answer.EvaluationResults ?? []));
          Marker = answer.IsTruncated === true ? answer.Marker : undefined;
        } while (Marker !== undefined);
        return toDecisions(results, simulation.resources.length > 0);
      }),
  };
}

function toRequest({ principal, actions, resources, context }: Simulation) {
  return {
    PolicySourceArn: principal,
    ActionNames: [...actions],
    MaxItems: RESULTS_PER_PAGE,
    ...(resources.length === 0 ? {} : { ResourceArns: [...resources] }),
    ContextEntries: context.map(({ key, type, values }) => ({
      ContextKeyName: key,
      ContextKeyType: type,
      ContextKeyValues: [...values],
    })),
  };
}

const loadClient = perConnection(async ({ clientConfig }) => {
  const sdk = await import("@aws-sdk/client-iam");
  const config = await clientConfig("iam", sdk.IAMClient);
  return { sdk, client: new sdk.IAMClient({ ...config, retryMode: "standard", maxAttempts: 2 }) };
});
