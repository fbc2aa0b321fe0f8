import { environmentOfService, Process } from './processes';
import type { Answer } from './product';
import { Hopeless, patienceMs, until } from './until';

export const services = ['gateway', 'experiments', 'prompts', 'flows', 'analytics'] as const;
export type Service = (typeof services)[number];

/** Processes of services of their own, as many of each as are wanted, which come and go. */
export class Deployment {
  private readonly processes = new Map<string, Process>();
  /** Those that were told to end: their connections break before their end is known here. */
  private readonly going = new Set<Process>();
  /** Of those that have gone, too. */
  private printed = '';

  constructor(
    readonly root: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Begins to start one; the same name continues in the folder of the one before. */
  start(service: Service, replica = 1, root = this.root): Process {
    const name = `${service}-${replica}`;
    this.forget(name);
    const { PATH, HOME, TMPDIR } = process.env;
    const env = { PATH, HOME, TMPDIR, PORT: '0', ...this.env, ...environmentOfService(root, name) };
    const started = new Process(['start', service], root, env);
    this.processes.set(name, started);
    return started;
  }

  /** Resolves when all that were started are ready to be asked. */
  async ready(): Promise<void> {
    for (const [name, one] of this.processes)
      await until(
        async () => {
          if (one.exit !== null) throw new Hopeless(`${name} ended with ${one.exit}:\n${one.output}`);
          return one.url !== '' && (await fetch(`${one.url}/health/ready`)).ok;
        },
        () => `${name} is not ready:\n${one.output}`,
      );
  }

  /** Brings it to what the project's files say, as `trialogue apply` does. */
  async apply(): Promise<void> {
    const { PATH, HOME, TMPDIR } = process.env;
    const env = { PATH, HOME, TMPDIR, ...this.env, TRIALOGUE_URL: `${this.gateways[0]!}/graphql` };
    const apply = new Process(['apply'], this.root, env);
    const said = () => apply.output;
    await until(() => apply.exit !== null, said);
    if (apply.exit !== 0) throw new Error(`The files could not be applied:\n${apply.output}`);
  }

  async kill(service: Service, replica = 1, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const one = this.processes.get(`${service}-${replica}`)!;
    this.going.add(one);
    await one.end(signal);
  }

  async end(): Promise<void> {
    await Promise.all([...this.processes.values()].map((one) => one.end('SIGKILL')));
  }

  /** What all of them have printed. */
  get output(): string {
    return [this.printed, ...[...this.processes].map(([name, { output }]) => `== ${name}\n${output}`)].join('\n');
  }

  /** Where the gateways that run are reached. */
  get gateways(): string[] {
    return [...this.processes]
      .filter(
        ([name, one]) => name.startsWith('gateway') && one.exit === null && !this.going.has(one) && one.url !== '',
      )
      .map(([, { url }]) => url);
  }

  private forget(name: string): void {
    const gone = this.processes.get(name);
    if (gone && gone.exit === null) throw new Error(`${name} still runs.`);
    if (gone) this.printed += `== ${name}, ended\n${gone.output}\n`;
  }
}

/** Asks one gateway once. Rejects when the connection breaks. */
export async function askAt<Data = any>(url: string, query: string, variables: object = {}): Promise<Answer<Data>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(patienceMs),
  });
  return (await response.json()) as Answer<Data>;
}
