// `npm run e2e:split`: the stories of `e2e/` on a gateway and subgraphs that are processes of their own. Left out is what
// is about the one process of `npm start`, its end and its embedded Postgres, and what starts such processes in any run.
const { spawnSync } = require('node:child_process');
const path = require('node:path');

const { status } = spawnSync(
  process.execPath,
  [
    require.resolve('jest/bin/jest'),
    'e2e/',
    '--testPathIgnorePatterns',
    ...[
      '/node_modules/',
      '\\.nightly\\.test\\.ts$',
      'e2e/start-and-stop',
      'e2e/a-stream-can-be-resumed',
      'e2e/services-',
      'e2e/a-gateway-starts-alone',
      'e2e/a-gateway-stops-in-mid-answer',
    ],
    ...process.argv.slice(2),
  ],
  { cwd: path.join(__dirname, '..'), stdio: 'inherit', env: { ...process.env, TRIALOGUE_E2E: 'split' } },
);
process.exitCode = status ?? 1;
