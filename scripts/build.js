// Comes before everything else, also in `npm install` and `npm start`: plain old JavaScript, as far as the check.
require('../packages/cli/bin/needs-node.js');
require('./transpile.js');
require('./declarations.js');
