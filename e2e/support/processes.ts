import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { makeKey } from '@trialogue/gateway';
import { anyPort } from '@trialogue/store/testing';
import { patienceMs, until } from './until';

/** `npm run e2e:split`: the same stories on a gateway and subgraphs that are processes of their own. */
export const isSplit = process.env.TRIALOGUE_E2E === 'split';

const command = path.join(__dirname, '../../packages/cli/bin/trialogue.js');

/** The product gives itself 4.5 s to stop; who takes so much longer hangs, on a busy machine too. */
const stopMs = 15_000;

/** One process of the product, and what it prints. */
export class Process {
  output = '';
  readonly child: ChildProcess;

  /** Where it says that it is; empty until it does. */
  get url(): string {
    return /(http:\/\/[^\s/]+)(?:\/graphql)?\n/.exec(this.output)?.[1] ?? '';
  }

  constructor(words: readonly string[], cwd: string, env: NodeJS.ProcessEnv) {
    this.child = spawn(process.execPath, [command, ...words], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout!.on('data', (chunk) => (this.output += chunk));
    this.child.stderr!.on('data', (chunk) => (this.output += chunk));
  }

  /** Its exit code, or the signal that ended it; null: it runs. */
  get exit(): number | string | null {
    return this.child.exitCode ?? this.child.signalCode;
  }

  async end(signal: NodeJS.Signals): Promise<number | string | null> {
    if (this.exit !== null) return this.exit;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    const impatience = setTimeout(() => this.child.kill('SIGKILL'), stopMs);
    await ended;
    clearTimeout(impatience);
    return this.exit;
  }
}

/** All processes of one product. */
export interface Processes {
  /** The one that is spoken to. */
  readonly front: Process;
  readonly output: string;
  /** One that has ended, if any has. */
  readonly ended: Process | undefined;
  /** Resolves when the files have been applied through the graph at this URL. */
  applied(url: string): Promise<void>;
  end(signal: NodeJS.Signals): Promise<number | string | null>;
}

/** `trialogue start`. */
export class OneProcess implements Processes {
  readonly front: Process;

  constructor(root: string, env: NodeJS.ProcessEnv) {
    this.front = new Process(['start'], root, env);
  }

  get output(): string {
    return this.front.output;
  }

  get ended(): Process | undefined {
    return this.front.exit === null ? undefined : this.front;
  }

  /** It is ready only then. */
  async applied(): Promise<void> {}

  end(signal: NodeJS.Signals): Promise<number | string | null> {
    return this.front.end(signal);
  }
}

/** What only services of their own need to know; each keeps what it keeps in a folder of its own. */
export const environmentOfService = (root: string, name: string): NodeJS.ProcessEnv => ({
  TRIALOGUE_DATA: path.join(root, '.trialogue', name),
  TRIALOGUE_SERVICE_SECRET: 's'.repeat(32),
});

/** Whether every subgraph is in the graph: the gateway answers from the first on. */
async function isWhole(url: string, key: string | undefined): Promise<boolean> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({ query: '{ __type(name: "Mutation") { fields { name } } }' }),
    signal: AbortSignal.timeout(patienceMs),
  });
  const { data } = (await response.json()) as { data: { __type: { fields: { name: string }[] } | null } };
  const names = new Set(data.__type?.fields.map(({ name }) => name));
  return ['applyExperiments', 'applyPrompts', 'applyFlows', 'trackEvents'].every((name) => names.has(name));
}

/** Where keys are asked for, whoever applies the files from outside needs one, too. */
function withKeyToApply(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (!env.TRIALOGUE_KEYS) return env;
  const { key, entry } = makeKey('apply', ['edit', 'read']);
  return { ...env, TRIALOGUE_KEYS: `${env.TRIALOGUE_KEYS},${entry}`, TRIALOGUE_KEY: key };
}

/** `trialogue start SERVICE` for each service, and `trialogue apply --watch`. */
export class SplitProcesses implements Processes {
  readonly front: Process;
  /** What all of them have printed, as it came. */
  output = '';
  private readonly services: Process[];
  private readonly env: NodeJS.ProcessEnv;
  private apply: Process | undefined;

  /** @param ports one for each service; unless told, that of the environment for the gateway, and any for the others */
  constructor(
    private readonly root: string,
    env: NodeJS.ProcessEnv,
    ports: readonly number[] = [],
  ) {
    this.env = withKeyToApply(env);
    // Known beforehand, for flows is told where the graph is that its plugins ask.
    const port = ports[0] ?? (env.PORT === '0' ? anyPort() : env.PORT);
    this.services = ['gateway', 'experiments', 'prompts', 'flows', 'analytics'].map((name, index) =>
      this.process(['start', name], name, {
        PORT: String(name === 'gateway' ? port : (ports[index] ?? 0)),
        ...(name === 'flows' && { TRIALOGUE_URL: `http://127.0.0.1:${port}/graphql` }),
      }),
    );
    this.front = this.services[0]!;
  }

  get ended(): Process | undefined {
    return this.services.find(({ exit }) => exit !== null);
  }

  async applied(url: string): Promise<void> {
    await this.apply?.end('SIGTERM');
    const apply = this.process(['apply', '--watch'], 'apply', { TRIALOGUE_URL: url });
    this.apply = apply;
    await until(
      () => apply.output.includes('Watching'),
      () => this.output,
    );
    // A gateway is ready with what is up, and files do not need all of it.
    await until(
      () => isWhole(url, this.env.TRIALOGUE_KEY),
      () => this.output,
    );
  }

  async end(signal: NodeJS.Signals): Promise<number | string | null> {
    const [exit] = await Promise.all(
      [...this.services, ...(this.apply ? [this.apply] : [])].map((one) => one.end(signal)),
    );
    return exit!;
  }

  private process(words: readonly string[], name: string, more: NodeJS.ProcessEnv = {}): Process {
    const env = { ...this.env, ...environmentOfService(this.root, name), ...more };
    const one = new Process(words, this.root, env);
    for (const printed of [one.child.stdout!, one.child.stderr!]) printed.on('data', (chunk) => (this.output += chunk));
    return one;
  }
}
