import { describe, expect, it } from "vitest";
import { requirePrivateRouting as rule } from "../../../../policy/src/rules/requirePrivateRouting";
import type { ObservedReplicationConfiguration } from "../../../../provider/src/vocabulary";
import { waveAnswers } from "../answersOf";
import { aWave, aWaveAmid, DB } from "../factories";

const routed = (configuration: ObservedReplicationConfiguration) =>
  aWaveAmid({ replicationConfigurations: { [DB]: configuration } });
const update = `aws drs update-replication-configuration --source-server-id ${DB}`;
const caveat = "# without a private path to the staging subnet replication stalls";
const routing = `dataPlaneRouting in its replication configuration is PUBLIC_IP, must be PRIVATE_IP | ${update} --data-plane-routing PRIVATE_IP ${caveat}`;
const publicIp = `createPublicIP in its replication configuration is true, must be false | ${update} --no-create-public-ip ${caveat}`;

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
      said: [`${routing} & ${publicIp}`],
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
