import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const patienceMs = 5_000;
const mostBytes = 16_000_000;

/** Which commit files are of. */
export interface Commits {
  /** Hash of HEAD. Undefined: see `missing`. */
  readonly head?: string;
  /** Why no commit is known, as the rest of a sentence. */
  readonly missing?: string;
  /** Whether a file is in the folder as HEAD has it. */
  isClean(file: string): boolean;
}

const none = (missing: string): Commits => ({ missing, isClean: () => false });

/**
 * Asks Git about files of a project's folder. Never throws: without Git, a repository, a commit or an answer within 5 s,
 * there is no commit and a reason. Nothing is written, not even Git's index.
 *
 * @param files as paths from the folder
 * @param program Git's, as the path finds it
 */
export async function commitsOf(root: string, files: readonly string[], program = 'git'): Promise<Commits> {
  const git = async (...words: string[]) => {
    const options = { cwd: root, timeout: patienceMs, maxBuffer: mostBytes };
    // Pathspecs are taken as they are written; a file monitor that the repository names is not started.
    const global = ['--no-optional-locks', '--literal-pathspecs', '-c', 'core.fsmonitor=false'];
    return (await run(program, [...global, ...words], options)).stdout;
  };
  try {
    const head = (await git('rev-parse', '--verify', 'HEAD')).trim();
    const folders = [...new Set(files.map((file) => file.slice(0, file.lastIndexOf('/')) || '.'))];
    const tracked = listed(await git('ls-files', '-z', '--', ...folders));
    const edited = listed(
      await git('diff', '--no-ext-diff', '--name-only', '--relative', '-z', 'HEAD', '--', ...folders),
    );
    return { head, isClean: (file) => tracked.has(file) && !edited.has(file) };
  } catch (error) {
    return none(reasonOf(error as Error & { code?: unknown; killed?: boolean; stderr?: string }));
  }
}

/** A file as HEAD has it; undefined when it has none, or there is no Git. */
export async function committedText(root: string, file: string): Promise<string | undefined> {
  try {
    const options = { cwd: root, timeout: patienceMs, maxBuffer: mostBytes };
    return (await run('git', ['--no-optional-locks', 'show', `HEAD:./${file}`], options)).stdout;
  } catch {
    return undefined;
  }
}

const listed = (text: string) => new Set(text.split('\0').filter(Boolean));

function reasonOf({
  code,
  killed,
  stderr = '',
  message,
}: {
  code?: unknown;
  killed?: boolean;
  stderr?: string;
  message: string;
}) {
  if (code === 'ENOENT') return 'there is no Git';
  if (killed) return `Git did not answer within ${patienceMs / 1000} s`;
  if (/not a git repository/i.test(stderr)) return 'the project is in no Git repository';
  if (/needed a single revision|unknown revision/i.test(stderr)) return 'the repository has no commit yet';
  return `Git says: ${(stderr || message).trim().split('\n')[0]}`;
}
