import { describe, expect, it } from "vitest";
import { credentialsWarning, expectedTime } from "../../../../../provider/src/wave/start/expectedEnd";
import { preflight } from "../../../../../provider/src/wave/start/preflight";
import { aSeenServer, aWave } from "../../factories";
import { contextIn, fakeWorld } from "../../fakeWorld";

const server = (operatingSystem?: string) =>
  aSeenServer({ seen: { source: operatingSystem === undefined ? {} : { operatingSystem } } });
const LINUX = server("Amazon Linux 2");
const WINDOWS = server("Microsoft Windows Server 2022 Datacenter");

describe(expectedTime.name, () => {
  it.each([
    { label: "Linux", servers: [LINUX, server("Red Hat Enterprise Linux 9")], parts: "9m00s for a job of Linux" },
    { label: "Windows, the slower of two", servers: [LINUX, WINDOWS], parts: "31m01s for a job of Windows" },
    {
      label: "a system that DRS does not name",
      servers: [LINUX, server()],
      parts: "31m01s for a job of an unknown system",
    },
    {
      label: "a system that nobody knows",
      servers: [server("TempleOS")],
      parts: "31m01s for a job of an unknown system",
    },
  ])("is that of $label", ({ servers, parts }) => {
    expect(expectedTime(aWave({ success: "running" }), servers).parts).toBe(parts);
  });

  it("has the status checks and the cleanup where the wave has them", () => {
    expect(expectedTime(aWave({ success: "statusChecks", cleanup: "afterDrill" }), [LINUX])).toEqual({
      seconds: 1080,
      parts: "9m00s for a job of Linux, 4m00s for status checks, 5m00s for the cleanup",
    });
  });
});

const NOW = Date.parse("2026-11-24T10:00:00Z");
const TIME = { seconds: 780, parts: "9m00s for a job of Linux, 4m00s for status checks" };
const what = "the session token of AWS_SESSION_TOKEN";
const FIX =
  "Fix: ask for a longer session (--duration-seconds, the role's maximum session duration, the permission set's session duration), " +
  "or set connection.profile to a profile whose credentials are renewed";

describe(credentialsWarning.name, () => {
  it.each([
    { label: "credentials without an end", end: { kind: "none" } as const },
    { label: "those that end as the wave does", end: { kind: "at", at: NOW + 780_000, what } as const },
  ])("says nothing of $label", ({ end }) => {
    expect(credentialsWarning(end, TIME, NOW)).toBeUndefined();
  });

  it("says both ends, and what lengthens the earlier one", () => {
    expect(credentialsWarning({ kind: "at", at: NOW + 779_000, what }, TIME, NOW)).toBe(
      "the session token of AWS_SESSION_TOKEN ends at 2026-11-24T10:12:59.000Z, and nobody renews it: this wave, started now, " +
        "ends at about 2026-11-24T10:13:00.000Z (9m00s for a job of Linux, 4m00s for status checks). " +
        `\`pulumi up\` with new credentials resumes. ${FIX}`,
    );
  });

  it("says that an end is not known", () => {
    expect(credentialsWarning({ kind: "unknown", what }, TIME, NOW)).toBe(
      "the session token of AWS_SESSION_TOKEN ends at a time that is not known, and nobody renews it: this wave takes about 13m00s " +
        "(9m00s for a job of Linux, 4m00s for status checks). If it ends before, `pulumi up` with new credentials resumes. " +
        `${FIX}; AWS_CREDENTIAL_EXPIRATION tells the end`,
    );
  });
});

describe(preflight.name, () => {
  it("warns of credentials that end before the wave, and lets it start", async () => {
    const world = fakeWorld();
    const context = contextIn(world);
    const at = world.drs.now() + 60_000;
    context.credentialsEnd = async () => ({ kind: "at", at, what });
    await preflight(context, { wave: aWave(), servers: [aSeenServer()] });
    expect(context.lines.filter((line) => line.includes("nobody renews it"))).toHaveLength(1);
  });
});
