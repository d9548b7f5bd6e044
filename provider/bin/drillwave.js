#!/usr/bin/env node
require("../dist/show/cli.js");
