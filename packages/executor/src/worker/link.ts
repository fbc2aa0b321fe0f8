import { NotCopied, notCopied } from './not-copied';
import type { Port } from './port';
import { ErrorsAcross, type WireError } from './wire-error';

/** What crosses. Ids are the asker's; `within` names an ask of the receiver that this belongs to. */
type Message =
  | { readonly kind: 'ask'; readonly id: number; readonly to: string; readonly data: unknown; readonly within?: number }
  | { readonly kind: 'tell'; readonly to: string; readonly data: unknown; readonly within?: number }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: WireError }
  | { readonly kind: 'abort'; readonly id: number; readonly error: WireError };

/** One ask of the other side, while it is answered. */
export interface Asked {
  readonly signal: AbortSignal;
  /** Asks back, of what the other side serves within its ask. */
  ask<Answer = unknown>(to: string, data?: unknown, handlers?: Handlers): Promise<Answer>;
  tell(to: string, data: unknown): void;
}

export type Handler = (data: any, asked: Asked) => unknown;
export type Handlers = { readonly [to: string]: Handler };

export interface AskOptions {
  readonly signal?: AbortSignal;
  /** What the other side may ask for within this ask. */
  readonly handlers?: Handlers;
}

/** So many asks are under way that one more is refused. */
export class TooManyAsks extends Error {
  constructor(readonly most: number) {
    super(`${most} requests to the other side are under way already`);
  }
}

interface Place {
  /** The outermost ask that something belongs to, by the number that the host gave it. */
  readonly root: number;
  readonly within?: number;
}

interface Pending {
  readonly root: number;
  readonly handlers: Handlers;
  settle(): void;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

interface Serving {
  controller?: AbortController;
  aborted?: { readonly reason: unknown };
}

export interface LinkOptions {
  /** Asks under way at once; one more is refused. */
  readonly mostAsks?: number;
  /** Something of this outermost ask is about to be handled. */
  readonly onTouched?: (root: number) => void;
  /** Handles what is asked within an outermost ask. */
  readonly around?: <T>(root: number, work: () => T) => T;
  /** The outermost ask that runs, 0 if none does: what is asked outside of any place belongs to it. */
  readonly running?: () => number;
  /** The signal of an ask was aborted, and the other side was told. */
  readonly onAbort?: () => void;
}

/**
 * Questions and answers between a host and a worker, in both directions, in order. An ask may be aborted, and the other side may ask
 * back within it. Only plain data crosses; an error keeps its name, message, code and `failure`.
 */
export class Link {
  private readonly pending = new Map<number, Pending>();
  private readonly serving = new Map<number, Serving>();
  private readonly errors = new ErrorsAcross();
  private closed: { readonly why: (root: number) => unknown } | undefined;
  private last = 0;
  /** What goes with the next post: whatever is said in one turn of the event loop goes together, and costs one wake-up. */
  private outbox: Message[] = [];

  constructor(
    private readonly port: Port,
    private readonly handlers: Handlers,
    private readonly options: LinkOptions = {},
  ) {
    port.onMessage((messages: readonly Message[]) => {
      for (const message of messages) this.receive(message);
    });
  }

  ask<Answer = unknown>(to: string, data?: unknown, options: AskOptions = {}): Promise<Answer> {
    return this.send(to, data, undefined, options) as Promise<Answer>;
  }

  /** At once, for who tells something may not come to its next turn. */
  tell(to: string, data: unknown, within?: number): void {
    if (!this.closed) this.port.post([{ kind: 'tell', to, data, within }] satisfies Message[]);
  }

  /** Nothing crosses any more; what is under way fails with what `why` says of its outermost ask. */
  close(why: (root: number) => unknown): void {
    if (this.closed) return;
    this.closed = { why };
    this.port.close();
    for (const { root, reject } of [...this.pending.values()]) reject(why(root));
    for (const serving of this.serving.values()) abort(serving, new Error('the other side has ended'));
  }

