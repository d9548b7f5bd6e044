import { describe, expect, it } from "vitest";
import { configure } from "../../../../policy/src/policies/settings";
import { requireTimeout as rule } from "../../../../policy/src/rules/requireTimeout";
import { waveAnswers } from "../answersOf";
import { aSeenServer, aServer, aSource, aWave, DB, observing, WEB } from "../factories";

type Timeouts = NonNullable<ReturnType<typeof aWave>["inputs"]["customTimeouts"]>;

const waiting = (customTimeouts: Timeouts, operatingSystem: string | undefined = "Amazon Linux 2") =>
  aWave({ customTimeouts, observed: observing([aSeenServer({ source: aSource({ operatingSystem }) })]) });
const silent = (customTimeouts: Timeouts) =>
  aWave({ customTimeouts, observed: observing([aSeenServer({ source: {} })]) });
const unobserved = (customTimeouts: Timeouts) => aWave({ customTimeouts, observe: "off", observed: undefined });
const mixed = (customTimeouts: Timeouts, web: { operatingSystem?: string }) =>
  aWave({
    customTimeouts,
    sourceServers: [aServer(), aServer({ sourceServerId: WEB })],
    observed: observing([
      aSeenServer({ source: {} }),
      aSeenServer({ sourceServerId: WEB, hostname: "web-1", source: web }),
    ]),
  });

const WINDOWS = "Microsoft Windows Server 2022 Datacenter";
const short = (operation: string, value: string) =>
  `customTimeouts.${operation} is ${value}, must be at least 30m, and 60m with a Windows server | ` +
  `customTimeouts: { ${operation}: "60m" }`;
const forWindows = (operation: string, value: string, server = `db-1 (${DB})`) =>
  `customTimeouts.${operation} is ${value}, must be at least 60m for Windows on ${server} | ` +
  `customTimeouts: { ${operation}: "60m" }`;

describe(rule.name, () => {
  it.each([
    { label: "no custom timeouts", wave: aWave(), said: ["compliant"] },
    { label: "none, for Windows", wave: waiting({}, WINDOWS), said: ["compliant"] },
    { label: "30 minutes for Linux", wave: waiting({ create: "30m", update: "1800s" }), said: ["compliant"] },
    { label: "less for Linux", wave: waiting({ create: "29m59s" }), said: [short("create", "29m59s")] },
    { label: "a short update", wave: waiting({ update: "20m" }), said: [short("update", "20m")] },
    {
      label: "both short",
      wave: waiting({ create: "10m", update: "20m" }),
      said: [`${short("create", "10m")} & ${short("update", "20m")}`],
    },
    { label: "an hour for Windows", wave: waiting({ create: "1h", update: "0.5h30m" }, WINDOWS), said: ["compliant"] },
    { label: "less for Windows", wave: waiting({ create: "59m" }, WINDOWS), said: [forWindows("create", "59m")] },
    {
      label: "windows in other letters",
      wave: waiting({ create: "45m" }, "WINDOWS 10"),
      said: [forWindows("create", "45m")],
    },
    { label: "a short delete, which waits for no drill", wave: waiting({ delete: "5m" }), said: ["compliant"] },
    { label: "no duration", wave: waiting({ create: "an hour" }), said: [short("create", "an hour")] },
    { label: "an hour, not observed", wave: unobserved({ create: "1h", update: "1h" }), said: ["compliant"] },
    { label: "20 minutes, not observed", wave: unobserved({ create: "20m" }), said: [short("create", "20m")] },
    {
      label: "in between, and an update that is short for certain",
      wave: unobserved({ create: "45m", update: "20m" }),
      said: [short("update", "20m")],
    },
    {
      label: "in between, operating system not reported",
      wave: silent({ create: "45m" }),
      said: [`not observed: the operating system of db-1 (${DB}) is not reported`],
    },
    {
      label: "in between, one not reported and one Windows",
      wave: mixed({ create: "45m" }, { operatingSystem: WINDOWS }),
      said: [forWindows("create", "45m", `web-1 (${WEB})`)],
    },
    {
      label: "20 minutes, servers unknown at preview",
      wave: aWave({ customTimeouts: { create: "20m" }, observed: undefined }, ["sourceServers"]),
      said: [short("create", "20m")],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });

  it.each([
    { config: { windowsMinutes: 91 }, wave: waiting({}), said: ["compliant"] },
    {
      config: { linuxMinutes: 1440, windowsMinutes: 1440 },
      wave: waiting({}),
      said: [
        ["create", "update"]
          .map(
            (operation) =>
              `customTimeouts.${operation} is not set, which is 90m, must be at least 1440m | customTimeouts: { ${operation}: "1440m" }`,
          )
          .join(" & "),
      ],
    },
    { config: { linuxMinutes: 1, windowsMinutes: 1 }, wave: waiting({ create: "1m" }, WINDOWS), said: ["compliant"] },
    {
      config: { linuxMinutes: 60, windowsMinutes: 1 },
      wave: waiting({ create: "45m" }, WINDOWS),
      said: ['customTimeouts.create is 45m, must be at least 60m | customTimeouts: { create: "60m" }'],
    },
  ])("takes $config", ({ config, wave, said }) => {
    expect(waveAnswers(rule, wave, config)).toEqual(said);
  });

  it.each([
    { label: "nothing by default", wave: aWave(), change: undefined },
    {
      label: "what is too short, and keeps the rest",
      wave: waiting({ create: "10m", update: "2h", delete: "5m" }),
      change: { create: "30m", update: "2h", delete: "5m" },
    },
    {
      label: "both for Windows",
      wave: waiting({ create: "45m", update: "45m" }, WINDOWS),
      change: { create: "60m", update: "60m" },
    },
    { label: "nothing that is enough for Linux", wave: waiting({ create: "45m" }), change: undefined },
    { label: "as for Windows when not reported", wave: silent({ create: "45m" }), change: { create: "60m" } },
    { label: "as for Windows when not observed", wave: unobserved({ update: "45m" }), change: { update: "60m" } },
    {
      label: "as for Windows while servers are unknown",
      wave: aWave({ customTimeouts: { create: "45m" }, observed: undefined }, ["sourceServers"]),
      change: { create: "60m" },
    },
    {
      label: "the provider's default where more is needed",
      wave: waiting({ delete: "5m" }, WINDOWS),
      config: { windowsMinutes: 120 },
      change: { create: "120m", update: "120m", delete: "5m" },
    },
  ])("remedies $label", ({ wave, config = {}, change }) => {
    expect(rule.remedy?.(wave, configure(rule, "recommended", {}).read(config).config)).toEqual(
      change === undefined ? undefined : { customTimeouts: change },
    );
  });

  it.each([
    { config: { linuxMinutes: 0 }, flaw: "linuxMinutes: expected at least 1, got 0" },
    { config: { windowsMinutes: 1441 }, flaw: "windowsMinutes: expected at most 1440, got 1441" },
    { config: { linuxMinutes: 1.5 }, flaw: "linuxMinutes: expected a whole number, got 1.5" },
  ])("refuses $config", ({ config, flaw }) => {
    expect(() => waveAnswers(rule, aWave(), config)).toThrow(`configuration of ${rule.name}: ${flaw}`);
  });
});
