import { errorLine, failedServerLines, policyLine, warningLines } from "./findings";
import type { Screen } from "./screen";
import { serverTable } from "./table";
import type { DrillRecord } from "./writeRecord";

/** Prints the servers of a drill and everything that an operator has to read about it. */
export function showResults(record: DrillRecord, screen: Screen): void {
  const { red, yellow } = screen.colors;
  if (record.waves.some((wave) => wave.outputs.servers.length > 0)) {
    screen.line("");
    screen.line(serverTable(record.waves, red));
    screen.line("");
  }
  // A wave that failed has its servers' causes in the lines above; its error would say them again.
  const told = record.waves.filter((wave) => wave.outputs.verdict === "FAILED").map((wave) => wave.name);
  const untold = record.errors.filter(({ resource }) => resource === undefined || !told.includes(resource));
  for (const line of failedServerLines(record.waves)) screen.line(`${red("failed")}   ${line}`);
  for (const error of untold) screen.line(`${red("error")}    ${errorLine(error)}`);
  for (const finding of record.violations) screen.line(`${red("policy")}   ${policyLine(finding)}`);
  for (const finding of record.advice) screen.line(`${yellow("advice")}   ${policyLine(finding)}`);
  for (const line of warningLines(record.waves)) screen.line(`${yellow("warning")}  ${line}`);
}
