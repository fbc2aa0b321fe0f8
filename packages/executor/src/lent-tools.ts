import { createHash } from 'node:crypto';
import { type Json, type JsonObject, type Logger, type Services, StrategyFailure } from '@trialogue/plugin-api';
import { type EffectLedger, onceWith } from '@trialogue/plugin-api/host';
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
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

const failed = (tool: string, reason: string) => new StrategyFailure({ code: 'TOOL_FAILED', tool, reason });

/** `call.tools`, as one call of a strategy sees it. What a tool answered is recorded, so that a resumed call has it. */
export function lentTools({ plugins, names, id, ledger, prefix, logger, signal }: ToolBindings): Services['tools'] {
  const uses = new Map<string, number>();
  const ledgers = new Map<string, ReturnType<typeof onceWith>>();

  /** Of calls that are alike, the first, the second, …: in the order in which a strategy makes them. */
  function numbered(name: string, given: JsonObject): string {
    const hash = createHash('sha256').update(JSON.stringify(given)).digest('hex');
    const count = (uses.get(`${name}:${hash}`) ?? 0) + 1;
    uses.set(`${name}:${hash}`, count);
    return `${hash}:${count}`;
  }

  async function call(name: string, given: JsonObject, key = numbered(name, given)): Promise<Json> {
    signal.throwIfAborted();
    const loaded = names.includes(name) ? plugins.tool(name) : undefined;
    if (!loaded) throw failed(name, 'it is not there for this call');
    const { effects } = loaded.tool;
    const once = ledgers.get(name) ?? onceWith(ledger, { name, effects }, prefix, failed);
    ledgers.set(name, once);
    const place = `tool:${name}:${key}`;
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
