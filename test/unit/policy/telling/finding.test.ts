import { describe, expect, it } from "vitest";
import { findingsOf } from "../../../../policy/src/telling/finding";
import { aWave, DB } from "../factories";

const name = `db-1 (${DB})`;

describe("what could not be seen", () => {
  it.each([
    {
      what: `the launch template of ${name} could not be read`,
      said: "the launch template of the server could not be read",
    },
    { what: `AWS does not list ${name}`, said: "AWS does not list the server" },
    { what: "default subnets", said: "default subnets" },
  ])("is said the same of every server: $said", ({ what, said }) => {
    const judgement = { status: "unknown", because: "not observed", what } as const;
    const answer = { wave: aWave(), server: { sourceServerId: DB, name }, judgement };
    const [finding] = findingsOf("drs-server-limit-lag", answer, true);
    expect(finding?.said).toEqual({ unknown: { because: "not observed", what: said, judgedLater: false } });
  });

  it("is said of a wave as it is", () => {
    const judgement = { status: "unknown", because: "not observed", what: `AWS does not list ${name}` } as const;
    const [finding] = findingsOf("drs-server-limit-lag", { wave: aWave(), judgement }, true);
    expect(finding?.said).toMatchObject({ unknown: { what: `AWS does not list ${name}` } });
  });
});