  private send(to: string, data: unknown, place: Place | undefined, { signal, handlers = {} }: AskOptions) {
    const id = ++this.last;
    const root = place?.root ?? this.options.running?.() ?? id;
    const answer = new Promise<unknown>((resolve, reject) => {
      if (this.closed) return reject(this.closed.why(root));
      if (signal?.aborted) return reject(signal.reason);
      const { mostAsks = Number.POSITIVE_INFINITY } = this.options;
      if (this.pending.size >= mostAsks) return reject(new TooManyAsks(mostAsks));
      const pass = () => {
        this.post({ kind: 'abort', id, error: this.errors.toWire(signal!.reason) });
        settled(reject)(signal!.reason);
        this.options.onAbort?.();
      };
      const settle = () => {
        this.pending.delete(id);
        signal?.removeEventListener('abort', pass);
      };
      const settled =
        <T>(act: (value: T) => void) =>
        (value: T) => {
          settle();
          act(value);
        };
      this.pending.set(id, { root, handlers, settle, resolve: settled(resolve), reject: settled(reject) });
      signal?.addEventListener('abort', pass, { once: true });
      this.post({ kind: 'ask', id, to, data, within: place?.within });
    });
    answer.catch(() => undefined); // a plugin may leave it alone, and nobody else hears of it
    return answer;
  }

  private receive(message: Message): void {
    if (this.closed) return;
    if (message.kind === 'tell') this.hear(message);
    else if (message.kind === 'ask') this.serve(message);
    else if (message.kind === 'abort') {
      const serving = this.serving.get(message.id);
      if (serving) abort(serving, this.errors.fromWire(message.error));
    } else this.settle(message);
  }

  private settle(message: Extract<Message, { kind: 'answer' | 'failure' }>): void {
    const pending = this.pending.get(message.id);
    if (!pending) return;
    this.options.onTouched?.(pending.root);
    if (message.kind === 'answer') pending.resolve(message.value);
    else pending.reject(this.errors.fromWire(message.error));
  }

  private hear({ to, data, within }: Extract<Message, { kind: 'tell' }>): void {
    const outer = within === undefined ? undefined : this.pending.get(within);
    (outer?.handlers[to] ?? this.handlers[to])?.(data, this.asked({}, undefined));
  }

  private serve({ id, to, data, within }: Extract<Message, { kind: 'ask' }>): void {
    const outer = within === undefined ? undefined : this.pending.get(within);
    const root = outer?.root ?? id;
    this.options.onTouched?.(root);
    const handler = within === undefined ? this.handlers[to] : outer?.handlers[to];
    if (!handler) {
      this.fail(id, new Error(outer || within === undefined ? `there is no ${to}` : 'the call is over'));
      return;
    }
    const serving: Serving = {};
    this.serving.set(id, serving);
    const ended = (post: () => void) => {
      this.serving.delete(id);
      post();
    };
    const { around = (_, work) => work() } = this.options;
    const handle = () => handler(data, this.asked(serving, { root, within: id }));
    new Promise((resolve) => resolve(around(root, handle))).then(
      (value) => ended(() => this.post({ kind: 'answer', id, value })),
      (error) => ended(() => this.fail(id, error)),
    );
  }

  private asked(serving: Serving, place: Place | undefined): Asked {
    return {
      get signal() {
        if (!serving.controller) {
          serving.controller = new AbortController();
          if (serving.aborted) serving.controller.abort(serving.aborted.reason);
        }
        return serving.controller.signal;
      },
      ask: (to, data, handlers) => this.send(to, data, place, { handlers }) as Promise<any>,
      tell: (to, data) => this.tell(to, data, place?.within),
    };
  }

  private fail(id: number, error: unknown): void {
    this.post({ kind: 'failure', id, error: this.errors.toWire(error) });
  }

  private post(message: Message): void {
    if (this.outbox.push(message) === 1) Promise.resolve().then(() => process.nextTick(() => this.flush()));
  }

  private flush(): void {
    const messages = this.outbox;
    this.outbox = [];
    if (this.closed) return;
    try {
      this.port.post(messages);
    } catch {
      for (const message of messages) this.postAlone(message);
    }
  }

  /** One of several cannot be copied: whoever said it hears of it. */
  private postAlone(message: Message): void {
    try {
      this.port.post([message]);
    } catch (error) {
      const why = (value: unknown) => (error instanceof NotCopied ? error : notCopied(value));
      if (message.kind === 'ask') this.pending.get(message.id)?.reject(why(message.data));
      if (message.kind === 'answer') this.fail(message.id, why(message.value));
      if ((message.kind === 'failure' || message.kind === 'abort') && message.error.told)
        this.post({ ...message, error: { ...message.error, told: undefined } });
    }
  }
}

function abort(serving: Serving, reason: unknown): void {
  serving.aborted ??= { reason };
  serving.controller?.abort(reason);
}
