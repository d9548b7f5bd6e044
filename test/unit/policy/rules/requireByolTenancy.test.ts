import { describe, expect, it } from "vitest";
import { requireByolTenancy as rule } from "../../../../policy/src/rules/requireByolTenancy";
import type { ObservedLaunchTemplate } from "../../../../provider/src/vocabulary";
import { commandOf, waveAnswers } from "../answersOf";
import { aLaunchConfiguration, aServer, aSource, aTemplate, aWave, aWaveOf, type Changes, DB } from "../factories";

const launchConfiguration = aLaunchConfiguration({ licensing: { osByol: true } });
const source = aSource({ operatingSystem: "Microsoft Windows Server 2019 Datacenter" });
const byol = (tenancy: string) => aWaveOf({ source, launchConfiguration, launchTemplate: aTemplate({ tenancy }) });
const { tenancy: _, ...untenanted } = aTemplate();
const violation = (tenancy: string) =>
  `(tenancy ${tenancy}) cannot start with an own Windows licence (osByol) outside Dedicated Hosts: DRS refuses such a ` +
  "launch | let the launch template name the tenancy host, or set osByol to false; " +
  commandOf({ within: { Placement: { Tenancy: "host" } } });
const ARN = "arn:aws:resource-groups:us-west-2:111122223333:group/hosts";
const declaring = (osByol: boolean) => [aServer({ launchConfiguration: { licensing: { osByol } } })];

describe(rule.name, () => {
  it.each([
    { label: "AWS's licence", wave: aWaveOf({ source }), said: ["notApplicable"] },
    { label: "no licensing stored", wave: aWaveOf({ source, launchConfiguration: {} }), said: ["notApplicable"] },
    {
      label: "Linux, whose licence is its owner's by default",
      wave: aWaveOf({ launchConfiguration }),
      said: ["notApplicable"],
    },
    {
      label: "Linux whose launch configuration could not be read",
      wave: aWaveOf({ launchConfigurationSource: "unread", launchConfiguration: {} }),
      said: ["notApplicable"],
    },
    {
      label: "Windows in other letters",
      wave: aWaveOf({ source: aSource({ operatingSystem: "MICROSOFT WINDOWS" }), launchConfiguration }),
      said: [violation("default")],
    },
    {
      label: "an own licence and a system that is not reported",
      wave: aWaveOf({ source: aSource({ operatingSystem: undefined }), launchConfiguration }),
      said: [`not observed: the operating system of db-1 (${DB}) is not reported`],
    },
    {
      label: "AWS's licence and a system that is not reported",
      wave: aWaveOf({ source: undefined }),
      said: ["notApplicable"],
    },
    { label: "an own licence on a host", wave: byol("host"), said: ["compliant"] },
    {
      label: "an own licence on shared hardware",
      wave: byol("default"),
      said: [violation("default")],
    },
    {
      label: "an own licence on a dedicated instance",
      wave: byol("dedicated"),
      said: [violation("dedicated")],
    },
    {
      label: "an own licence and no tenancy",
      wave: aWaveOf({ source, launchConfiguration, launchTemplate: untenanted }),
      said: [violation("not set")],
    },
    {
      label: "an own licence declared, another stored",
      wave: aWaveOf({ source }, { sourceServers: declaring(true) }),
      said: [violation("default")],
    },
    {
      label: "AWS's licence declared and nothing observed: another may be stored",
      wave: aWave({ sourceServers: declaring(false), observe: "off", observed: undefined }),
      said: ['not observed: the wave says observe: "off"'],
    },
    {
      label: "an own licence declared and nothing observed",
      wave: aWave({ sourceServers: declaring(true), observe: "off", observed: undefined }),
      said: ['not observed: the wave says observe: "off"'],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });

  it.each<{ label: string; template: Changes<ObservedLaunchTemplate>; said: string }>([
    {
      label: "a host resource group without a tenancy",
      template: { tenancy: undefined, placement: { HostResourceGroupArn: ARN } },
      said: "compliant",
    },
    {
      label: "a host resource group and the tenancy host",
      template: { tenancy: "host", placement: { HostResourceGroupArn: ARN } },
      said: "compliant",
    },
    {
      label: "a host resource group beside another tenancy, which stays in the fix",
      template: { tenancy: "default", placement: { HostResourceGroupArn: ARN, GroupName: "g" } },
      said: violation("default"),
    },
    {
      label: "a placement that was not seen, of which nothing is lost",
      template: { tenancy: "default", placement: undefined },
      said: violation("default"),
    },
    {
      label: "a host without a tenancy",
      template: { tenancy: undefined, placement: { HostId: "h-1" } },
      said: "not observed: what HostId of launch template lt-0123456789abcdef0 (version 2) means without a tenancy",
    },
  ])("$label", ({ template, said }) => {
    expect(waveAnswers(rule, aWaveOf({ source, launchConfiguration, launchTemplate: aTemplate(template) }))).toEqual([
      said,
    ]);
  });

  it("cannot be told to take a dedicated instance, which DRS refuses", () => {
    expect(() => waveAnswers(rule, aWave(), { tenancies: ["dedicated"] })).toThrow(
      `configuration of ${rule.name}: unknown setting "tenancies"`,
    );
  });
});
