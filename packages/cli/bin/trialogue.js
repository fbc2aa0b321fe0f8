#!/usr/bin/env node

// Plain old JavaScript up to the check, and below it.
require('./needs-node.js');
// From Node 22.1 on: what was compiled at one start is read at the next.
if (require('node:module').enableCompileCache) require('node:module').enableCompileCache();
try {
  require.resolve('../dist/main.js');
} catch (_) {
  console.error('Trialogue is not built yet. Run `npm run build` in its folder and start again.');
  process.exit(1);
}
require('../dist/main.js').main(process.argv.slice(2));
