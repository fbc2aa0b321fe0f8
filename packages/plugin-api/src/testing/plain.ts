import { ExecutionFailed } from './execution-failed';

/** A copy of a value, as it arrives on the other side of a worker. Throws for what cannot go there: a function, a proxy, … */
export function plain<Value>(value: Value, what: string): Value {
  try {
    return structuredClone(value);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new ExecutionFailed('STRATEGY_FAILED', `${what} is no plain data, so no worker can host it: ${why}`, {
      cause,
    });
  }
}
