// Required in a worker thread that runs TypeScript sources as they are, as Jest does in its own.
const path = require('node:path');
const { transformFileSync } = require('@swc/core');

require.extensions['.ts'] = (module, file) => {
  const { code } = transformFileSync(file, { configFile: path.join(__dirname, '../.swcrc'), sourceMaps: 'inline' });
  module._compile(code, file);
};
