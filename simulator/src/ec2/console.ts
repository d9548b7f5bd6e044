import type { InstanceState } from "../world/state/instance";
import type { SourceServerState } from "../world/state/sourceServer";

/** A JPEG of one pixel, in base 64: what a screenshot is unless the world says otherwise. */
const PIXEL =
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==";

/**
 * The text on an instance's serial console at a moment (simulated milliseconds since the epoch); undefined until it has booted, which here is
 * when its status checks are decided, and where the world says that there is none.
 */
export function consoleText(
  instance: InstanceState,
  server: SourceServerState | undefined,
  now: number,
): string | undefined {
  const given = server?.console?.output;
  if (given === null || instance.ec2State === "PENDING" || now < instance.checksDecidedAt) {
    return undefined;
  }
  return given ?? usualText(instance, server);
}

// EC2 says nothing of what a system writes. These are what Amazon Linux and EC2Launch write at the end of a boot, and what Linux writes when it
// finds no root volume.
function usualText(instance: InstanceState, server: SourceServerState | undefined): string {
  if (server?.os === "WINDOWS") {
    const at = new Date(instance.checksDecidedAt).toISOString().replace(/\.\d+Z$/, "Z");
    return instance.statusChecks === "ok" ? `${at}: Message: Windows is Ready to use\r\n` : `${at}: Launch: failed\r\n`;
  }
  const boot = "[    0.000000] Linux version 5.10.0\n";
  return instance.statusChecks === "ok"
    ? `${boot}\n${server?.hostname ?? instance.ec2InstanceID} login: `
    : `${boot}[    2.104512] Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)\n`;
}

/** A picture of an instance's screen as a JPEG in base 64; undefined where the world says that there is none. */
export function screenshot(server: SourceServerState | undefined): string | undefined {
  const given = server?.console?.screenshot;
  return given === null ? undefined : (given ?? PIXEL);
}
