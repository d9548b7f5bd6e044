#!/usr/bin/env node
require("../dist/export/cli.js");
