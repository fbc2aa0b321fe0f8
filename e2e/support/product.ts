import type { ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase } from '@trialogue/store/testing';
import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { isSplit, OneProcess, type Processes, SplitProcesses } from './processes';
import { Hopeless, patienceMs, until } from './until';

export const repository = path.join(__dirname, '..', '..');

export interface Answer<Data = any> {
  readonly data?: Data;
  readonly errors?: readonly { message: string; path?: unknown[]; extensions: Record<string, any> }[];
}

/**
 * A folder with the repository's config, prompts and flows, as a team's project would have them. Unless it is to have every
 * flow, its list has the one that an experiment names: every start on an empty database verifies those that are listed.
 */
export function makeProject({ everyFlow = false } = {}): string {
  const root = mkdtempSync(path.join(tmpdir(), 'trialogue-e2e-'));
  for (const folder of ['config', 'prompts', 'flows', 'examples'])
    cpSync(path.join(repository, folder), path.join(root, folder), { recursive: true });
  const flows = path.join(root, 'config/flows.example.yml');
  if (!everyFlow)
    writeFileSync(flows, readFileSync(flows, 'utf8').replace(/^\n {2}- name: data_collection\n[\s\S]*/m, ''));
  symlinkSync(path.join(repository, 'node_modules'), path.join(root, 'node_modules'));
  return root;
}

/** Nothing that a condition waits for can come any more. */
class ProductEnded extends Hopeless {}

/** Whatever answers operations that must succeed. */
export type Asked = Pick<Product, 'ask'>;

/** A started product, spoken to as its users do: GraphQL over HTTP and WebSocket. */
export class Product {
  url = '';
  private readonly clients: Client[] = [];

  private constructor(
    readonly root: string,
    private readonly processes: Processes,
  ) {}

  /**
   * Begins to start one. Whatever becomes of it, it has ended after the test, or after the file when no test began it.
   * @param ports on which its services listen when it is split; any that are free unless told
   */
  static spawn(root: string, env: NodeJS.ProcessEnv, ports?: readonly number[]): Product {
    const { PATH, HOME, TMPDIR } = process.env;
    const whole = { PATH, HOME, TMPDIR, PORT: '0', TRIALOGUE_SCRIPTED_PACE_MS: '1', ...env };
    const product = new Product(root, isSplit ? new SplitProcesses(root, whole, ports) : new OneProcess(root, whole));
    const signal = env.DATABASE_URL ? 'SIGKILL' : 'SIGTERM'; // which ends an embedded Postgres, too
    cleanups.push(async () => {
      await product.end(signal);
    });
    return product;
  }

  /** What its processes have printed. */
  get output(): string {
    return this.processes.output;
  }

  /** Of the process that is spoken to. */
  get child(): ChildProcess {
    return this.processes.front.child;
  }

  /** Whether one of its processes has ended. */
  hasEnded(): boolean {
    return this.processes.ended !== undefined;
  }

  /** Whether it has said where it is; throws when it has ended instead. */
  listening(): boolean {
    const { ended, front } = this.processes;
    if (ended) throw new ProductEnded(`it ended with ${ended.exit}:\n${this.output}`);
    this.url = /(http:\/\/[^\s/]+)\/graphql/.exec(front.output)?.[1] ?? '';
    return this.url !== '';
  }

  /** Resolves when it answers and has read its files. */
  async ready(): Promise<this> {
    const said = () => this.output;
    await until(() => this.listening(), said);
    await until(async () => (await fetch(`${this.url}/health/ready`)).ok, said);
    await this.processes.applied(`${this.url}/graphql`);
    return this;
  }

  async graph<Data = any>(
    query: string,
    variables: object = {},
    headers: Record<string, string> = {},
  ): Promise<Answer<Data>> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(patienceMs),
    });
    return (await response.json()) as Answer<Data>;
  }

  /** The data of an operation that must succeed. */
  async ask<Data = any>(query: string, variables: object = {}, headers: Record<string, string> = {}): Promise<Data> {
    const { data, errors } = await this.graph<Data>(query, variables, headers);
    if (errors) throw new Error(JSON.stringify(errors, null, 2));
    return data!;
  }

  socket(connectionParams: Record<string, string> = {}): Client {
    const client = createClient({
      url: `${this.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams,
      retryAttempts: 0,
    });
    this.clients.push(client);
    return client;
  }

  /** Ends its processes and waits until they have ended; answers the front one's exit code, or the signal's name. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | string | null> {
    for (const client of this.clients.splice(0)) await client.dispose();
    return this.processes.end(signal);
  }
}

/** Starts the product on a database of its own; everything is gone after the test, or the file. */
export async function startProduct(
  env: NodeJS.ProcessEnv = {},
  root = makeProject(),
): Promise<Product & { databaseUrl: string }> {
  const databaseUrl = env.DATABASE_URL ?? (await testDatabase()).url;
  const product = Product.spawn(root, { DATABASE_URL: databaseUrl, ...env });
  return Object.assign(await product.ready(), { databaseUrl });
}

export async function testDatabase(): Promise<{ url: string }> {
  const database = await createTestDatabase();
  cleanups.unshift(() => database.drop());
  return database;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'trialogue-e2e-'));
  mkdirSync(folder, { recursive: true });
  cleanups.unshift(async () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

type Cleanup = () => Promise<void>;

/** Of the test that runs, or else of the file. Run last in, last out: databases are dropped after the products that use them. */
let cleanups: Cleanup[] = [];
const ofFile = cleanups;
beforeEach(() => {
  cleanups = [];
});
afterEach(async () => {
  await run(cleanups);
  cleanups = ofFile;
});
afterAll(() => run(ofFile));

async function run(all: Cleanup[]): Promise<void> {
  while (all.length > 0) await all.pop()!();
}
