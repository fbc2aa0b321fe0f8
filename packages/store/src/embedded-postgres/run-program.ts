import { spawn } from 'node:child_process';

/** An account of this machine, by number. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

interface Run {
  readonly cwd?: string;
  /** Runs as this user; only root can ask for it. */
  readonly user?: User;
  readonly timeoutMs: number;
}

/** Runs one of Postgres' own programs to its end. Never rejects: a program that cannot be run has status -1. */
export function runProgram(
  file: string,
  args: readonly string[],
  { cwd, user, timeoutMs }: Run,
): Promise<{ status: number; output: string }> {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(file, args, {
      cwd,
      ...user,
      env: serverEnvironment(),
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const limit = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    const end = (status: number) => {
      clearTimeout(limit);
      resolve({ status, output });
    };
    const collect = (chunk: Buffer) => {
      output = (output + chunk).slice(-4000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => {
      output = error.message;
      end(-1);
    });
    child.once('close', (code) => end(code ?? -1));
    // On Windows a server started by pg_ctl inherits the pipes, so that they never close.
    child.once('exit', (code) => setTimeout(end, 200, code ?? -1).unref());
  });
}

/** Postgres gets neither our secrets nor somebody's PGPORT. LC_ALL and TZ make its messages and dates the same everywhere. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP, TMP } = process.env;
  return { PATH, SystemRoot, TEMP, TMP, LC_ALL: 'C', TZ: 'UTC' };
}
