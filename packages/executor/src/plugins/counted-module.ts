import type { GraphModule, Resolver, Subscriber } from '@trialogue/plugin-api';
import type { Running } from './running';

/** The same module, whose resolvers and subscriptions count as running while they do. */
export function countedModule(module: GraphModule, running: Running): GraphModule {
  const resolvers = mapMembers(module.resolvers, (fields) =>
    mapMembers(fields, (field) => (isSubscriber(field) ? countedSubscriber(field, running) : counted(field, running))),
  );
  const references = module.references && mapMembers(module.references, (find) => counted(find, running));
  return { ...module, resolvers, ...(references && { references }) };
}

/** What answers at once is no promise then either. */
function counted<Given extends unknown[], Answer>(work: (...given: Given) => Answer, running: Running) {
  if (typeof work !== 'function') return work; // said by whoever takes the module
  return (...given: Given): Answer => {
    const end = running.begin();
    try {
      const answer = work(...given);
      if (!isPromise(answer)) end();
      else void answer.then(end, end);
      return answer;
    } catch (error) {
      end();
      throw error;
    }
  };
}

function countedSubscriber(subscriber: Subscriber, running: Running): Subscriber {
  return {
    subscribe(args, context) {
      const source = subscriber.subscribe(args, context);
      return { [Symbol.asyncIterator]: () => countedEvents(source[Symbol.asyncIterator](), running) };
    },
  };
}

/** Counts from its beginning to its end. No generator: its `return` would wait behind a pending `next`. */
function countedEvents(events: AsyncIterator<unknown>, running: Running): AsyncIterator<unknown> {
  const end = running.begin();
  return {
    async next() {
      try {
        const step = await events.next();
        if (step.done) end();
        return step;
      } catch (error) {
        end();
        throw error;
      }
    },
    async return() {
      end();
      await events.return?.();
      return { done: true, value: undefined };
    },
  };
}

const isSubscriber = (field: Resolver | Subscriber): field is Subscriber =>
  typeof field === 'object' && field !== null && typeof field.subscribe === 'function';

const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';

const mapMembers = <From, To>(members: { readonly [name: string]: From }, map: (member: From) => To) =>
  Object.fromEntries(Object.entries(members).map(([name, member]) => [name, map(member)]));
