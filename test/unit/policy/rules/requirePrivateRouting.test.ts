import { describe, expect, it } from "vitest";
import { requirePrivateRouting as rule } from "../../../../policy/src/rules/requirePrivateRouting";
import type { ObservedReplicationConfiguration } from "../../../../provider/src/vocabulary";
import { waveAnswers } from "../answersOf";
import { aWave, aWaveAmid, DB } from "../factories";

const routed = (configuration: ObservedReplicationConfiguration) =>
  aWaveAmid({ replicationConfigurations: { [DB]: configuration } });
const update = `aws drs update-replication-configuration --source-server-id ${DB}`;
const say = (how: string) =>
  `would replicate ${how}: production's data does not stay in networks of your own | first see that the sources reach the ` +
  "staging subnet by VPN, Direct Connect or peering, and that it reaches DRS, S3 and EC2 by NAT or VPC endpoints; " +
  `${update} --data-plane-routing PRIVATE_IP --no-create-public-ip`;
const routing = say("over the internet (dataPlaneRouting PUBLIC_IP)");
const publicIp = say("through servers with public addresses (createPublicIP)");

describe(rule.name, () => {
  it.each([
    { label: "private, without a public address", wave: aWave(), said: ["compliant"] },
    {
      label: "createPublicIP that is not reported",
      wave: routed({ dataPlaneRouting: "PRIVATE_IP" }),
      said: [`not observed: whether db-1 (${DB}) is replicated over a public address is not reported`],
    },
    {
      label: "public routing, and createPublicIP that is not reported",
      wave: routed({ dataPlaneRouting: "PUBLIC_IP" }),
      said: [routing],
    },
    {
      label: "public routing",
      wave: routed({ dataPlaneRouting: "PUBLIC_IP", createPublicIP: false }),
      said: [routing],
    },
    {
      label: "a public address",
      wave: routed({ dataPlaneRouting: "PRIVATE_IP", createPublicIP: true }),
      said: [publicIp],
    },
    {
      label: "both",
      wave: routed({ dataPlaneRouting: "PUBLIC_IP", createPublicIP: true }),
      said: [
        say("over the internet (dataPlaneRouting PUBLIC_IP), through servers with public addresses (createPublicIP)"),
      ],
    },
    {
      label: "routing that is not reported",
      wave: routed({ createPublicIP: false }),
      said: [`not observed: the data routing of db-1 (${DB})'s replication is not reported`],
    },
    {
      label: "a public address, and routing that is not reported",
      wave: routed({ createPublicIP: true }),
      said: [publicIp],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });
});
