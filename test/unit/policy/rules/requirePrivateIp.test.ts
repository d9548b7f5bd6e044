import { describe, expect, it } from "vitest";
import { requirePrivateIp as rule } from "../../../../policy/src/rules/requirePrivateIp";
import type { DrillWaveInputs, LaunchConfigurationSettings } from "../../../../provider/src/vocabulary";
import { waveAnswers } from "../answersOf";
import {
  aLaunchConfiguration,
  aSeenServer,
  aServer,
  aTemplate,
  aWave,
  type Changes,
  DB,
  observing,
  SUBNET,
  theSurroundings,
} from "../factories";

const directory = (
  changes: Changes<DrillWaveInputs> = {},
  declared?: LaunchConfigurationSettings,
  unknown?: string[],
) =>
  aWave(
    {
      sourceServers: [
        aServer({ role: "directory", ...(declared === undefined ? {} : { launchConfiguration: declared }) }),
      ],
      ...changes,
    },
    unknown,
  );
const storing = (launchConfiguration: LaunchConfigurationSettings) =>
  directory({ observed: observing([aSeenServer({ launchConfiguration })]) });
const SAYS =
  "would start with an address that is not known before (copyPrivateIp is off, and the launch template fixes none)";
const WHY = "clients find the role directory by address";
const fix = `aws drs update-launch-configuration --source-server-id ${DB} --copy-private-ip`;
const violation = `${SAYS}: ${WHY} | ${fix}`;
const declared = `${SAYS}, as the program declares in sourceServers[0].launchConfiguration.copyPrivateIp: ${WHY} | declare copyPrivateIp: true`;

const off = aLaunchConfiguration({ copyPrivateIp: false });
/** Its template fixes an address, and the program says that the source's is not copied. */
const fixing = (privateIpAddress: string, copyPrivateIp = false) =>
  directory(
    {
      observed: observing([
        aSeenServer({
          launchConfiguration: aLaunchConfiguration({ copyPrivateIp }),
          launchTemplate: aTemplate({ networkInterfaces: [{ deviceIndex: 0, subnetId: SUBNET, privateIpAddress }] }),
        }),
      ]),
    },
    { copyPrivateIp: false },
  );
const readdressed = (cidrBlock: string) =>
  directory({
    observed: observing(
      [aSeenServer({ launchConfiguration: off })],
      theSurroundings({ subnets: { [SUBNET]: { cidrBlock, availableIpAddressCount: 9 } } }),
    ),
  });

describe(rule.name, () => {
  it.each([
    { label: "the address kept", wave: directory(), said: ["compliant"] },
    {
      label: "another address stored",
      wave: storing(aLaunchConfiguration({ copyPrivateIp: false })),
      said: [violation],
    },
    {
      label: "nothing stored",
      wave: storing({}),
      said: [violation],
    },
    {
      label: "another address declared and nothing observed: the template may fix one",
      wave: directory({ observe: "off", observed: undefined }, { copyPrivateIp: false }),
      said: ['not observed: the wave says observe: "off"'],
    },
    {
      label: "another address declared, and a template without one",
      wave: directory({}, { copyPrivateIp: false }),
      said: [declared],
    },
    { label: "a fixed address in the template", wave: fixing("10.110.1.10"), said: ["compliant"] },
    {
      label: "a fixed address that the source's displaces, although the program declares otherwise",
      wave: fixing("10.110.1.10", true),
      said: [declared],
    },
    {
      label: "a subnet that cannot hold the source's address",
      wave: readdressed("10.110.1.0/24"),
      said: [
        `(10.0.1.20, which ${SUBNET} (10.110.1.0/24) cannot hold) ${SAYS}: ${WHY} | fix an address of that subnet in ` +
          "its launch template (PrivateIpAddress), or launch into a subnet that holds the source's",
      ],
    },
    {
      label: "a subnet of which it is not known whether it can",
      wave: readdressed(""),
      said: [violation],
    },
    {
      label: "an existing instance that is launched into, which has its address",
      wave: storing(
        aLaunchConfiguration({
          copyPrivateIp: false,
          launchIntoInstanceProperties: { launchIntoEC2InstanceID: "i-00000000000000002" },
        }),
      ),
      said: ["notApplicable"],
    },
    {
      label: "a template that attaches an existing interface",
      wave: directory({
        observed: observing([
          aSeenServer({
            launchConfiguration: off,
            launchTemplate: aTemplate({ networkInterfaces: [{ deviceIndex: 0, networkInterfaceId: "eni-1" }] }),
          }),
        ]),
      }),
      said: [
        "not observed: launch template lt-0123456789abcdef0 (version 2) attaches the existing network interface eni-1, " +
          "which is not looked at",
      ],
    },
    {
      label: "another role, and nothing observed",
      wave: aWave({ observe: "off", observed: undefined }),
      said: ["notApplicable"],
    },
    { label: "no role", wave: aWave({ sourceServers: [{ sourceServerId: DB }] }), said: ["notApplicable"] },
    {
      label: "a selector that nobody has resolved, with another role",
      wave: aWave({ sourceServers: undefined, selector: { tags: { tier: "web" }, role: "web" }, observed: undefined }),
      said: ["notApplicable"],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });

  it("takes further roles, and never others instead", () => {
    const wave = storing(off);
    const [said] = waveAnswers(rule, wave);
    expect(waveAnswers(rule, wave, { roles: ["dns"] })).toEqual([said]);
    expect(waveAnswers(rule, wave, { roles: [] })).toEqual([said]);
    const dns = aWave({ sourceServers: [aServer({ role: "DNS" })], observed: wave.inputs.observed });
    expect(waveAnswers(rule, dns)).toEqual(["notApplicable"]);
    expect(waveAnswers(rule, dns, { roles: ["dns"] })).toEqual([said?.replace("role directory", "role dns")]);
  });

  it("refuses a role without a name", () => {
    expect(() => waveAnswers(rule, aWave(), { roles: [""] })).toThrow(
      `configuration of ${rule.name}: roles[0]: expected at least 1 character, got ""`,
    );
  });
});
