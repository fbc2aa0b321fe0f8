import type { JsonObject, Part } from '@trialogue/plugin-api';
import type { FlowEntry } from '../stream/entry';

/** UTF-16 units of a call's arguments as JSON; longer ones are left out. */
const longestArguments = 16_384;
/** UTF-16 units of one partial object as JSON, and of all of one message. */
const longestPartial = 65_536;
const mostOfPartials = 4_194_304;
/** Calls of one message. */
const mostCalls = 200;

/**
 * What a message's stream shows of parts that are no text: at most 200 tool calls, and 4 MiB of partial objects, each the
 * whole as far as it has come. More is not shown; the finished message has it all the same.
 */
export class PartEntries {
  private readonly tools = new Map<string, string>();
  private partials = 0;

  constructor(private readonly messageId: string) {}

  /** Undefined: nothing is shown of it. */
  entryOf(part: Part): FlowEntry | undefined {
    const { messageId, tools } = this;
    switch (part.type) {
      case 'tool-call': {
        if (tools.size === mostCalls || tools.has(part.id)) return undefined;
        const { id: callId, tool } = part;
        tools.set(callId, tool);
        return { type: 'tool_called', messageId, tool, callId, arguments: shownArguments(part.arguments) };
      }
      case 'tool-result': {
        const tool = tools.get(part.id);
        if (tool === undefined) return undefined;
        return { type: 'tool_answered', messageId, tool, callId: part.id, ok: part.ok };
      }
      case 'object': {
        const length = JSON.stringify(part.partial)?.length ?? 0;
        if (length === 0 || length > longestPartial || this.partials + length > mostOfPartials) return undefined;
        this.partials += length;
        return { type: 'structured_delta', messageId, partial: part.partial };
      }
      default:
        return undefined;
    }
  }
}

function shownArguments(given: unknown): JsonObject | null {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return null;
  return JSON.stringify(given).length > longestArguments ? null : (given as JsonObject);
}
