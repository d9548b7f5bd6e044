import { describe, expect, it } from "vitest";
import { requireAllDisks as rule } from "../../../../policy/src/rules/requireAllDisks";
import { waveAnswers } from "../answersOf";
import { aSource, aWave, aWaveOf, DB } from "../factories";

const missing = (disks: string) =>
  `(${disks}) would start without disks that DRS does not replicate: a server may boot and pass its checks without its data | ` +
  "run the AWS Replication Agent's installer there again and choose them, or list scratch disks in this rule's `ignored`";

describe(rule.name, () => {
  it.each([
    { label: "every disk", wave: aWave(), said: ["compliant"] },
    { label: "one disk missing", wave: aWaveOf({ replicatedDisks: ["/dev/sda1"] }), said: [missing("/dev/sdb")] },
    { label: "no disk replicated", wave: aWaveOf({ replicatedDisks: [] }), said: [missing("/dev/sda1 and /dev/sdb")] },
    {
      label: "a new disk",
      wave: aWaveOf({ source: aSource({ disks: ["/dev/sda1", "/dev/sdb", "/dev/sdc"] }) }),
      said: [missing("/dev/sdc")],
    },
    {
      label: "many new disks",
      wave: aWaveOf({ source: aSource({ disks: ["/dev/sda1", ..."cdefg"] }) }),
      said: [missing("c, d, e and 2 more")],
    },
    {
      label: "a replicated disk that the server has no more",
      wave: aWaveOf({ source: aSource({ disks: ["/dev/sda1"] }) }),
      said: ["compliant"],
    },
    {
      label: "an empty list of disks",
      wave: aWaveOf({ source: aSource({ disks: [] }) }),
      said: [`not observed: which disks db-1 (${DB}) has is not reported`],
    },
    {
      label: "disks that the agent does not report",
      wave: aWaveOf({ source: {} }),
      said: [`not observed: which disks db-1 (${DB}) has is not reported`],
    },
    {
      label: "a source that is not reported",
      wave: aWaveOf({ source: undefined }),
      said: [`not observed: which disks db-1 (${DB}) has is not reported`],
    },
    {
      label: "replicated disks that DRS does not report",
      wave: aWaveOf({ replicatedDisks: undefined }),
      said: [`not observed: which disks of db-1 (${DB}) are replicated is not reported`],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });

  it.each<{ ignored: Record<string, string[]>; said: string }>([
    { ignored: { [DB]: ["/dev/sdb"] }, said: "compliant" },
    { ignored: { "db-1": ["/dev/sdb"] }, said: "compliant" },
    { ignored: { "db-2": ["/dev/sdb"], constructor: ["/dev/sdb"] }, said: missing("/dev/sdb") },
    { ignored: { [DB]: ["/dev/sdz"] }, said: missing("/dev/sdb") },
  ])("ignores $ignored", ({ ignored, said }) => {
    expect(waveAnswers(rule, aWaveOf({ replicatedDisks: ["/dev/sda1"] }), { ignored })).toEqual([said]);
  });

  it("tells of the next disk that is missing on a server with an ignored one", () => {
    const wave = aWaveOf({ replicatedDisks: [] });
    expect(waveAnswers(rule, wave, { ignored: { [DB]: ["/dev/sdb"] } })).toEqual([missing("/dev/sda1")]);
  });
});
