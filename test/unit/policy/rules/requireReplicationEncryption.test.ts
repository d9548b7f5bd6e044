import { describe, expect, it } from "vitest";
import { requireReplicationEncryption as rule } from "../../../../policy/src/rules/requireReplicationEncryption";
import { waveAnswers } from "../answersOf";
import { aWave, aWaveAmid, DB, observing } from "../factories";

const encrypted = (ebsEncryption: string) => aWaveAmid({ replicationConfigurations: { [DB]: { ebsEncryption } } });
const { surroundings: _around, ...seenAlone } = observing();
const update = `aws drs update-replication-configuration --source-server-id ${DB} --ebs-encryption`;
const wrong = (value: string, wanted: string, fix: string) =>
  `ebsEncryption in its replication configuration is ${value}, must be ${wanted} | ${update} ${fix} # DRS may replicate the whole server anew`;

describe(rule.name, () => {
  it.each([
    { label: "the default key", wave: aWave(), said: ["compliant"] },
    { label: "a key of one's own", wave: encrypted("CUSTOM"), said: ["compliant"] },
    { label: "none", wave: encrypted("NONE"), said: [wrong("NONE", "DEFAULT or CUSTOM", "DEFAULT")] },
    {
      label: "encryption that is not reported",
      wave: aWaveAmid({ replicationConfigurations: { [DB]: {} } }),
      said: [`not observed: the EBS encryption of db-1 (${DB})'s replication is not reported`],
    },
    {
      label: "a configuration that is missing",
      wave: aWaveAmid({ replicationConfigurations: {} }),
      said: [`not observed: the replication configuration of db-1 (${DB}) was not found`],
    },
    {
      label: "configurations that could not be read",
      wave: aWaveAmid({ replicationConfigurations: {}, unseen: { replicationConfigurations: "AccessDenied" } }),
      said: ["not observed: AccessDenied"],
    },
    {
      label: "surroundings that nobody has looked at",
      wave: aWave({ observed: seenAlone }),
      said: ["not observed: replication configurations"],
    },
    {
      label: "observation switched off",
      wave: aWave({ observe: "off", observed: undefined }),
      said: ['not observed: the wave says observe: "off"'],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });

  it("accepts a key of one's own alone", () => {
    expect(waveAnswers(rule, aWave(), { accepted: ["CUSTOM"] })).toEqual([
      wrong("DEFAULT", "CUSTOM", "CUSTOM --ebs-encryption-key-arn <key ARN>"),
    ]);
  });

  it.each([
    { accepted: [], flaw: "accepted: Invalid length: Expected >=1 but received 0" },
    {
      accepted: ["AES"],
      flaw: 'accepted.0: Invalid type: Expected ("DEFAULT" | "CUSTOM" | "NONE") but received "AES"',
    },
  ])("refuses $accepted", ({ accepted, flaw }) => {
    expect(() => waveAnswers(rule, aWave(), { accepted })).toThrow(`configuration of ${rule.name}: ${flaw}`);
  });
});
