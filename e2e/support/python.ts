import { execFile, spawnSync } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { repository } from './product';
import { ofMachine } from './route';

const candidates = [process.env.TRIALOGUE_PYTHON, path.join(repository, '.venv/bin/python'), 'python3'];

export interface Python {
  readonly command: string;
  /** Folder of its commands. */
  readonly scripts: string;
}

/** One with the modules; undefined when there is none. */
export function findPython(...modules: string[]): Python | undefined {
  const probe = `import importlib.util, sysconfig
assert all(map(importlib.util.find_spec, ${JSON.stringify(modules)}))
print(sysconfig.get_path("scripts"))`;
  for (const command of candidates) {
    if (command === undefined) continue;
    const { status, stdout } = spawnSync(command, ['-c', probe], { encoding: 'utf8', timeout: 20_000 });
    if (status === 0) return { command, scripts: stdout.trim() };
  }
  return undefined;
}

/** `test` where a Python has the modules; elsewhere the test is reported as skipped, or fails when none may be. */
export const pythonTest = (python: Python | undefined): typeof test =>
  python || process.env.TRIALOGUE_REQUIRE_ALL ? test : (test.skip as typeof test);

/** An environment in which its commands are found first. MLflow tells nobody how it is used. */
export function withPython({ scripts }: Python): NodeJS.ProcessEnv {
  const own = { PYTHONDONTWRITEBYTECODE: '1', MLFLOW_DISABLE_TELEMETRY: 'true' };
  return { ...ofMachine(), ...own, PATH: `${scripts}:${process.env.PATH}` };
}

/** What a program in Python printed; throws that when it fails. */
export async function runPython(
  python: Python | undefined,
  words: readonly string[],
  { cwd, ms, env }: { cwd: string; ms: number; env?: NodeJS.ProcessEnv },
): Promise<string> {
  if (!python) throw new Error('There is no such Python: see clients/python/README.md, or set TRIALOGUE_PYTHON.');
  const options = { cwd, timeout: ms, maxBuffer: 16 * 2 ** 20, env: { ...withPython(python), ...env } };
  try {
    return (await promisify(execFile)(python.command, [...words], options)).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${words.join(' ')} failed:\n${stdout ?? ''}\n${stderr ?? error}`);
  }
}
