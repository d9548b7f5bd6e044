/** What the engine's file is called on `platform`. */
export function executableName(platform: NodeJS.Platform): string {
  return platform === "win32" ? "pulumi.exe" : "pulumi";
}
