#!/usr/bin/env node

// Plain old JavaScript up to the check, and below it.
require('./needs-node.js');
try {
  require.resolve('../dist/main.js');
} catch (_) {
  console.error('Trialogue is not built yet. Run `npm run build` in its folder and start again.');
  process.exit(1);
}
require('../dist/main.js').main(process.argv.slice(2));
