/**
 * A process of its own around Automation API's installer, which cannot be given a deadline:
 * `node installOfficial.js <version> <folder>`.
 */
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { SemVer } from "semver";
import { reasonOf } from "../process/reasonOf";

const [, , version = "", root = ""] = process.argv;

PulumiCommand.install({ version: new SemVer(version), root }).catch((error: unknown) => {
  console.error(reasonOf(error));
  process.exitCode = 1;
});
