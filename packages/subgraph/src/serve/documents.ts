import { DomainError } from '@trialogue/errors';
import { type DocumentNode, type GraphQLError, parse, validate } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { SchemaVersion } from './schema-versions';

/** Heap taken per character of an operation's text, rounded up. */
const bytesPerCharacter = 110;
const mostBytes = 16 * 2 ** 20;

/** Operations that gateways sent, each parsed once. */
export class Documents {
  private readonly known = new LRUCache<string, DocumentNode>({ maxSize: mostBytes });

  constructor(private readonly subgraph: string) {}

  /**
   * The document of an operation, to be executed on a version.
   *
   * @param planned it was planned for this very version, and so is valid
   * @throws DomainError BAD_USER_INPUT for what does not parse; SUBGRAPH_UNAVAILABLE for what was planned for a version
   *   that is not known here and this one cannot answer, which passes when gateway and subgraph have caught up
   */
  of({ hash, schema }: SchemaVersion, text: string, planned: boolean): DocumentNode {
    const key = `${planned ? 'planned' : hash} ${text}`;
    let document = this.known.get(key);
    if (!document) {
      document = parsed(text);
      const [error] = planned ? [] : validate(schema, document);
      if (error) throw new DomainError('SUBGRAPH_UNAVAILABLE', { subgraph: this.subgraph }, { cause: error });
      this.known.set(key, document, { size: 1 + key.length * bytesPerCharacter });
    }
    return document;
  }
}

function parsed(text: string): DocumentNode {
  try {
    return parse(text);
  } catch (error) {
    throw new DomainError('BAD_USER_INPUT', { problem: (error as GraphQLError).message }, { cause: error });
  }
}
