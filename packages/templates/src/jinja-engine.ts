import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileFunction, createContext, Script } from 'node:vm';
import type { Environment } from 'minijinja-js';
import { limits, tookTooLong } from './limits';
import { TemplateError } from './template-error';
import { capMemory } from './wasm-memory';

/**
 * MiniJinja in a WebAssembly instance of our own. The package would load one instance for the whole process, with
 * memory up to 4 GiB, and a panic leaves it corrupt for every later render. Here its memory is capped, its time is
 * limited, and an instance that trapped is dropped: the next render gets a new one.
 */
interface Engine {
  readonly environment: Environment;
  /** What templates reported through `__missing__(index)` since the call began. */
  readonly missing: number[];
}

/** The global that guarded templates call for a value that is not there. A function that throws would be a panic. */
export const missingFunction = '__missing__';

let loadEngine: (() => Engine) | undefined;
let engine: Engine | undefined;

/** Runs `work` on a healthy engine within the limits. An error that the engine reports orderly is passed on as it is. */
export function useEngine<Result>(work: (environment: Environment, missing: readonly number[]) => Result): Result {
  loadEngine ??= prepareEngine();
  engine ??= loadEngine();
  const { environment, missing } = engine;
  missing.length = 0;
  try {
    return withinTime(() => work(environment, missing));
  } catch (error) {
    if (error instanceof TemplateError || isOrderly(error)) throw error;
    engine = undefined;
    throw new TemplateError('limit', describeTrap(error));
  }
}

const isOrderly = (error: unknown) => /\(in <string>:\d+\)/.test(String((error as Error)?.message));

function describeTrap(error: unknown): string {
  const { name, code } = error as { name?: string; code?: string };
  if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return tookTooLong;
  if (name === 'RangeError') return 'The template or its variables are nested too deeply.';
  return 'The template needs more memory than it may use.';
}

const arena = createContext({ work: undefined });
const runWork = new Script('work()');

/** `vm` is here for its watchdog alone, which can interrupt WebAssembly; nothing is isolated by it. */
function withinTime<Result>(work: () => Result): Result {
  arena.work = work;
  try {
    return runWork.runInContext(arena, { timeout: limits.time });
  } finally {
    arena.work = undefined;
  }
}

/** Reads the package's JavaScript and WebAssembly once; each call of the result instantiates both afresh. */
function prepareEngine(): () => Engine {
  const glueFile = require.resolve('minijinja-js');
  const bytes = new Uint8Array(readFileSync(join(dirname(glueFile), 'minijinja_js_bg.wasm')));
  const capped = capMemory(bytes, limits.memory);
  const given: { [name: string]: unknown } = {
    require: (name: string) => (name === 'fs' ? { readFileSync: () => capped } : require(name)),
    __dirname: '',
    // Its finalizers would call into instances that have trapped.
    FinalizationRegistry: undefined,
  };
  const source = readFileSync(glueFile, 'utf8');
  const run = compileFunction(source, ['module', ...Object.keys(given)], { filename: glueFile });

  return () => {
    const glue = { exports: {} as typeof import('minijinja-js') };
    run(glue, ...Object.values(given));
    const environment = new glue.exports.Environment();
    const missing: number[] = [];
    environment.enablePyCompat();
    environment.undefinedBehavior = 'strict';
    environment.fuel = limits.steps;
    environment.addGlobal(missingFunction, (index: number) => void missing.push(index));
    return { environment, missing };
  };
}
