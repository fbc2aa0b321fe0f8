import type { GraphContext } from '@trialogue/plugin-api';
import DataLoader from 'dataloader';
import type { Asked } from '../link';
import type { BoundedLog } from './bounded-log';

/** What of a request is data; `id` is the same for all that is asked in the same request. */
export interface ContextData extends Pick<GraphContext, 'caller' | 'requestId'> {
  readonly id: number;
}

type Batch = (keys: readonly string[]) => Promise<readonly unknown[]>;
type Loaders = Map<string, DataLoader<string, any>>;

/** The requests whose fields are being answered: the loads of one batch, whichever field asks for them. */
export class Contexts {
  private readonly open = new Map<number, { readonly loaders: Loaders; users: number }>();

  constructor(private readonly log: BoundedLog) {}

  async during<T>(data: ContextData, asked: Asked, work: (context: GraphContext) => T): Promise<Awaited<T>> {
    const { id, caller, requestId } = data;
    const request = this.open.get(id) ?? { loaders: new Map(), users: 0 };
    this.open.set(id, request);
    request.users += 1;
    try {
      return await work({
        caller,
        requestId,
        get signal() {
          return asked.signal;
        },
        logger: this.log.logger((line) => asked.tell('log', line)),
        load(name, key, batch) {
          const loader = request.loaders.get(name) ?? new DataLoader(batch as unknown as Batch);
          request.loaders.set(name, loader);
          return loader.load(key);
        },
      });
    } finally {
      request.users -= 1;
      if (request.users === 0) this.open.delete(id);
    }
  }
}
