import type { RunOfThread } from './read-request';
import type { Told } from './telling';
import { sentAsJson, type Wire } from './wire';

type Event = { readonly type: string; readonly [field: string]: unknown };

/** An answer as the events of one run of AG-UI (docs.ag-ui.com/concepts/events). */
export class AgUiRun implements Wire {
  readonly headers = {};
  private message: { readonly of: string; readonly messageId: string } | undefined;
  private messages = 0;

  constructor(private readonly run: RunOfThread) {}

  before(): Iterable<string> {
    return sentAsJson([{ type: 'RUN_STARTED', ...this.run }]);
  }

  of(told: Told): Iterable<string> {
    return sentAsJson(this.events(told));
  }

  after(): Iterable<string> {
    return [];
  }

  private *events(told: Told): Generator<Event> {
    switch (told.type) {
      case 'begin':
        break;
      case 'text':
        if (told.instead || this.message?.of !== told.id) yield* this.nextMessage(told.id);
        yield { type: 'TEXT_MESSAGE_CONTENT', messageId: this.message!.messageId, delta: told.text };
        break;
      case 'tool-called':
        yield* this.endMessage();
        yield { type: 'TOOL_CALL_START', toolCallId: told.id, toolCallName: told.tool };
        if (told.arguments !== null)
          yield { type: 'TOOL_CALL_ARGS', toolCallId: told.id, delta: JSON.stringify(told.arguments) };
        yield { type: 'TOOL_CALL_END', toolCallId: told.id };
        break;
      case 'object':
        yield { type: 'CUSTOM', name: 'structured', value: told.partial };
        break;
      case 'completed':
      case 'cancelled':
        yield* this.endMessage();
        yield { type: 'RUN_FINISHED', ...this.run, result: { status: told.type, message: told.message } };
        break;
      case 'failed':
        yield* this.endMessage();
        yield { type: 'RUN_ERROR', message: told.message, code: told.code };
        break;
      default: {
        const { type, ...value } = told;
        yield { type: 'CUSTOM', name: type, value };
      }
    }
  }

  private *nextMessage(of: string): Generator<Event> {
    yield* this.endMessage();
    this.messages += 1;
    this.message = { of, messageId: this.messages === 1 ? of : `${of}#${this.messages}` };
    yield { type: 'TEXT_MESSAGE_START', messageId: this.message.messageId, role: 'assistant' };
  }

  private *endMessage(): Generator<Event> {
    if (this.message) yield { type: 'TEXT_MESSAGE_END', messageId: this.message.messageId };
    this.message = undefined;
  }
}
