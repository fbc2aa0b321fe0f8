import { SpanKind, type Tracer } from '@opentelemetry/api';
import { durations, inSpan, stopwatch, type Telemetry } from '@trialogue/telemetry';
import type { ExecutionResult } from 'graphql';
import { Counter, type Histogram } from 'prom-client';
import type { Door } from '../door';
import type { ResultStream } from '../federation/result-stream';
import type { PreparedOperation } from '../federation/snapshot';
import { markErrors } from './mark-errors';

type Answer = ExecutionResult | ResultStream;

/** Counts operations, and makes a span for each that is begun: of its name and type, never of its text or variables. */
export class OperationWatch {
  private readonly operations: Counter;
  private readonly seconds: Histogram;
  private readonly tracer: Tracer | undefined;

  constructor({ registry, tracer }: Telemetry) {
    this.tracer = tracer;
    this.operations = new Counter({
      name: 'trialogue_operations_total',
      help: 'GraphQL operations by what became of them: ok, error (some of it failed), refused (nothing was executed). Subscriptions count when they are opened.',
      labelNames: ['type', 'door', 'outcome'],
      registers: [registry],
    });
    this.seconds = durations(
      registry,
      'trialogue_operation_duration_seconds',
      'How long GraphQL operations took; of subscriptions, to open them.',
      ['type'],
    );
  }

  /** One that was not even planned. */
  refused(door: Door): void {
    this.operations.inc({ type: 'unknown', door, outcome: 'refused' });
  }

  async during<T extends Answer>(operation: PreparedOperation, door: Door, work: () => Promise<T>): Promise<T> {
    const { operation: type, name } = operation.definition;
    const elapsed = stopwatch();
    const answer = await this.traced(type, name?.value, door, work);
    this.operations.inc({ type, door, outcome: outcomeOf(answer) });
    this.seconds.observe({ type }, elapsed());
    return answer;
  }

  private traced<T extends Answer>(
    type: string,
    name: string | undefined,
    door: Door,
    work: () => Promise<T>,
  ): Promise<T> {
    if (!this.tracer) return work();
    const attributes = {
      'graphql.operation.type': type,
      ...(name && { 'graphql.operation.name': name.slice(0, longestName) }),
      'trialogue.door': door,
    };
    // Nothing of the network is above it: otherwise whoever asks would say what is recorded.
    return inSpan(this.tracer, type, { kind: SpanKind.SERVER, attributes, root: true }, async (span) => {
      const answer = await work();
      markErrors(span, answer);
      return answer;
    });
  }
}

const longestName = 200;

function outcomeOf(answer: Answer): string {
  if ('next' in answer || !answer.errors) return 'ok';
  return answer.data === undefined ? 'refused' : 'error';
}
