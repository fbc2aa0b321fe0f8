import type { RequestContext, SubgraphSource } from '@trialogue/subgraph';
import {
  assertValidSchema,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { type CostOf, costOf } from './operation-cost';
import { type OperationLimits, operationLimits } from './operation-limits';
import { parseDocument } from './parse-document';
import type { Fetchers } from './run-plan';
import { type Plan, Supergraph } from './supergraph';
import { validateDocument } from './validate-document';

/** Heap taken per character of an operation's text, as measured for short queries over two subgraphs, rounded up. */
const bytesPerCharacter = { document: 110, plan: 330 };
const documentBytes = 16 * 2 ** 20;
const planBytes = 32 * 2 ** 20;

/** An operation that was parsed, validated and planned against one snapshot, and runs there. */
export interface PreparedOperation extends Plan {
  readonly snapshot: Snapshot;
  /** What it may cost with a request's variables; bounded by the snapshot's limits. */
  readonly cost: CostOf;
}

/** The graph between two changes of its schema: schema, planner, sources and caches. An operation stays on its snapshot. */
export class Snapshot {
  readonly fetchers: Fetchers;
  private readonly documents = new LRUCache<string, DocumentNode>({ maxSize: documentBytes });
  private readonly validated = new WeakMap<DocumentNode, readonly GraphQLError[]>();
  private readonly operations = new LRUCache<string, PreparedOperation>({ maxSize: planBytes });

  constructor(
    private readonly supergraph: Supergraph,
    readonly sources: ReadonlyMap<string, SubgraphSource>,
    readonly limits: OperationLimits,
  ) {
    this.fetchers = Object.fromEntries([...sources].map(([name, source]) => [name, (fetch) => source.fetch(fetch)]));
  }

  /** Builds a snapshot completely; blocks for tens of milliseconds. Throws when the schema cannot be served. */
  static build(
    supergraphSdl: string,
    sources: ReadonlyMap<string, SubgraphSource>,
    limits: OperationLimits = operationLimits,
  ): Snapshot {
    const supergraph = new Supergraph(supergraphSdl);
    assertValidSchema(supergraph.schema);
    return new Snapshot(supergraph, sources, limits);
  }

  get schema(): GraphQLSchema {
    return this.supergraph.schema;
  }

  get supergraphSdl(): string {
    return this.supergraph.sdl;
  }

  /** Bytes that its caches take, as estimated. */
  get cached(): { readonly documents: number; readonly plans: number } {
    return { documents: this.documents.calculatedSize, plans: this.operations.calculatedSize };
  }

  /** Throws a GraphQLError with the code GRAPHQL_PARSE_FAILED or OPERATION_TOO_LARGE. */
  parse(text: string): DocumentNode {
    const known = this.documents.get(text);
    if (known) return known;
    const document = parseDocument(text, this.limits);
    this.documents.set(text, document, { size: 1 + text.length * bytesPerCharacter.document });
    return document;
  }

  /** What is wrong with a document in this schema, by the same rules for every door; an empty list when nothing is. */
  validate(document: DocumentNode): readonly GraphQLError[] {
    let errors = this.validated.get(document);
    if (!errors) {
      errors = validateDocument(this.schema, document, this.limits);
      this.validated.set(document, errors);
    }
    return errors;
  }

  /** Plans an operation of a valid document, once for each text and operation name. Throws when there is no such one. */
  prepare(document: DocumentNode, text: string, operationName?: string): PreparedOperation {
    const key = `${operationName ?? ''}\n${text}`;
    let operation = this.operations.get(key);
    if (!operation) {
      const plan = this.supergraph.plan(document, operationName);
      operation = { ...plan, snapshot: this, cost: costOf(this.schema, document, plan.definition) };
      this.operations.set(key, operation, { size: 1 + key.length * bytesPerCharacter.plan });
    }
    return operation;
  }

  execute(
    plan: Plan,
    variables: Record<string, unknown>,
    request: RequestContext,
    fetchers: Fetchers = this.fetchers,
  ): Promise<ExecutionResult> {
    return this.supergraph.execute(plan, fetchers, variables, request);
  }
}
