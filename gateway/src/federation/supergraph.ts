import type { SubgraphFetch } from '@trialogue/subgraph';
import type { DocumentNode, ExecutionResult, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { getOperationAST } from 'graphql';
import {
  type Operation,
  operationFromDocument,
  type PlanNode,
  QueryPlanner,
  type SubscriptionNode,
  SupergraphModel,
} from './apollo';
import { ResponseShaper } from './response-shaper';
import { type Fetchers, runPlan } from './run-plan';

/** Where the events of a subscription come from. */
export interface SubscriptionRoot extends Pick<SubgraphFetch, 'document' | 'operationName'> {
  readonly subgraph: string;
  /** Names of the operation's variables that it takes. */
  readonly variables: readonly string[];
}

/** How one operation is answered. */
export interface Plan {
  readonly definition: OperationDefinitionNode;
  /** Given for a subscription; executing then answers one of its events, with the root's fetch as the event. */
  readonly subscriptionRoot?: SubscriptionRoot;
  readonly operation: Operation;
  /** Nothing for an operation that asks no subgraph. */
  readonly node?: PlanNode;
  readonly shaper: ResponseShaper;
}

/** A composed graph: its API schema, a planner, and the execution of plans. Immutable. */
export class Supergraph {
  readonly schema: GraphQLSchema;
  private readonly api;
  private readonly full: GraphQLSchema;
  private readonly planner: QueryPlanner;

  /** Blocks for tens of milliseconds. Throws when the SDL is not a supergraph. */
  constructor(readonly sdl: string) {
    const model = SupergraphModel.build(sdl);
    this.api = model.apiSchema();
    this.schema = this.api.toGraphQLJSSchema();
    this.full = model.schema.toGraphQLJSSchema();
    this.planner = new QueryPlanner(model, { exposeDocumentNodeInFetchNode: true });
  }

  /** Plans an operation of a valid document. Takes milliseconds: cache what it answers. */
  plan(document: DocumentNode, operationName?: string): Plan {
    const definition = getOperationAST(document, operationName)!;
    const operation = operationFromDocument(this.api, document, { operationName });
    const { node } = this.planner.buildQueryPlan(operation);
    const shaper = new ResponseShaper(this.schema, document, definition);
    if (node?.kind !== 'Subscription') return { definition, operation, node, shaper };
    return { definition, operation, ...splitSubscription(node), shaper };
  }

  /** Answers what the operation selects, of what its subgraphs answer. Rejects only when this code is wrong. */
  async execute(
    { node, operation, shaper }: Plan,
    fetchers: Fetchers,
    variables: Record<string, unknown>,
    request: SubgraphFetch['request'],
  ): Promise<ExecutionResult> {
    const run = { fetchers, variables, request, operation, schema: this.full };
    const { data: fetched, errors } = await runPlan(node, run);
    const { data, unexplained } = shaper.shape(variables, fetched);
    // A null that no subgraph explained, like the non-null field of an entity that is gone, is an error of its own.
    const all = errors.length > 0 ? errors : unexplained;
    return all.length > 0 ? { errors: all, data } : { data };
  }
}

function splitSubscription({ primary, rest }: SubscriptionNode): Pick<Plan, 'subscriptionRoot' | 'node'> {
  return {
    subscriptionRoot: {
      subgraph: primary.serviceName,
      document: primary.operationDocumentNode!,
      operationName: primary.operationName,
      variables: primary.variableUsages ?? [],
    },
    node: { kind: 'Sequence', nodes: rest ? [primary, rest] : [primary] },
  };
}
