const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

/** Installs what the folder's lock file says, unless every dependency is there in the version that is locked. */
exports.installPeers = function installPeers(folder) {
  const { dependencies = {} } = readJson(path.join(folder, 'package.json'));
  const { packages } = readJson(path.join(folder, 'package-lock.json'));
  const missing = Object.keys(dependencies).filter((name) => {
    const place = `node_modules/${name}`;
    const installed = path.join(folder, place, 'package.json');
    return !fs.existsSync(installed) || readJson(installed).version !== packages[place]?.version;
  });
  if (missing.length === 0) return;
  console.error(`Installing the peers: ${missing.join(', ')}.`);
  const options = { cwd: folder, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' };
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], options);
  if (status !== 0) throw new Error('The peers could not be installed.');
};

const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));
