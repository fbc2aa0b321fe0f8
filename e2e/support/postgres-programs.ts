import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Debian keeps the servers of all versions apart, and only wrappers on the path. */
const debian = '/usr/lib/postgresql';
const ofDebian = existsSync(debian) ? readdirSync(debian).map((version) => path.join(debian, version, 'bin')) : [];
const folders = [...ofDebian.reverse(), ...(process.env.PATH ?? '').split(path.delimiter)];

const majorOf = (program: string) => Number(/(\d+)\.\d/.exec(execFileSync(program, ['--version']).toString())?.[1]);

/** Programs of one installed Postgres that has all of them and is of this major version or newer. */
export class PostgresPrograms {
  private readonly folder: string | undefined;

  constructor(
    private readonly needed: readonly string[],
    private readonly oldest: number,
  ) {
    this.folder = folders.find(
      (place) =>
        needed.every((program) => existsSync(path.join(place, program))) &&
        majorOf(path.join(place, needed[0]!)) >= oldest,
    );
  }

  /** `test` where they are installed; elsewhere it is reported as skipped, or fails when none may be. */
  get test(): jest.It {
    return this.folder || process.env.TRIALOGUE_REQUIRE_ALL ? test : test.skip;
  }

  async run(program: string, words: readonly string[], as: { uid?: number; gid?: number } = {}): Promise<void> {
    if (!this.folder) throw new Error(`There is no Postgres ${this.oldest} or newer with ${this.needed.join(', ')}.`);
    const env = { PATH: process.env.PATH, LC_ALL: 'C' };
    await run(path.join(this.folder, program), words, { ...as, cwd: tmpdir(), env, timeout: 60_000 });
  }
}
