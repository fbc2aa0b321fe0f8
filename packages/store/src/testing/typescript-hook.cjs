/** Lets a child process of a test run our TypeScript as it is: `node -C trialogue-source -r THIS script.ts`. */
const { transformFileSync } = require('@swc/core');
const path = require('node:path');

const configFile = path.join(__dirname, '../../../../.swcrc');
require.extensions['.ts'] = (module, file) =>
  module._compile(transformFileSync(file, { configFile, sourceMaps: 'inline' }).code, file);
