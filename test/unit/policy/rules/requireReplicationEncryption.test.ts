import { describe, expect, it } from "vitest";
import { requireReplicationEncryption as rule } from "../../../../policy/src/rules/requireReplicationEncryption";
import { waveAnswers } from "../answersOf";
import { aWave, aWaveAmid, DB } from "../factories";

const encrypted = (ebsEncryption: string) => aWaveAmid({ replicationConfigurations: { [DB]: { ebsEncryption } } });
const update = `aws drs update-replication-configuration --source-server-id ${DB} --ebs-encryption`;
const wrong = (says: string, why: string, fix: string) =>
  `would start from disks that lie ${says}: ${why} | change the setting, after which DRS may replicate the whole server anew; ${update} ${fix}`;

describe(rule.name, () => {
  it.each([
    { label: "the default key", wave: aWave(), said: ["compliant"] },
    { label: "a key of one's own", wave: encrypted("CUSTOM"), said: ["compliant"] },
    {
      label: "none",
      wave: encrypted("NONE"),
      said: [wrong("unencrypted in AWS (ebsEncryption NONE)", "they hold a full copy of production", "DEFAULT")],
    },
    {
      label: "encryption that is not reported",
      wave: aWaveAmid({ replicationConfigurations: { [DB]: {} } }),
      said: [`not observed: the EBS encryption of db-1 (${DB})'s replication is not reported`],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });

  it("accepts a key of one's own alone", () => {
    expect(waveAnswers(rule, aWave(), { accepted: ["CUSTOM"] })).toEqual([
      wrong(
        "in AWS under the account's default key (ebsEncryption DEFAULT)",
        "this rule accepts CUSTOM",
        "CUSTOM --ebs-encryption-key-arn <key ARN>",
      ),
    ]);
  });

  it.each([
    { accepted: [], flaw: "accepted: expected at least 1 entry, got []" },
    {
      accepted: ["AES"],
      flaw: 'accepted[0]: expected one of DEFAULT, CUSTOM, NONE, got "AES"',
    },
  ])("refuses $accepted", ({ accepted, flaw }) => {
    expect(() => waveAnswers(rule, aWave(), { accepted })).toThrow(`configuration of ${rule.name}: ${flaw}`);
  });
});
