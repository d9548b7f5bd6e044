#!/usr/bin/env node
require("../dist/report/cli.js");
