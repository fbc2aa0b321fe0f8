import { randomUUID } from 'node:crypto';
import type { JsonObject, ToolCall } from '@trialogue/plugin-api';
import { longestAnswer } from './limits';
import { ProviderFailure } from './provider-failure';

/** Calls of one answer; more is a model that has lost its way. */
const mostCalls = 128;

interface Fragments {
  id: string | undefined;
  tool: string;
  json: string;
}

/** Puts the fragments together in which providers send tool calls. */
export class ToolCallAssembly {
  private readonly calls: Fragments[] = [];
  private length = 0;

  get size(): number {
    return this.calls.length;
  }

  /** Begins a call. */
  open(tool: string, id?: string): Fragments {
    if (this.calls.length === mostCalls)
      throw new ProviderFailure(`the answer calls more than ${mostCalls} tools`, { retryable: false });
    const call = { id, tool, json: '' };
    this.calls.push(call);
    return call;
  }

  append(call: Fragments, json: string): void {
    call.json += json;
    this.length += json.length;
    if (this.length > longestAnswer)
      throw new ProviderFailure(`the tool calls are longer than ${longestAnswer} characters`, { retryable: false });
  }

  /**
   * The calls, in their order. Of an answer that was cut short the calls that are not whole are left out; in any other,
   * arguments that are no JSON object are a ProviderFailure. A server that gives no ids gets some.
   */
  finish(isCut: boolean): ToolCall[] {
    const ids = new Set<string>();
    return this.calls.flatMap(({ id, tool, json }) => {
      const given = argumentsIn(json);
      if (isCut && (given === undefined || json === '')) return [];
      if (given === undefined || tool === '')
        throw new ProviderFailure('the arguments of a tool call are no JSON object', { retryable: true });
      const own = id && !ids.has(id) ? id : `call_${randomUUID()}`;
      ids.add(own);
      return [{ id: own, tool, arguments: given }];
    });
  }
}

function argumentsIn(json: string): JsonObject | undefined {
  try {
    const given = JSON.parse(json.trim() === '' ? '{}' : json);
    return typeof given === 'object' && given !== null && !Array.isArray(given) ? given : undefined;
  } catch {
    return undefined;
  }
}
