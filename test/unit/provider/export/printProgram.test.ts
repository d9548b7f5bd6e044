import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { planProgram } from "../../../../provider/src/export/planProgram";
import { printProgram } from "../../../../provider/src/export/printProgram";
import { anEstate, aServer, aTemplate, idOf } from "./estates";

const ROOT = join(__dirname, "..", "..", "..", "..");

/** Two like servers of a tier, one that differs from them, and one with whatever makes a line long or odd. */
const ESTATE = anEstate([
  aServer({ sourceServerId: idOf(1), hostname: "web-1", tags: { Tier: "web" } }),
  aServer({ sourceServerId: idOf(2), hostname: "web-2", tags: { Tier: "web" } }),
  aServer({
    sourceServerId: idOf(3),
    hostname: "web-3",
    tags: { Tier: "web" },
    template: aTemplate({ InstanceType: "m5.xlarge", CpuOptions: { CoreCount: 2 } }),
  }),
  aServer({
    sourceServerId: idOf(4),
    hostname: `${"a-very-long-hostname-".repeat(3)}1.example.com`,
    tags: { Tier: "database" },
    template: aTemplate({
      InstanceType: "r5.large",
      IamInstanceProfile: { Arn: `arn:aws:iam::111122223333:instance-profile/${"long-path/".repeat(4)}database` },
      NetworkInterfaces: [
        {
          DeviceIndex: 0,
          SubnetId: "subnet-0123456789abcdef0",
          Groups: ["sg-0123456789abcdef0", "sg-0123456789abcdef1", "sg-0123456789abcdef2"],
        },
      ],
      MetadataOptions: { HttpTokens: "required", HttpEndpoint: "enabled", HttpPutResponseHopLimit: 2 },
      TagSpecifications: [
        {
          ResourceType: "instance",
          Tags: [
            { Key: "cost center", Value: 'the "second" one' },
            { Key: "it's", Value: `both ' and "quotes"` },
            { Key: "Note", Value: "x".repeat(90) },
            { Key: "Odd", Value: "\u202elïne\nend" },
          ],
        },
      ],
    }),
  }),
  aServer({ sourceServerId: idOf(5), hostname: "class", tags: {} }),
]);

const print = (estate = ESTATE) => printProgram(planProgram(estate).program);

describe("a program as text", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "drillwave-export-"));
    writeFileSync(join(folder, "biome.json"), JSON.stringify({ root: true, formatter: { indentStyle: "space" } }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("says a group once, a server's own settings with it, and what no arg says at its place", () => {
    expect(print(anEstate(ESTATE.servers.slice(0, 3), { connection: { profile: "recovery" } }))).toBe(
      `// Launch settings of 3 DRS source servers (account 111122223333, us-west-2), as they are stored.
// The first \`pulumi up\` writes nothing: it takes over what is there.
// Disks, EBS optimisation, names and tags that DRS itself keeps in launch templates are left to it.
import { LaunchConfigurations } from "pulumi-drillwave";

const place = { region: "us-west-2", connection: { profile: "recovery" } };

// web-1 (s-00000000000000001), web-2 (s-00000000000000002), web-3 (s-00000000000000003).
const web = new LaunchConfigurations("web", {
  ...place,
  selector: { tags: { Tier: "web" } },
  role: "web",
  defaults: {
    targetInstanceTypeRightSizingMethod: "NONE",
    launchDisposition: "STARTED",
    copyPrivateIp: false,
    copyTags: true,
    licensing: { osByol: false },
    postLaunchEnabled: false,
    launchTemplate: {
      // Not here: CpuOptions {"CoreCount":2} of web-3 (s-00000000000000003): LaunchConfiguration has no arg for it
      instanceType: "m5.large",
    },
  },
  overrides: {
    "s-00000000000000003": {
      // web-3 (s-00000000000000003)
      launchTemplate: {
        instanceType: "m5.xlarge",
      },
    },
  },
});
`,
    );
  });

  it("is as a formatter leaves it", () => {
    const text = print();
    const biome = join(ROOT, "node_modules", ".bin", "biome");
    const formatted = execFileSync(biome, ["format", "--stdin-file-path=settings.ts"], {
      cwd: folder,
      input: text,
      encoding: "utf8",
    });
    expect(formatted).toBe(text);
  });

  it.each([false, true])("compiles under strict, single: %s", (isSingle) => {
    const file = join(ROOT, "test", "unit", "provider", "export", "exported.ts");
    const options: ts.CompilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      skipLibCheck: true,
      module: ts.ModuleKind.Node16,
      moduleResolution: ts.ModuleResolutionKind.Node16,
      target: ts.ScriptTarget.ES2022,
      types: ["node"],
    };
    const text = printProgram(planProgram(ESTATE, { isSingle }).program);
    const host = ts.createCompilerHost(options);
    const { readFile, fileExists } = host;
    host.readFile = (name) => (name === file ? text : readFile(name));
    host.fileExists = (name) => name === file || fileExists(name);
    const messages = ts
      .getPreEmitDiagnostics(ts.createProgram([file], options, host))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
    expect(messages).toEqual([]);
  });

  it("without a server that can be said is a module with its comments alone", () => {
    const unread = [{ part: "launch configuration", reason: "drs:GetLaunchConfiguration: AccessDenied" }];
    const {
      configuration: _configuration,
      template: _template,
      ...server
    } = aServer({ sourceServerId: idOf(1), unread });
    expect(print(anEstate([server]))).toBe(
      `// Launch settings of 1 DRS source server (account 111122223333, us-west-2), as they are stored.
// Disks, EBS optimisation, names and tags that DRS itself keeps in launch templates are left to it.
export {};

// Not here: host-01 (s-00000000000000001): its launch configuration could not be read: drs:GetLaunchConfiguration: AccessDenied
`,
    );
  });
});
