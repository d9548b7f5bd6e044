import { describe, expect, it } from "vitest";
import { answerEachWave, judgeEachServer, judgeEachWave, unknownOf } from "../../../../policy/src/judged/answers";
import { COMPLIANT, NOT_APPLICABLE, Unanswerable } from "../../../../policy/src/judged/judgement";
import { observed } from "../../../../policy/src/judged/observed";
import { aPlan, aPlannedWave, aSeenServer, aServer, aWave, DB, observing, WEB } from "../factories";

const first = aPlannedWave({ wave: aWave({}, [], "first") });
const hidden = aPlannedWave({ wave: aWave({}, ["sourceServers"], "hidden") });
const last = aPlannedWave({ wave: aWave({}, [], "last") });
const plan = aPlan(first, hidden, last);
const unknown = { status: "unknown", because: "unknown during preview", what: "sourceServers" };

describe(judgeEachWave.name, () => {
  it("judges the other waves when one cannot be judged", () => {
    const answers = judgeEachWave(plan, ({ wave }) =>
      wave.inputs.sourceServers === undefined ? NOT_APPLICABLE : COMPLIANT,
    );
    expect(answers).toEqual([
      { wave: first.wave, judgement: COMPLIANT },
      { wave: hidden.wave, judgement: unknown },
      { wave: last.wave, judgement: COMPLIANT },
    ]);
    expect(unknownOf(answers)).toEqual([{ wave: hidden.wave, judgement: unknown }]);
  });

  it("lets mistakes of a rule out", () => {
    const judge = () => {
      throw new Error("a mistake");
    };
    expect(() => judgeEachWave(plan, judge)).toThrow("a mistake");
  });
});

describe(answerEachWave.name, () => {
  it("keeps every answer about a wave, none of them too", () => {
    const answers = answerEachWave(plan, ({ wave }) =>
      wave.name === "first"
        ? []
        : [
            { wave, judgement: COMPLIANT },
            { wave, judgement: NOT_APPLICABLE },
          ],
    );
    expect(answers.map(({ wave, judgement }) => ({ wave: wave?.name, status: judgement.status }))).toEqual([
      { wave: "hidden", status: "compliant" },
      { wave: "hidden", status: "notApplicable" },
      { wave: "last", status: "compliant" },
      { wave: "last", status: "notApplicable" },
    ]);
  });

  it("gives a single unknown for a wave that cannot be judged", () => {
    const answers = answerEachWave(plan, ({ wave }) => judgeEachServer(wave, () => COMPLIANT));
    expect(answers.map(({ wave, judgement }) => ({ wave: wave?.name, status: judgement.status }))).toEqual([
      { wave: "first", status: "compliant" },
      { wave: "hidden", status: "unknown" },
      { wave: "last", status: "compliant" },
    ]);
  });
});

describe(judgeEachServer.name, () => {
  it("judges the other servers when one cannot be judged", () => {
    const wave = aWave({
      sourceServers: [aServer(), aServer({ sourceServerId: WEB })],
      observed: observing([aSeenServer({ sourceServerId: WEB, hostname: "web-1" })]),
    });
    const answers = judgeEachServer(wave, (server) => {
      observed(server);
      return COMPLIANT;
    });
    expect(answers.map(({ server, judgement }) => ({ server: server?.sourceServerId, judgement }))).toEqual([
      { server: DB, judgement: { status: "unknown", because: "not observed", what: `AWS does not list ${DB}` } },
      { server: WEB, judgement: COMPLIANT },
    ]);
  });

  it("throws when the servers are unknown", () => {
    expect(() => judgeEachServer(hidden.wave, () => COMPLIANT)).toThrow(Unanswerable);
  });
});
