import type { SSMClient } from "@aws-sdk/client-ssm";
import type { Connected } from "../aws/connect";
import { Limiter } from "../aws/limiter";
import { perConnection } from "../aws/perConnection";
import { request } from "../aws/requestError";
import { SEND_ONCE, sendReadsThrough } from "../aws/retry";
import type { SsmGateway } from "./gateway";
import * as translate from "./translate";
import type { NewSsmParameter } from "./types";

type SsmSdk = typeof import("@aws-sdk/client-ssm");
type Options = { abortSignal: AbortSignal };
type Call = <T>(action: string, use: (sdk: SsmSdk, client: SSMClient) => Promise<T>) => Promise<T>;

/** GetParameters and DeleteParameters take at most ten names. */
const NAMES_PER_CALL = 10;

/** SSM over the AWS SDK, whose client is loaded at the first call: most programs need none. */
export function createSsmGateway(connected: Connected, signal: AbortSignal): SsmGateway {
  const options = { abortSignal: signal };
  const call: Call = (action, use) =>
    request(action, async () => {
      const { sdk, client } = await loadClient(connected);
      return use(sdk, client);
    });
  return { ...parameterReads(call, options), ...parameterWrites(call, options), ...runReads(call, options) };
}

function parameterReads(call: Call, options: Options) {
  return {
    listParameters: (names: readonly string[]) =>
      call("ssm:GetParameters", async (sdk, client) => {
        const answers = await Promise.all(
          chunksOf(names).map((Names) => client.send(new sdk.GetParametersCommand({ Names }), options)),
        );
        return answers.flatMap(({ Parameters }) => translate.toParameters(Parameters));
      }),
    findDocument: (Name: string, DocumentVersion: string) =>
      call("ssm:DescribeDocument", (sdk, client) =>
        unlessNamed(NO_DOCUMENT, async () => {
          const command = new sdk.DescribeDocumentCommand({ Name, DocumentVersion });
          return translate.toDocument((await client.send(command, options)).Document);
        }),
      ),
  } satisfies Partial<SsmGateway>;
}

function parameterWrites(call: Call, options: Options) {
  const overwriteParameter = (Name: string, Value: string) =>
    call("ssm:PutParameter", async (sdk, client) => {
      const command = new sdk.PutParameterCommand({ Name, Value, Type: "String", Overwrite: true });
      await client.send(command, options);
    });
  const tagParameter = (ResourceId: string, tags: NewSsmParameter["tags"]) =>
    call("ssm:AddTagsToResource", async (sdk, client) => {
      const Tags = translate.toTagList(tags);
      const command = new sdk.AddTagsToResourceCommand({ ResourceType: "Parameter", ResourceId, Tags });
      await client.send(command, options);
    });
  return {
    overwriteParameter,
    createParameter: async ({ name, value, description, tags }: NewSsmParameter) => {
      const made = await call("ssm:PutParameter", (sdk, client) =>
        unlessNamed(EXISTS, async () => {
          const input = { Name: name, Value: value, Type: "String" as const, Description: description };
          await client.send(new sdk.PutParameterCommand({ ...input, Tags: translate.toTagList(tags) }), options);
          return true;
        }),
      );
      if (made === undefined) {
        // SSM takes no tags together with Overwrite. It is ours by its name: made by a call whose answer was lost.
        await overwriteParameter(name, value);
        await tagParameter(name, tags);
      }
    },
    deleteParameters: (names: readonly string[]) =>
      call("ssm:DeleteParameters", async (sdk, client) => {
        for (const Names of chunksOf(names)) {
          await client.send(new sdk.DeleteParametersCommand({ Names }), options);
        }
      }),
  } satisfies Partial<SsmGateway>;
}

function runReads(call: Call, options: Options) {
  return {
    listCommands: (InstanceId: string) =>
      call("ssm:ListCommandInvocations", async (sdk, client) => {
        const input = { InstanceId, Details: true };
        const runs = [];
        for await (const page of sdk.paginateListCommandInvocations({ client }, input, options)) {
          runs.push(...translate.toCommands(page.CommandInvocations));
        }
        return runs;
      }),
    findAutomation: (AutomationExecutionId: string) =>
      call("ssm:GetAutomationExecution", (sdk, client) =>
        unlessNamed(NO_EXECUTION, async () => {
          const command = new sdk.GetAutomationExecutionCommand({ AutomationExecutionId });
          return translate.toAutomation((await client.send(command, options)).AutomationExecution);
        }),
      ),
  } satisfies Partial<SsmGateway>;
}

const EXISTS = ["ParameterAlreadyExists"];
const NO_DOCUMENT = ["InvalidDocument", "InvalidDocumentVersion"];
const NO_EXECUTION = ["AutomationExecutionNotFoundException"];

/** The result; undefined where AWS refuses by one of these names. */
async function unlessNamed<T>(names: readonly string[], use: () => Promise<T>): Promise<T | undefined> {
  try {
    return await use();
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) {
      return undefined;
    }
    throw error;
  }
}

function chunksOf(names: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(names.length / NAMES_PER_CALL) }, (_, index) =>
    names.slice(index * NAMES_PER_CALL, (index + 1) * NAMES_PER_CALL),
  );
}

const loadClient = perConnection(async ({ clientConfig, serviceTime }) => {
  const sdk: SsmSdk = await import("@aws-sdk/client-ssm");
  const config = await clientConfig("ssm", sdk.SSMClient);
  const client = sendReadsThrough(new Limiter(), new sdk.SSMClient({ ...config, ...SEND_ONCE }));
  serviceTime.watch(client.middlewareStack);
  return { sdk, client };
});
