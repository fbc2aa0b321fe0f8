import { DomainError } from '@trialogue/errors';
import type { Caller, MaskError, RequestContext } from '@trialogue/subgraph';
import { type DocumentNode, type ExecutionResult, GraphQLError, getOperationAST } from 'graphql';
import type { Logger } from 'pino';
import type { Door } from './door';
import { executeOperation, type Variables } from './federation/execute';
import type { Graph } from './federation/graph';
import type { ResultStream } from './federation/result-stream';
import type { PreparedOperation, Snapshot } from './federation/snapshot';
import { type SubscriptionSession, subscribeOperation } from './federation/subscribe';
import { withinTime } from './federation/time-limit';
import type { Identified } from './identity';
import { type Leaving, whenAsked } from './leaving';
import { defaultLimits, type Limits } from './limits';
import { RateLimit } from './rate-limit';
import type { OperationWatch } from './watch/operations';

/** Who asks, as a door found out, and how to find out again. */
export interface Visitor {
  readonly door: Door;
  readonly requestId: string;
  readonly logger: Logger;
  readonly caller: Caller;
  /** Identifies the same credentials again. Throws UNAUTHENTICATED when they no longer hold. */
  identify(): Identified;
}

/** An operation as it came in. */
export interface Ask {
  readonly text: string;
  readonly operationName?: string;
  /** Where the door began on it, when that was before now; the current one otherwise. */
  readonly snapshot?: Snapshot;
  /** `text`, when the door has parsed it. */
  readonly document?: DocumentNode;
}

/** The longest delay that a timer takes; a later end is looked at again by then. */
const longestTimer = 2 ** 31 - 1;

/**
 * What every operation goes through, whichever door it came in by: admit, parse, validate, plan (each cached on the
 * snapshot), context, execute or subscribe, mask.
 */
export class Pipeline {
  private running = 0;
  private subscriptions = 0;
  private readonly whenIdle: (() => void)[] = [];
  private readonly rate: RateLimit;

  constructor(
    readonly graph: Graph,
    readonly mask: MaskError,
    readonly limits: Limits = defaultLimits,
    monotonicNow: () => number = () => performance.now(),
    private readonly watch?: OperationWatch,
  ) {
    this.rate = new RateLimit(limits, monotonicNow);
  }

  /** Lets one operation of somebody from outside in. Throws RATE_LIMITED. */
  admit({ caller, door }: Visitor): void {
    try {
      this.rate.take(caller);
    } catch (error) {
      this.watch?.refused(door);
      throw error;
    }
  }

  /** Says that a door could not even read an operation. */
  unparsed(door: Door): void {
    this.watch?.refused(door);
  }

  /** Subscriptions that are open. */
  get open(): number {
    return this.subscriptions;
  }

  /** Parses, validates and plans an operation; answers masked errors when it cannot be. */
  prepare(ask: Ask, visitor: Visitor): PreparedOperation | GraphQLError[] {
    const prepared = this.plan(ask, visitor);
    if (this.watch && Array.isArray(prepared)) this.watch.refused(visitor.door);
    return prepared;
  }

  private plan({ text, operationName, snapshot, document }: Ask, visitor: Visitor): PreparedOperation | GraphQLError[] {
    const held = snapshot ?? this.graph.current;
    try {
      const { characters: most } = this.limits;
      if (text.length > most)
        throw new DomainError('OPERATION_TOO_LARGE', { part: 'characters', found: text.length, most });
      const parsed = document ?? held.parse(text);
      const errors = held.validate(parsed);
      if (errors.length > 0) return errors.map((error) => this.mask(error, visitor));
      if (!getOperationAST(parsed, operationName)) return [unknownOperation(operationName)];
      return held.prepare(parsed, text, operationName);
    } catch (error) {
      return [this.mask(error, visitor)];
    }
  }

