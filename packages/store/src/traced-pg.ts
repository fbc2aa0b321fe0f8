import { context, type Span, SpanKind, type Tracer } from '@opentelemetry/api';
import { isTraced, markFailed } from '@trialogue/telemetry';
import { Client, Pool, type PoolConfig } from 'pg';

/** What of `pg` makes connections: its own, or the same with a span for every statement. */
export interface PgDriver {
  readonly Pool: typeof Pool;
  readonly Client: typeof Client;
}

const longestText = 2_000;

/** Without a tracer it is `pg` itself. */
export const pgDriver = (tracer: Tracer | undefined): PgDriver => (tracer ? tracedPg(tracer) : { Pool, Client });

/**
 * A span for every statement that is a step of something traced, with its text as it is sent: parameters, which hold what
 * users wrote, are no part of it.
 */
function tracedPg(tracer: Tracer): PgDriver {
  class TracedClient extends Client {
    override query(...args: any[]): any {
      const send = super.query as (...given: any[]) => any;
      const text = textOf(args[0]);
      if (text === undefined || !isTraced()) return send.apply(this, args);
      const span = tracer.startSpan(preparedName(args[0]) ?? nameOf(text), {
        kind: SpanKind.CLIENT,
        attributes: attributesOf(text),
      });
      const last = args.at(-1);
      if (typeof last !== 'function') return ended(span, send.apply(this, args));
      const told = context.bind(context.active(), (error: unknown, result: unknown) => {
        end(span, error);
        last(error, result);
      });
      return send.apply(this, [...args.slice(0, -1), told]);
    }
  }

  /** A caller who waits for a connection is called by whoever gives one back, and would go on in that one's trace. */
  class TracedPool extends Pool {
    constructor(config: PoolConfig) {
      super({ ...config, Client: TracedClient } as PoolConfig);
    }

    override connect(callback?: (...args: any[]) => void): any {
      return callback ? super.connect(context.bind(context.active(), callback)) : super.connect();
    }
  }
  return { Pool: TracedPool as unknown as typeof Pool, Client: TracedClient };
}

const textOf = (query: unknown): string | undefined =>
  typeof query === 'string' ? query : typeof query === 'object' ? (query as { text?: string } | null)?.text : undefined;

const preparedName = (query: unknown): string | undefined =>
  typeof query === 'object' ? (query as { name?: string } | null)?.name : undefined;

const operationOf = (text: string): string => /[a-z]+/i.exec(text)?.[0].toUpperCase() ?? 'SQL';

/** The operation, and the first table that is named with its schema, as ours are: enough to tell statements apart, and never many names. */
function nameOf(text: string): string {
  const table = /\b(?:from|into|update|join)\s+("?[a-z_]\w*"?\."?\w+"?)/i.exec(text)?.[1]?.replaceAll('"', '');
  return table ? `${operationOf(text)} ${table}` : operationOf(text);
}

const attributesOf = (text: string) => ({
  'db.system.name': 'postgresql',
  'db.operation.name': operationOf(text),
  'db.query.text': text.slice(0, longestText),
});

async function ended<T>(span: Span, answer: Promise<T>): Promise<T> {
  try {
    const result = await answer;
    end(span);
    return result;
  } catch (error) {
    end(span, error);
    throw error;
  }
}

/** Of an error only its SQLSTATE: its message quotes values. */
function end(span: Span, error?: unknown): void {
  if (error) markFailed(span, [String((error as { code?: unknown }).code ?? 'CONNECTION_LOST')]);
  span.end();
}
