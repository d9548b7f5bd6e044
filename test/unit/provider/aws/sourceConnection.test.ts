import { describe, expect, it } from "vitest";
import { sourceConnectionOf } from "../../../../provider/src/aws/sourceConnection";
import type { Connection } from "../../../../provider/src/vocabulary";

const ROLE = { roleArn: "arn:aws:iam::111122223333:role/drill" };
const READER = { roleArn: "arn:aws:iam::*:role/reader" };
const DR_VPCE = "https://vpce-0123.ec2.us-west-2.vpce.amazonaws.com";

interface Case {
  label: string;
  wave?: Connection;
  own?: Connection;
  account?: string;
  taken: Connection;
}

describe(sourceConnectionOf.name, () => {
  it.each<Case>([
    { label: "nothing", taken: {} },
    {
      label: "the wave's",
      wave: { profile: "dr", assumeRole: ROLE, endpoint: "http://127.0.0.1:1", allowInsecureEndpoint: true },
      taken: { profile: "dr", assumeRole: ROLE, endpoint: "http://127.0.0.1:1", allowInsecureEndpoint: true },
    },
    {
      label: "a role of its own, assumed with the wave's profile",
      wave: { profile: "dr", assumeRole: ROLE },
      own: { assumeRole: { roleArn: "arn:aws:iam::999999999999:role/reader" } },
      taken: { profile: "dr", assumeRole: { roleArn: "arn:aws:iam::999999999999:role/reader" } },
    },
    {
      label: "a profile of its own, without the wave's role",
      wave: { profile: "dr", assumeRole: ROLE },
      own: { profile: "source" },
      taken: { profile: "source" },
    },
    {
      label: "the same role in each account",
      own: { assumeRole: READER },
      account: "999999999999",
      taken: { assumeRole: { roleArn: "arn:aws:iam::999999999999:role/reader" } },
    },
    {
      label: "a role as it is where the account is not known",
      own: { assumeRole: READER },
      taken: { assumeRole: READER },
    },
    {
      label: "no address of the wave's that is another Region's",
      wave: {
        endpoint: DR_VPCE,
        endpoints: { ec2: DR_VPCE, sts: "https://sts.corp.example.com", drs: "https://drs.example" },
      },
      taken: { endpoints: { sts: "https://sts.corp.example.com" } },
    },
    {
      label: "an address of its own instead of all of the wave's",
      wave: { endpoints: { ec2: "https://ec2.corp.example.com" } },
      own: { endpoint: "https://aws.source.example.com" },
      taken: { endpoint: "https://aws.source.example.com" },
    },
  ])("takes $label", ({ wave, own, account, taken }) => {
    expect(sourceConnectionOf(wave, { region: "us-east-1", account, sourceConnection: own })).toEqual(taken);
  });
});
