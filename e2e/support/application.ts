import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { TrialogueOptions } from '@trialogue/client';
import type { PromptRequest, ResolvedPrompt } from '@trialogue/client/prompts';

interface Answer {
  readonly resolved?: ResolvedPrompt;
  readonly error?: { readonly code: string; readonly message: string };
}

/** A process that resolves prompts with the client, as it is published. */
export class Application {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>();
  private asked = 0;

  constructor(options: TrialogueOptions) {
    this.child = fork(path.join(__dirname, 'prompting-client.js'), [JSON.stringify(options)]);
    this.child.on('message', ({ id, ...answer }: Answer & { id: number }) => {
      this.waiting.get(id)?.resolve(answer);
      this.waiting.delete(id);
    });
    this.child.once('exit', () => {
      for (const { reject } of this.waiting.values()) reject(new Error('The application has ended.'));
    });
  }

  resolve(request: PromptRequest): Promise<Answer> {
    return this.tell({ request });
  }

  /** Answers an error when not everything that units met is recorded by then. */
  flush(ms: number): Promise<Answer> {
    return this.tell({ flush: ms });
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  private tell(what: object): Promise<Answer> {
    const id = ++this.asked;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.child.send({ id, ...what });
    });
  }
}
