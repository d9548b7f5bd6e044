import { type Edit, editsOf, placesOf, readAnswer, type Value } from "./answers";
import { FOR_POLICIES } from "./faultCells";
import { aWave, aWorld, runCommand, type Scenario } from "./scenarios";
import { Stage } from "./stage";

/** One thing that is wrong in the answers of an operation. */
export interface AnswerEdit extends Edit {
  operation: string;
  path: readonly string[];
}

/** Whether answers stay wrong until a person mends them, or only the first ones are. */
export const SPANS = ["always", "first"] as const;

/** How many answers of an operation the span `first` has. */
export const FIRST_ANSWERS = 2;

/** The second command, while answers are still wrong. */
const SECOND = ["up", "destroy"] as const;

/** One way, or two at a time, in which what AWS answers is absent, odd, late, repeated or contradictory. */
export interface AnswerCell {
  id: string;
  scenario: Scenario;
  edits: readonly AnswerEdit[];
  span: (typeof SPANS)[number];
  second: (typeof SECOND)[number];
}

const LATER = { event: "LAUNCH_FAILED" as const, message: "An error occurred (InsufficientInstanceCapacity)" };

/** Worlds of a wave of two servers: one that recovers, and one for each way in which a server does not. */
const APPS = {
  sound: {},
  launchFails: { outcome: LATER },
  checksFail: { statusChecks: "impaired" as const },
  actionFails: {
    postLaunchActions: [{ name: "probe", optional: false, status: "FAILED" as const, failureReason: "exit 1" }],
  },
};

/** A drill that reads every answer that a verdict, a start or an end rests on. */
export function answerScenarios(): Scenario[] {
  const recoverySnapshotId = "pit-00000000000000001";
  return Object.entries(APPS).map(([name, app]) => {
    const actions = { postLaunchEnabled: true };
    const world = aWorld(false, {
      database: { snapshots: [{ snapshotID: recoverySnapshotId, ageSeconds: 600 }] },
      app: {
        launchConfiguration: actions,
        postLaunchActions: [{ name: "probe", optional: false, status: "SUCCEEDED" }],
        ...app,
      },
    });
    // Somebody else's machine, which no drill may end.
    const bystanders = [{ sourceServerID: "s-00000000000000003", isDrill: false }];
    const wave = aWave("tiers", ["database", "app"]);
    const sourceServers = [
      { sourceServerId: "s-00000000000000001", recoverySnapshotId },
      { sourceServerId: "s-00000000000000002" },
    ];
    const program = { waves: [{ ...wave, args: { ...wave.args, sourceServers } }] };
    return {
      name,
      world: { ...world, recoveryInstances: bystanders },
      commands: [{ run: "up", program }, { run: "up", program }, { run: "destroy" }],
      breakFrom: 0,
    };
  });
}

/** What every operation of a drill answers in a clean run, policies' own reads left out. */
export async function recordAnswers(scenario: Scenario): Promise<Map<string, Value[]>> {
  const answers = new Map<string, Value[]>();
  const stage = new Stage(scenario.world, {
    edit(operation, body) {
      if (!FOR_POLICIES.includes(operation)) {
        answers.set(operation, [...(answers.get(operation) ?? []), readAnswer(body)]);
      }
      return body;
    },
  });
  await stage.time.drive(async () => {
    for (const command of scenario.commands) {
      await runCommand(stage.engine, command);
    }
  });
  return answers;
}

/** How many pairs there are for each single edit. */
const PAIRS = 3;

/** Every place of every answer with everything that can be wrong there, alone and beside another one. Pure. */
export function answerCells(scenario: Scenario, answers: ReadonlyMap<string, readonly Value[]>): AnswerCell[] {
  const edits = [...answers].flatMap(([operation, recorded]) => editsOfOperation(operation, recorded));
  const pairs = edits.flatMap((edit, index) =>
    Array.from({ length: PAIRS }, (_, nth) => {
      const other = edits[(index * 7919 + nth * 104_729 + 1) % edits.length];
      return other === undefined || other === edit ? [] : [[edit, other]];
    }).flat(),
  );
  return [...edits.map((edit) => [edit]), ...pairs].flatMap((chosen) =>
    SPANS.flatMap((span) =>
      SECOND.map((second) => ({
        id: `answer/${scenario.name}/${chosen.map(nameOf).join("+")}/${span}/${second}`,
        scenario,
        edits: chosen,
        span,
        second,
      })),
    ),
  );
}

function editsOfOperation(operation: string, recorded: readonly Value[]): AnswerEdit[] {
  const [first] = recorded;
  const stale: AnswerEdit[] =
    first === undefined || recorded.length < 2 ? [] : [{ operation, path: [], name: "stale", change: () => first }];
  const members = placesOf(recorded).flatMap((place) =>
    editsOf(place).map((edit) => ({ ...edit, operation, path: place.path })),
  );
  return [...stale, ...members];
}

function nameOf({ operation, path, name }: AnswerEdit): string {
  return `${[operation, ...path].join(".")}=${name}`;
}