  /**
   * Runs a query or mutation, and refuses a subscription. A mutation is never aborted because its caller went away, but
   * when its time is over. Never rejects.
   */
  execute(
    operation: PreparedOperation,
    variables: Variables,
    visitor: Visitor,
    gone: Leaving,
  ): Promise<ExecutionResult> {
    if (!this.watch) return this.run(operation, variables, visitor, gone);
    return this.watch.during(operation, visitor.door, () => this.run(operation, variables, visitor, gone));
  }

  private async run(
    operation: PreparedOperation,
    variables: Variables,
    visitor: Visitor,
    gone: Leaving,
  ): Promise<ExecutionResult> {
    const { operation: kind } = operation.definition;
    if (kind === 'subscription') return { errors: [this.mask(new DomainError('SUBSCRIPTION_OVER_HTTP', {}), visitor)] };
    const leaving = kind === 'mutation' ? whenAsked(() => new AbortController()) : gone;
    this.running += 1;
    const done = this.graph.uses.begin(operation.snapshot);
    try {
      return await withinTime(this.limits.operationMs, leaving, (within) =>
        executeOperation(operation, variables, contextOf(visitor, visitor.caller, within), this.mask),
      );
    } catch (error) {
      return { errors: [this.mask(error, visitor)] };
    } finally {
      done();
      this.running -= 1;
      if (this.running === 0) for (const resolve of this.whenIdle.splice(0)) resolve();
    }
  }

  /** Opens a subscription, which ends with an error when the caller's identity or its snapshot does. Never rejects. */
  async subscribe(
    operation: PreparedOperation,
    variables: Variables,
    visitor: Visitor,
  ): Promise<ResultStream | ExecutionResult> {
    const held = this.session(operation, visitor);
    const open = () => subscribeOperation(operation, variables, held.session, this.mask);
    const stream = await (this.watch?.during(operation, visitor.door, open) ?? open());
    if ('next' in stream) held.attach(stream);
    return stream;
  }

  /** Resolves when no query or mutation is running. */
  async drained(): Promise<void> {
    if (this.running > 0) await new Promise<void>((resolve) => this.whenIdle.push(resolve));
  }

  private session(operation: PreparedOperation, visitor: Visitor) {
    const abort = new AbortController();
    const opening = contextOf(visitor, visitor.caller, abort);
    let stream: ResultStream | undefined;
    let ended: unknown;
    const end = (reason: unknown) => {
      ended ??= reason;
      abort.abort();
      stream?.end({ errors: [this.mask(reason, opening)] });
    };
    const release = this.graph.holders.hold(operation.snapshot, end);
    const done = this.graph.uses.begin(operation.snapshot);
    const watch = watchIdentity(visitor, end);
    const session: SubscriptionSession = {
      opening,
      withinMs: this.limits.operationMs,
      forEvent: (leaving) => contextOf(visitor, visitor.identify().caller, leaving),
      close: () => {
        if (stream) this.subscriptions -= 1;
        release();
        done();
        watch.stop();
        abort.abort();
      },
    };
    const attach = (opened: ResultStream) => {
      stream = opened;
      this.subscriptions += 1;
      if (ended) end(ended);
    };
    return { session, attach };
  }
}

/** Calls `end` when the identity no longer holds, at the latest when it expires. */
function watchIdentity(visitor: Visitor, end: (reason: unknown) => void): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    try {
      const { expiresAt } = visitor.identify();
      if (expiresAt === undefined) return;
      timer = setTimeout(look, Math.min(Math.max(expiresAt - Date.now(), 0) + 1, longestTimer)).unref();
    } catch (error) {
      end(error);
    }
  };
  look();
  return { stop: () => clearTimeout(timer) };
}

/** Its signal is read only when a resolver reads it: most never do, and one costs more than a small query's planning. */
const contextOf = ({ requestId, logger }: Visitor, caller: Caller, leaving: Leaving): RequestContext => ({
  caller,
  requestId,
  logger,
  get signal() {
    return leaving.signal;
  },
});

const unknownOperation = (name: string | undefined) =>
  new GraphQLError(name ? `There is no operation named ${name}.` : 'The document has several operations: name one.', {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
  });
