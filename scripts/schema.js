// Prints what others build against: the subgraphs' SDL, the supergraph, the JSON Schemas of the config files, docs/errors.md.
const { mkdirSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
require('../packages/cli/dist/print-schema.js')
  .printSchema(root)
  .then((files) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      writeFileSync(path.join(root, name), text);
    }
    console.log(`Printed ${Object.keys(files).join(', ')}.`);
  })
  .catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
