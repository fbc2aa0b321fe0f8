import { contentHash } from '@trialogue/canonical-json';
import { type Json, type JsonObject, type Services, StrategyFailure } from '@trialogue/plugin-api';
import type { EffectLedger } from './ledger';
import { onceWith } from './once';
import type { Plugins } from './plugins/plugins';
import { mayBeUnawaited } from './unawaited';
import { useTool } from './use-tool';

export interface ToolBindings {
  readonly plugins: Pick<Plugins, 'tool'>;
  /** Those that the call may use. */
  readonly names: readonly string[];
  /** Of the execution. */
  readonly id: string;
  readonly ledger: EffectLedger;
  /** Keeps the effects of nested strategies apart in the ledger. */
  readonly prefix: string;
  readonly logger: Parameters<typeof useTool>[1]['logger'];
  readonly signal: AbortSignal;
}

/** `call.tools`, as one call of a strategy sees it. What a tool answered is recorded, so that a resumed call has it. */
export function lentTools({ plugins, names, id, ledger, prefix, logger, signal }: ToolBindings): Services['tools'] {
  const uses = new Map<string, number>();

  /** Of calls that are alike, the first, the second, …: in the order in which a strategy makes them. */
  function numbered(name: string, given: JsonObject): string {
    const alike = `${name}:${contentHash(given)}`;
    const count = (uses.get(alike) ?? 0) + 1;
    uses.set(alike, count);
    return `${alike}:${count}`;
  }

  async function call(name: string, given: JsonObject, key = numbered(name, given)): Promise<Json> {
    signal.throwIfAborted();
    const loaded = names.includes(name) ? plugins.tool(name) : undefined;
    if (!loaded)
      throw new StrategyFailure({ code: 'TOOL_FAILED', tool: name, reason: 'it is not there for this call' });
    const { effects } = loaded.tool;
    const once = onceWith(ledger, { name, effects }, prefix);
    const place = `tool:${key}`;
    return once(place, () => useTool(loaded, { given, id: `${id}:${prefix}${place}`, signal, logger }));
  }

  return {
    list: async () =>
      names.flatMap((name) => {
        const tool = plugins.tool(name)?.tool;
        return tool ? [{ name, description: tool.description, input: tool.input }] : [];
      }),
    call: mayBeUnawaited(call),
  };
}
