// The peer: Unleash's server as it comes, with one feature of two variants for everybody, asked as its frontends ask.
const { createServer } = require('node:net');
const { once } = require('node:events');
const { serve } = require('../measure/server-process');

const [databaseUrl, frontend] = process.argv.slice(2);
const admin = '*:*.benchmark-admin';

serve(async () => {
  const { start } = await import('unleash-server');
  const port = await freePort();
  const token = (type, secret, environment) => ({
    ...{ type, secret, environment, tokenName: `${type} of the benchmark` },
    ...{ project: '*', projects: ['*'] },
  });
  await start({
    databaseUrl,
    db: { ssl: false },
    server: { host: '127.0.0.1', port },
    authentication: { initApiTokens: [token('admin', admin, '*'), token('frontend', frontend, 'development')] },
    versionCheck: { enable: false },
    logLevel: 'error',
  });
  const url = `http://127.0.0.1:${port}`;
  await makeFeature(`${url}/api/admin/projects/default/features`);
  return `${url}/api/frontend`;
});

async function makeFeature(features) {
  const parameters = { rollout: '100', stickiness: 'userId', groupId: 'flag' };
  const variant = (name, value) => ({
    ...{ name, weight: 500, weightType: 'variable', stickiness: 'userId' },
    payload: { type: 'string', value },
  });
  const variants = [variant('one', 'true'), variant('other', 'false')];
  const development = `${features}/flag/environments/development`;
  await post(features, { name: 'flag', type: 'experiment' });
  await post(`${development}/strategies`, { name: 'flexibleRollout', parameters, constraints: [], variants });
  await post(`${development}/on`, {});
}

async function post(url, body) {
  const headers = { 'content-type': 'application/json', authorization: admin };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  return port;
}
