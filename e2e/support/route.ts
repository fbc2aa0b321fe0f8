import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from './product';
import { patienceMs } from './until';

/** What a step of a route shows: its heading, and its fenced blocks with what stands behind their three backticks. */
export interface Step {
  readonly title: string;
  readonly blocks: readonly { readonly language: string; readonly act: string; readonly text: string }[];
}

/** The numbered steps of `docs/routes/NAME.md`. */
export function stepsOf(name: string): Step[] {
  const text = readFileSync(path.join(repository, 'docs/routes', `${name}.md`), 'utf8');
  return text
    .split(/^## (?=\d+\. )/m)
    .slice(1)
    .map((section) => ({
      title: section.slice(0, section.indexOf('\n')),
      blocks: [...section.matchAll(/^```(\w+) ?(\w*)\n([\s\S]*?)^```/gm)].map(([, language, act, text]) => ({
        ...{ language: language!, act: act!, text: text! },
      })),
    }));
}

/** Runs a block of a shell; answers what it printed. Throws that when it fails. */
export function runShell(text: string, cwd: string, env: NodeJS.ProcessEnv, timeout = patienceMs): Promise<string> {
  mkdirSync(cwd, { recursive: true });
  // Bash takes a socket on its input for a login from afar, and would read somebody's settings.
  const options = { cwd, env: { ...ofMachine(), ...env }, timeout };
  const child = spawn('bash', ['--norc', '-e', '-c', text], options);
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`${code}: ${text}\n${output}`))));
  });
}

/** Begins what a block starts with `&`, which answers until the function is called that it gives. */
export function serveInBackground(text: string, cwd: string, env: NodeJS.ProcessEnv): () => void {
  const options = { cwd, env: { ...ofMachine(), ...env }, detached: true, stdio: 'ignore' } as const;
  const child = spawn('bash', ['--norc', '-c', `${text}\nwait`], options);
  return () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGKILL');
  };
}

/** Of the environment only what any program needs here. */
export function ofMachine(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, OPENBLAS_CORETYPE, OPENBLAS_L2_SIZE } = process.env;
  return { PATH, HOME, TMPDIR, OPENBLAS_CORETYPE, OPENBLAS_L2_SIZE };
}

/** Takes the time of each step, and prints them. */
export class StepTimes {
  private readonly taken: [title: string, ms: number][] = [];

  async of<T>(title: string, work: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    try {
      return await work();
    } finally {
      this.taken.push([title, performance.now() - begun]);
    }
  }

  print(): void {
    const lines = this.taken.map(([title, ms]) => `  ${(ms / 1_000).toFixed(1).padStart(6)} s  ${title}`);
    process.stdout.write(`${lines.join('\n')}\n`);
  }
}
