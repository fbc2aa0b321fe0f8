import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mlflowAddressIn, mlflowApi, mlflowRegistry } from './index';

test('a server whose certificate an own authority has signed is asked with that, and with nothing else', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'trialogue-tls-'));
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => path.join(folder, name)) as [string, string];
  const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=localhost`;
  const names = ['-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert];
  execFileSync('openssl', [...words.split(' '), ...names], { stdio: 'ignore' });
  const asked: (string | undefined)[] = [];
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
    asked.push(request.headers.authorization);
    response.end('{"registered_model":{"name":"m"}}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const variables: Record<string, string> = {
    MLFLOW_TRACKING_URI: `https://localhost:${(server.address() as { port: number }).port}`,
    MLFLOW_TRACKING_TOKEN: 'secret',
  };
  const ask = () => mlflowRegistry(mlflowApi(mlflowAddressIn((name) => variables[name])!)).model('m');
  try {
    await expect(ask()).rejects.toMatchObject({ message: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    variables.MLFLOW_TRACKING_SERVER_CERT_PATH = cert;
    expect(await ask()).toEqual({ name: 'm' });
    expect(asked).toEqual(['Bearer secret']);
  } finally {
    server.close().closeAllConnections();
    rmSync(folder, { recursive: true });
  }
});
