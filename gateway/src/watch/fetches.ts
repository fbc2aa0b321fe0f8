import { SpanKind } from '@opentelemetry/api';
import type { SubgraphFetch, SubgraphSource } from '@trialogue/subgraph';
import { durations, inStep, stopwatch, type Telemetry } from '@trialogue/telemetry';
import { type ExecutionResult, getOperationAST } from 'graphql';
import { Counter, type Histogram } from 'prom-client';
import { markErrors } from './mark-errors';

/** Counts what subgraphs are asked, and makes a span for each fetch of an operation that is traced. */
export class FetchWatch {
  private readonly fetches: Counter;
  private readonly seconds: Histogram;

  constructor(private readonly telemetry: Telemetry) {
    this.fetches = new Counter({
      name: 'trialogue_subgraph_fetches_total',
      help: 'Requests to subgraphs: ok, error (answered with errors), unavailable (not answered).',
      labelNames: ['subgraph', 'outcome'],
      registers: [telemetry.registry],
    });
    this.seconds = durations(
      telemetry.registry,
      'trialogue_subgraph_fetch_duration_seconds',
      'How long requests to subgraphs took; of subscriptions, to open them.',
      ['subgraph'],
    );
  }

  /** The same source, watched. */
  over(subgraph: string, source: SubgraphSource): SubgraphSource {
    return {
      fetch: (fetch) => this.during(subgraph, fetch, () => source.fetch(fetch)),
      openSubscription: (fetch) => this.during(subgraph, fetch, () => source.openSubscription(fetch)),
      resolveEvent: (fetch, event) => source.resolveEvent(fetch, event),
    };
  }

  private async during<T extends object>(subgraph: string, fetch: SubgraphFetch, ask: () => Promise<T>): Promise<T> {
    const elapsed = stopwatch();
    const options = { kind: SpanKind.CLIENT, attributes: attributesOf(subgraph, fetch) };
    let outcome = 'unavailable';
    try {
      const answer = await inStep(this.telemetry.tracer, `fetch ${subgraph}`, options, async (span) => {
        const answered = await ask();
        if (span) markErrors(span, answered);
        return answered;
      });
      outcome = outcomeOf(answer);
      return answer;
    } finally {
      this.fetches.inc({ subgraph, outcome });
      this.seconds.observe({ subgraph }, elapsed());
    }
  }
}

const attributesOf = (subgraph: string, { document }: SubgraphFetch) => ({
  'trialogue.subgraph': subgraph,
  'graphql.operation.type': getOperationAST(document)?.operation,
});

function outcomeOf(answer: object): string {
  const { errors } = answer as ExecutionResult;
  if (!errors?.length) return 'ok';
  return errors.some(({ extensions }) => extensions.code === 'SUBGRAPH_UNAVAILABLE') ? 'unavailable' : 'error';
}
