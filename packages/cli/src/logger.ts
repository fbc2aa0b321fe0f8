import { pino } from 'pino';

/**
 * What the log shows of an error. Only what is named here: an error of the database also carries the statement's
 * parameters, which are people's messages and prompts.
 */
export function plainError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause, code } = error as Error & { code?: unknown };
  return {
    type: name,
    message,
    ...(code !== undefined && { code }),
    stack,
    ...(cause !== undefined && { cause: plainError(cause) }),
  };
}

/** Readable lines on a terminal, JSON lines elsewhere; on standard error either way. */
export function makeLogger(level: string): pino.Logger {
  const serializers = { err: plainError };
  if (!process.stderr.isTTY) return pino({ level, serializers }, pino.destination(2));
  const pretty = {
    target: 'pino-pretty',
    options: { destination: 2, ignore: 'pid,hostname', translateTime: 'HH:MM:ss', singleLine: true },
  };
  return pino({ level, serializers, transport: pretty });
}
