/** The architecture as rules: imports go one way (docs/architecture.md). Each comment says why. */
export default {
  forbidden: [
    {
      name: "no-circular",
      comment: "Two files that import each other are one file in two places: move what both need into a third.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-orphans",
      comment: "A file that nothing imports and that is no entry is dead: delete it.",
      severity: "error",
      from: {
        orphan: true,
        pathNot: [
          "\\.test\\.ts$",
          "^provider/src/(index|provider)\\.ts$|^provider/src/(vocabulary|show)/index\\.ts$",
          "^policy/src/(pack|strictPack|index)\\.ts$",
          "^simulator/src/(index|cli)\\.ts$",
          "^examples/",
          "^scripts/[^/]+\\.(ts|mjs)$",
          "^test/types/",
        ],
      },
      to: {},
    },
    {
      name: "only-gateways-import-the-aws-sdk",
      comment:
        "AWS's shapes stay behind drs/, ec2/, iam/ and ssm/, translated into our words. One file a service talks to it, so that a new SDK is a change in one place.",
      severity: "error",
      from: { path: "^(provider|policy)/src", pathNot: "^provider/src/(aws|drs|ec2|iam|ssm)/" },
      to: { path: "@(aws-sdk|smithy)/" },
    },
    {
      name: "wave-knows-neither-pulumi-nor-aws",
      comment:
        "How a drill runs is decided without the engine and without the SDK: it is tested with a fake clock, and can move into a real provider one day.",
      severity: "error",
      from: { path: "^provider/src/wave/" },
      to: {
        path: ["@pulumi/", "@aws-sdk/", "@smithy/", "^provider/src/(lifecycle|resources|functions)/", "awsGateway"],
      },
    },
    {
      name: "settings-know-neither-pulumi-nor-aws",
      comment: "What a server's settings are to be is decided without the engine and without the SDK, as in wave/.",
      severity: "error",
      from: { path: "^provider/src/settings/" },
      to: {
        path: ["@pulumi/", "@aws-sdk/", "@smithy/", "^provider/src/(lifecycle|resources|functions)/", "awsGateway"],
      },
    },
    {
      name: "rooms-are-told-by-the-wave",
      comment:
        "runWave and continueWave say in which order the steps of a wave come; a room that called them would decide it a second time.",
      severity: "error",
      from: { path: "^provider/src/wave/(look|start|follow|judge|end)/" },
      to: { path: "^provider/src/wave/(runWave|continueWave)\\.ts$" },
    },
    {
      name: "look-knows-no-other-room",
      comment: "Check, functions and policies look without starting anything.",
      severity: "error",
      from: { path: "^provider/src/wave/look/" },
      to: { path: "^provider/src/wave/(start|follow|judge|end)/" },
    },
    {
      name: "start-knows-look-alone",
      comment: "A start rests on what was seen; what becomes of it comes later.",
      severity: "error",
      from: { path: "^provider/src/wave/start/" },
      to: { path: "^provider/src/wave/(follow|judge|end)/" },
    },
    {
      name: "follow-knows-no-other-room",
      comment: "A job of ours is followed in the same way, whoever started it and however long ago.",
      severity: "error",
      from: { path: "^provider/src/wave/follow/" },
      to: { path: "^provider/src/wave/(look|start|judge|end)/" },
    },
    {
      name: "judge-knows-follow-alone",
      comment: "A verdict rests on what was followed to its end, and on nothing that was hoped for before.",
      severity: "error",
      from: { path: "^provider/src/wave/judge/" },
      to: { path: "^provider/src/wave/(look|start|end)/" },
    },
    {
      name: "end-knows-no-other-room",
      comment: "Clean-up needs jobs and instances alone: it must work for a drill that nothing else is known of.",
      severity: "error",
      from: { path: "^provider/src/wave/end/" },
      to: { path: "^provider/src/wave/(look|start|follow|judge)/" },
    },
    {
      name: "network-knows-no-other-room",
      comment: "Launch templates are put back in the same way before a start, behind a launch and at the end.",
      severity: "error",
      from: { path: "^provider/src/wave/network/" },
      to: { path: "^provider/src/wave/(look|start|follow|judge|end)/" },
    },
    {
      name: "gateways-know-no-drill",
      comment: "drs/, ec2/, iam/ and ssm/ translate AWS; what a drill makes of it is wave/'s.",
      severity: "error",
      from: { path: "^provider/src/(aws|drs|ec2|iam|ssm)/" },
      to: { path: "^provider/src/(wave|settings|lifecycle|resources|functions)/" },
    },
    {
      name: "resources-point-at-the-provider",
      comment:
        "A program registers resources by a text that names the provider. If it imported the lifecycle, every program would load the AWS SDK, and Pulumi might serialize it.",
      severity: "error",
      from: { path: "^provider/src/(resources|index\\.ts)" },
      to: { path: "^provider/src/(lifecycle|wave|settings|drs|ec2|iam|ssm|provider\\.ts)" },
    },
    {
      name: "vocabulary-is-data",
      comment: "Policies and reports import the vocabulary; it must load nothing.",
      severity: "error",
      from: { path: "^provider/src/vocabulary/" },
      to: { pathNot: "^provider/src/vocabulary/" },
    },
    {
      name: "show-reads-state-alone",
      comment:
        "`drillwave show` prints what is in state, of any version and on any backend: it must start at once, and work where the SDK, Pulumi's or AWS's, does not.",
      severity: "error",
      from: { path: "^provider/src/show/" },
      to: {
        path: "^provider/src/|@(pulumi|aws-sdk|smithy)/",
        pathNot: "^provider/src/((show|vocabulary)/|commandLine\\.ts$)",
      },
    },
    {
      name: "commands-start-at-once",
      comment: "What all commands of the package do alike must load nothing but Node's own modules.",
      severity: "error",
      from: { path: "^provider/src/commandLine\\.ts$" },
      to: { path: "^provider/src/|node_modules" },
    },
    {
      name: "nothing-rests-on-what-is-shown",
      comment: "How a record is printed is no part of making it.",
      severity: "error",
      from: { path: "^provider/src/", pathNot: "^provider/src/show/" },
      to: { path: "^provider/src/show/" },
    },
    {
      name: "nothing-rests-on-the-export",
      comment: "A program that is written from what is there is a beginning for people; no resource needs it.",
      severity: "error",
      from: { path: "^provider/src/", pathNot: "^provider/src/export/" },
      to: { path: "^provider/src/export/" },
    },
    {
      name: "export-writes-nothing-in-aws",
      comment:
        "`drillwave-settings export` reads through the gateways, and knows of the resources what their args may be. It needs no engine.",
      severity: "error",
      from: { path: "^provider/src/export/" },
      to: {
        path: "@(pulumi|aws-sdk|smithy)/|^provider/src/(resources|functions|show|lifecycle)/",
        pathNot: "^provider/src/lifecycle/settings/launch\\w+Schema\\.ts$",
      },
    },
    {
      name: "policy-imports-the-vocabulary-only",
      comment: "A policy judges shapes; it never calls AWS or runs a wave.",
      severity: "error",
      from: { path: "^policy/src" },
      to: { path: "^(provider|simulator)/", pathNot: "^provider/(src|dist)/vocabulary/" },
    },
    {
      name: "rules-report-nothing",
      comment: "A rule judges one subject; level, wording and waivers are the pack's (docs/decisions/0006).",
      severity: "error",
      from: { path: "^policy/src/(rules|judged)/" },
      to: { path: "^policy/src/(policies|waivers|report)/" },
    },
    {
      name: "packs-know-no-reports",
      comment: "The report program is loaded by its command alone: a pack starts with every preview.",
      severity: "error",
      from: { path: "^policy/src/", pathNot: "^policy/src/report/" },
      to: { path: "^policy/src/report/" },
    },
    {
      name: "simulator-knows-no-provider",
      comment:
        "The simulator follows AWS alone, so that a mistake of the provider cannot agree with one of the simulator.",
      severity: "error",
      from: { path: "^simulator/" },
      to: { path: "^(provider|policy|examples|scripts|test)/" },
    },
    {
      name: "simulator-world-rooms",
      comment:
        "A world goes one way: what a file may say (schema/) becomes (build/) what there is (state/). So the schema is read without the state, and the state without the file.",
      severity: "error",
      from: { path: "^simulator/src/world/(schema|state)/" },
      to: { path: "^simulator/src/world/", pathNot: "^simulator/src/world/$1/" },
    },
    {
      name: "examples-use-public-names",
      comment: "A user copies an example: it imports packages by name, as the user will.",
      severity: "error",
      from: { path: "^examples/" },
      to: { path: "^(provider|policy|simulator)/src" },
    },
    {
      name: "no-undeclared-dependency",
      comment: "What is imported is declared in that package's package.json, or a user's install lacks it.",
      severity: "error",
      from: { path: "^(provider|policy|simulator)/src" },
      // Types alone, of @types/sarif: nothing of it is left at run time.
      to: { dependencyTypes: ["npm-no-pkg", "unknown", "undetermined"], pathNot: "^sarif$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules|/dist/|/bin/" },
    exclude: { path: "/(dist|bin)/" },
    tsConfig: { fileName: "tsconfig.base.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["require", "node", "default", "types"],
      extensions: [".ts", ".js", ".mjs", ".json"],
    },
  },
};
