#!/usr/bin/env node
require("../dist/permissions/cli.js");
