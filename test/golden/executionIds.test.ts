import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Identity, INTENTS, identityOf } from "./intents";

const recorded: Record<string, Identity> = JSON.parse(readFileSync(join(__dirname, "executionIds.json"), "utf8"));

beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  vi.stubEnv("AWS_REGION", "eu-west-1");
});
afterEach(() => vi.unstubAllEnvs());

describe("the name of a drill", () => {
  it("is recorded for every intent", () => {
    expect(Object.keys(recorded)).toEqual(Object.keys(INTENTS));
  });

  it.each(Object.entries(INTENTS))("and its jobs' tags are what they always were: %s", async (name, intent) => {
    // As text: the order of servers and tags counts too.
    expect(JSON.stringify(await identityOf(intent), null, 2)).toBe(JSON.stringify(recorded[name], null, 2));
  });
});
