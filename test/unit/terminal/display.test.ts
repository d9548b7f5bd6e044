import { describe, expect, it } from "vitest";
import { displaysOf, rowsDuringUpdate } from "../../terminal/display";

const PREVIEW = [
  "Previewing update (test):",
  "     Type                               Name      Plan       Info",
  " +   pulumi:pulumi:Stack                drills    create",
  " +   └─ pulumi-nodejs:dynamic/drs:Wave  database  create     1 message",
  "",
  "Policies:",
  "    ✅ a-pack@v1.0.0",
  "        - [advisory]  a-rule  (a:type: database)",
  "          must be otherwise (https://example.com/a-rule)",
  "",
  "Diagnostics:",
  "  pulumi-nodejs:dynamic/drs:Wave (database):",
  "    will launch 1 server: db-1",
  "    warning: 2 of 3",
  "",
  "Resources:",
  "    + 2 to create",
  "",
];

const UPDATE = [
  "Updating (test):",
  "     Type                               Name      Status             Info",
  " +   pulumi:pulumi:Stack                drills    created (4s)",
  " +   └─ pulumi-nodejs:dynamic/drs:Wave  database  created (3s)       1 message",
  "",
  "Diagnostics:",
  "  pulumi-nodejs:dynamic/drs:Wave (database):",
  "    started job drsjob-0123456789abcdef0 of i-0123456789abcdef0",
  "    PASSED: recovery 1h02m03s to 8m57s, objective 1m00s",
  "",
  "Duration: 8s",
];

describe(displaysOf.name, () => {
  it("reads each phase's rows, lasting lines and policies, without what differs from run to run", () => {
    expect(displaysOf([...PREVIEW, ...UPDATE])).toEqual({
      preview: {
        rows: [
          { name: "drills", status: "create", info: "" },
          { name: "database", status: "create", info: "1 message" },
        ],
        diagnostics: { database: ["will launch 1 server: db-1", "warning: 2 of 3"] },
        policies: ["✅ a-pack@v1.0.0", "- [advisory]  a-rule  (a:type: database)", "must be otherwise"],
      },
      update: {
        rows: [
          { name: "drills", status: "created (4s)", info: "" },
          { name: "database", status: "created (3s)", info: "1 message" },
        ],
        diagnostics: {
          database: ["started job drsjob-… of i-…", "PASSED: recovery …s to …s, objective 1m00s"],
        },
        policies: [],
      },
    });
  });

  it("reads no update where only a preview took place", () => {
    expect(Object.keys(displaysOf(PREVIEW))).toEqual(["preview"]);
  });

  it.each([
    { label: "the column Info is cut off", columns: 64, info: "" },
    { label: "it is cut", columns: 74, info: "1 mes" },
  ])("reads a table of which $label", ({ columns, info }) => {
    const cut = UPDATE.map((line) => line.slice(0, columns).trimEnd());
    expect(displaysOf(cut).update?.rows[1]).toEqual({ name: "database", status: "created (3s)", info });
  });
});

describe(rowsDuringUpdate.name, () => {
  it("reads a resource's row at each moment of the update, and none of the preview", () => {
    const running = UPDATE.slice(0, 4).map((line) => line.replace("created (3s) ", "creating (1s)"));
    const moments = [PREVIEW.slice(0, 4), [...PREVIEW, ...running], [...PREVIEW, ...UPDATE]];
    expect(rowsDuringUpdate(moments, "database")).toEqual([
      { name: "database", status: "creating (1s)", info: "1 message" },
      { name: "database", status: "created (3s)", info: "1 message" },
    ]);
  });
});
