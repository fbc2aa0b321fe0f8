import { DomainError, type ErrorCode } from '@trialogue/errors';
import type { Running } from '../plugins/running';
import { CallStats } from './call-stats';
import { type CallOutcome, Circuit, type CircuitState } from './circuit';
import { NoSlot, type Slots } from './slots';

/** One call of a strategy, as far as it can be kept from being made. */
export interface GuardedCall {
  /** What it stands on outside of the strategy, such as the models of its arm: what fails there keeps back no other call. */
  readonly subject: string;
  /** Whether another strategy runs it. */
  readonly nested: boolean;
  /** Its time limit. */
  readonly ms: number;
  readonly signal: AbortSignal;
}

/** What the calls of one strategy go by. */
interface Shared {
  readonly strategy: string;
  /** Of its plugin. */
  readonly running: Running;
  /** Of its plugin. */
  readonly slots: Slots;
  readonly stats: CallStats;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
}

/** The strategy's own failures; those of the table that are not here are the caller's or the config's. */
const own: readonly ErrorCode[] = ['STRATEGY_FAILED', 'STRATEGY_TIMEOUT', 'STRATEGY_CRASHED'];
/** Failures of what the call stands on. */
const outside: readonly ErrorCode[] = ['MODEL_UNAVAILABLE', 'MODEL_TIMEOUT'];

const mostSubjects = 1_000;
/** What nobody has called for so long, such as the arm of an experiment that has ended, is not waited for. */
const idleMs = 60_000;

/** Errors that a strategy was blamed for: one that only passes them on is not. */
const blamed = new WeakSet<object>();

/** The calls of one strategy: kept from it while it fails, waiting for a slot of its plugin, and counted. */
export class StrategyCalls {
  private readonly circuit: Circuit;
  /** The latest last. */
  private readonly subjects = new Map<string, { readonly circuit: Circuit; readonly enteredAt: number }>();

  constructor(private readonly shared: Shared) {
    this.circuit = new Circuit(shared.now);
  }

  /** Of the strategy as a whole, or the worst of what single calls stand on that is open or was called within a minute. */
  get state(): CircuitState {
    const since = this.shared.now() - idleMs;
    const subjects = [...this.subjects.values()].filter(
      ({ circuit, enteredAt }) => circuit.state !== 'HALF_OPEN' || enteredAt > since,
    );
    const states = [this.circuit, ...subjects.map(({ circuit }) => circuit)].map(({ state }) => state);
    return states.find((state) => state === 'OPEN') ?? states.find((state) => state === 'HALF_OPEN') ?? 'CLOSED';
  }

  get stats(): CallStats {
    return this.shared.stats;
  }

  /**
   * Makes a call, with the milliseconds that are left of its time. Throws STRATEGY_UNAVAILABLE while the strategy fails,
   * STRATEGY_BUSY when there is no slot, and what the call throws.
   */
  async run<Answer>(call: GuardedCall, work: (ms: number) => Promise<Answer>): Promise<Answer> {
    const { running, slots, stats, now } = this.shared;
    const [whole, subject] = this.enter(call.subject);
    const finished = running.begin();
    let leave: (() => void) | undefined;
    let outcome: { own: CallOutcome; outside: CallOutcome } = { own: 'ignored', outside: 'ignored' };
    try {
      const asked = now();
      leave = call.nested ? slots.enterAnyway() : await this.slot(call);
      const began = now();
      try {
        const answer = await work(Math.max(1, Math.ceil(call.ms - (began - asked))));
        outcome = { own: 'fine', outside: 'fine' };
        return answer;
      } catch (error) {
        outcome = this.blame(error, call.signal);
        throw error;
      } finally {
        stats.ended(now() - began, outcome.own === 'fault' || outcome.outside === 'fault');
      }
    } finally {
      leave?.();
      finished();
      whole(outcome.own);
      subject(outcome.outside);
    }
  }

  private enter(name: string): [(outcome: CallOutcome) => void, (outcome: CallOutcome) => void] {
    const subject = this.circuitOf(name).enter();
    if ('retryAfterMs' in subject) throw this.unavailable('what it asks has failed too often', subject.retryAfterMs);
    const whole = this.circuit.enter();
    if (!('retryAfterMs' in whole)) return [whole.ended, subject.ended];
    subject.ended('ignored');
    throw this.unavailable('it has failed too often', whole.retryAfterMs);
  }

  private circuitOf(subject: string): Circuit {
    const { now } = this.shared;
    const circuit = this.subjects.get(subject)?.circuit ?? new Circuit(now);
    this.subjects.delete(subject);
    this.subjects.set(subject, { circuit, enteredAt: now() });
    for (const oldest of this.subjects.keys()) {
      if (this.subjects.size <= mostSubjects) break;
      this.subjects.delete(oldest);
    }
    return circuit;
  }

  private unavailable(reason: string, retryAfterMs: number): DomainError {
    const data = { strategy: this.shared.strategy, reason, retryAfterMs };
    return new DomainError('STRATEGY_UNAVAILABLE', data);
  }

  private async slot({ ms, signal }: GuardedCall): Promise<() => void> {
    try {
      return await this.shared.slots.enter(ms, signal);
    } catch (cause) {
      if (cause instanceof NoSlot)
        throw new DomainError('STRATEGY_BUSY', { strategy: this.shared.strategy }, { cause });
      throw cause;
    }
  }

  private blame(error: unknown, signal: AbortSignal): { own: CallOutcome; outside: CallOutcome } {
    const nothing = { own: 'ignored', outside: 'ignored' } as const;
    if (signal.aborted) return nothing;
    if (typeof error === 'object' && error !== null) {
      if (blamed.has(error)) return nothing;
      blamed.add(error);
    }
    if (!(error instanceof DomainError) || own.includes(error.code)) return { own: 'fault', outside: 'ignored' };
    return outside.includes(error.code) ? { own: 'fine', outside: 'fault' } : nothing;
  }
}
