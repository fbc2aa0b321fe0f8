import { DomainError } from '@trialogue/errors';
import type { MaskError, RequestContext, SubgraphFetch } from '@trialogue/subgraph';
import type { ExecutionResult } from 'graphql';
import type { Leaving } from '../leaving';
import { masked, refusal, type Variables } from './execute';
import { ResultStream } from './result-stream';
import type { PreparedOperation } from './snapshot';
import type { SubscriptionRoot } from './supergraph';
import { withinTime } from './time-limit';

/** Who subscribes, for as long as it lasts. */
export interface SubscriptionSession {
  /** The context in which the source is opened; its signal is aborted by `close`. */
  readonly opening: RequestContext;
  /** How long opening the source, and each event, may take; milliseconds. */
  readonly withinMs: number;
  /** A new context (new loaders, identity checked again) for one event. Throws when the identity no longer holds. */
  forEvent(leaving: Leaving): RequestContext;
  /** Called once when the subscription is over, or was refused. */
  close(): void;
}

/**
 * Opens a subscription on the snapshot that it was prepared for. The root's subgraph brings the events; the rest of the
 * plan runs for each event. Answers `{ errors }` when it is refused; never rejects.
 */
export async function subscribeOperation(
  operation: PreparedOperation,
  variables: Variables,
  session: SubscriptionSession,
  mask: MaskError,
): Promise<ResultStream | ExecutionResult> {
  try {
    const opened = await open(operation, variables, session, mask);
    if (!(opened instanceof ResultStream)) session.close();
    return opened;
  } catch (error) {
    session.close();
    return { errors: [mask(error, session.opening)] };
  }
}

async function open(
  operation: PreparedOperation,
  variables: Variables,
  session: SubscriptionSession,
  mask: MaskError,
): Promise<ResultStream | ExecutionResult> {
  const errors = refusal(operation, variables);
  if (errors) return masked({ errors }, session.opening, mask);
  const root = operation.subscriptionRoot!;
  const source = operation.snapshot.sources.get(root.subgraph)!;
  const opening = source.openSubscription(rootFetch(root, variables, session.opening));
  const upstream = await withinTime(session.withinMs, session.opening, () => opening).catch((error) => {
    returnOnceOpen(opening);
    throw error;
  });
  if (!('next' in upstream)) return { errors: upstream.errors };
  return new ResultStream({
    upstream,
    resolve: (event) =>
      withinTime(session.withinMs, session.opening, async (leaving) => {
        const request = session.forEvent(leaving);
        return masked(await resolveEvent(operation, variables, request, event), request, mask);
      }).catch((error) => {
        if (!isTimeout(error)) throw error;
        return { errors: [mask(error, session.opening)], data: null };
      }),
    fail: (error) => ({ errors: [mask(error, session.opening)] }),
    onEnd: () => session.close(),
  });
}

/** One event that takes too long is answered with an error; those after it may be faster. */
const isTimeout = (error: unknown): boolean => error instanceof DomainError && error.code === 'OPERATION_TIMEOUT';

/** Ends a source that opens when nobody waits for it any more. */
function returnOnceOpen(opening: Promise<AsyncIterator<unknown> | ExecutionResult>): void {
  opening.then((late) => ('next' in late ? late.return?.() : undefined)).catch(() => {});
}

/** Runs the plan with the event in the place of what the root's fetch would answer. */
function resolveEvent(operation: PreparedOperation, variables: Variables, request: RequestContext, event: unknown) {
  const root = operation.subscriptionRoot!;
  const { sources, fetchers } = operation.snapshot;
  const source = sources.get(root.subgraph)!;
  const fetchOrResolve = (fetch: SubgraphFetch) =>
    fetch.document === root.document ? source.resolveEvent(fetch, event) : source.fetch(fetch);
  return operation.snapshot.execute(operation, variables, request, { ...fetchers, [root.subgraph]: fetchOrResolve });
}

function rootFetch(root: SubscriptionRoot, variables: Variables, request: RequestContext): SubgraphFetch {
  const used = root.variables.filter((name) => Object.hasOwn(variables, name));
  const own = Object.fromEntries(used.map((name) => [name, variables[name]]));
  return { document: root.document, operationName: root.operationName, variables: own, request };
}
