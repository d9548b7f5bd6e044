import { DrsClient } from "@aws-sdk/client-drs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { manualClock, startSimulator, type WorldFile } from "../../simulator/src/index";

/** Whether the specification is held against AWS itself: `DRS_REMOTE=1`, with credentials and AWS_REGION in the environment. */
export const REMOTE = process.env["DRS_REMOTE"] === "1";

/** Something that speaks DRS: a simulator of the test's own, or AWS. */
export interface Endpoint {
  readonly drs: DrsClient;
  readonly ec2: EC2Client;
  /** Lets simulated time pass, in seconds. @throws Error against AWS, where time passes by itself */
  advance(seconds: number): void;
  close(): Promise<void>;
}

/** Opens AWS, or a simulator with this world. No request is retried, so that each answer is seen once. */
export async function openEndpoint(world: WorldFile): Promise<Endpoint> {
  if (REMOTE) {
    const region = process.env["AWS_REGION"] ?? "us-west-2";
    return endpoint(new DrsClient({ region, maxAttempts: 1 }), new EC2Client({ region, maxAttempts: 1 }), {
      advance: () => {
        throw new Error("Advancing the clock of AWS");
      },
      close: async () => undefined,
    });
  }
  const clock = manualClock();
  const simulator = await startSimulator({ world, clock });
  const config = {
    endpoint: simulator.url,
    region: world.region ?? "us-west-2",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
    maxAttempts: 1,
  };
  return endpoint(new DrsClient(config), new EC2Client(config), {
    advance: clock.advance,
    close: () => simulator.close(),
  });
}

function endpoint(drs: DrsClient, ec2: EC2Client, rest: Pick<Endpoint, "advance" | "close">): Endpoint {
  return {
    drs,
    ec2,
    advance: rest.advance,
    async close() {
      drs.destroy();
      ec2.destroy();
      await rest.close();
    },
  };
}

/** What a call is refused with; a call that is not refused fails the test. */
export async function refusalOf(call: Promise<unknown>): Promise<Record<string, unknown>> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof Error)) {
    throw new Error("The call was not refused");
  }
  return Object.fromEntries(
    ["name", "message", ...Object.keys(outcome)].map((key) => [key, Reflect.get(outcome, key)]),
  );
}

/** The first of a list that has one. */
export function first<Item>(list: readonly Item[] | undefined): Item {
  const item = list?.[0];
  if (item === undefined) {
    throw new Error("Taking the first of an empty list");
  }
  return item;
}
