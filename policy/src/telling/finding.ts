import { type Answer, hostnameOf } from "../judged/answers";
import type { Fact } from "../judged/fact";
import type { UnknownReason } from "../judged/judgement";
import { findObservation, type JudgedWave } from "../judged/wave";
import type { RuleName } from "../rule";

/** Something that a rule has to say of one subject. */
export interface Finding {
  rule: RuleName;
  about: Subject;
  said: { fact: Fact } | { unknown: Unknown };
  /** Only advice, whatever the rule's level is. */
  isSoft: boolean;
}

/** What a finding is about: a server of a wave, a wave, or neither for the program as a whole. */
export interface Subject {
  wave?: JudgedWave | undefined;
  server?: { sourceServerId?: string; hostname?: string; name: string } | undefined;
  /** Where the AWS CLI finds it; undefined where nobody has looked. */
  region?: string | undefined;
}

/** What a rule could not see. */
export interface Unknown {
  because: UnknownReason;
  what: string;
  /** The `up` of this preview, or a run without `--target`, will judge it. */
  judgedLater: boolean;
}

/** What an answer has to say; nothing where its subject complies or is not what the rule is about. Pure. */
export function findingsOf(rule: RuleName, answer: Answer, isUnknownSoft: boolean): Finding[] {
  const about = subjectOf(answer);
  const { judgement } = answer;
  switch (judgement.status) {
    case "violation":
      return judgement.facts.map((fact) => ({ rule, about, said: { fact }, isSoft: false }));
    case "unknown": {
      const { because, what, judgedLater = false } = judgement;
      const unknown = { because, what: withoutName(what, about), judgedLater };
      return [{ rule, about, said: { unknown }, isSoft: isUnknownSoft || judgedLater }];
    }
    default:
      return [];
  }
}

/** The same for every server of which it is so: whose it is, the message says before. */
function withoutName(what: string, { server }: Subject): string {
  return server === undefined ? what : what.replaceAll(server.name, "the server");
}

function subjectOf({ wave, server }: Answer): Subject {
  if (server === undefined) {
    return { wave, region: regionOf(wave) };
  }
  const { sourceServerId, name } = server;
  const hostname = hostnameOf(server);
  return {
    wave,
    server: {
      name,
      ...(sourceServerId === undefined ? {} : { sourceServerId }),
      ...(hostname === undefined ? {} : { hostname }),
    },
    region: regionOf(wave),
  };
}

function regionOf(wave: JudgedWave | undefined): string | undefined {
  return wave === undefined ? undefined : findObservation(wave)?.region;
}
