import type { SubgraphFetch } from '@trialogue/subgraph';
import { type ExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql';
import { applyRewrites, deepMerge, evaluateCondition, type FetchNode, type Operation, type PlanNode } from './apollo';
import { representationOf } from './representation';

/** Executes fetches at subgraphs, by name. The data that it answers with is changed by what is merged into it. */
export type Fetchers = Readonly<Record<string, (fetch: SubgraphFetch) => Promise<ExecutionResult>>>;

export interface PlanRun {
  readonly fetchers: Fetchers;
  readonly variables: Record<string, unknown>;
  readonly request: SubgraphFetch['request'];
  readonly operation: Operation;
  /** The supergraph's schema: it knows every type, also those that the API hides. */
  readonly schema: GraphQLSchema;
}

type Data = Record<string, any>;
type Path = readonly (string | number)[];

/** Everything that was fetched, in the shape of the answer, and what went wrong on the way. */
export interface Fetched {
  readonly data: Data;
  readonly errors: GraphQLError[];
}

/** Runs a query plan: what a fetch answers is merged into what is there, at the place that the plan says. */
export async function runPlan(node: PlanNode | undefined, run: PlanRun): Promise<Fetched> {
  const fetched: Fetched = { data: Object.create(null), errors: [] };
  if (node) await runNode(node, [], run, fetched);
  return fetched;
}

async function runNode(node: PlanNode, path: Path, run: PlanRun, fetched: Fetched): Promise<void> {
  switch (node.kind) {
    case 'Sequence':
      for (const child of node.nodes) await runNode(child, path, run, fetched);
      return;
    case 'Parallel':
      await Promise.all(node.nodes.map((child) => runNode(child, path, run, fetched)));
      return;
    case 'Flatten':
      return runNode(node.node, [...path, ...node.path], run, fetched);
    case 'Condition': {
      const holds = evaluateCondition(node, run.operation.variableDefinitions, run.variables);
      const branch = holds ? node.ifClause : node.elseClause;
      return branch && runNode(branch, path, run, fetched);
    }
    case 'Fetch':
      return node.requires ? fetchEntities(node, path, run, fetched) : fetchRoot(node, path, run, fetched);
    case 'Defer':
      throw new Error('@defer is refused before it is planned.');
  }
}

async function fetchRoot(node: FetchNode, path: Path, run: PlanRun, fetched: Fetched): Promise<void> {
  const { data, errors } = await send(node, variablesOf(node, run), run);
  for (const error of errors ?? []) fetched.errors.push(moved(error, error.path && [...path, ...error.path]));
  if (!data) return;
  applyRewrites(run.schema, node.outputRewrites, data);
  for (const { value } of placesAt(fetched.data, path)) deepMerge(value, data);
}

/** One fetch for all entities at a place. */
async function fetchEntities(node: FetchNode, path: Path, run: PlanRun, fetched: Fetched): Promise<void> {
  const places: Place[] = [];
  const representations: Data[] = [];
  for (const place of placesAt(fetched.data, path)) {
    const representation = representationOf(run.schema, place.value, node.requires!);
    if (!representation?.__typename) continue;
    applyRewrites(run.schema, node.inputRewrites, representation);
    places.push(place);
    representations.push(representation);
  }
  if (places.length === 0) return;
  const { data, errors } = await send(node, { ...variablesOf(node, run), representations }, run);
  for (const error of errors ?? []) fetched.errors.push(moved(error, pathInAnswer(error.path, places)));
  if (!data) return;
  const entities = data._entities as (Data | null)[];
  for (const [index, { value }] of places.entries()) {
    const entity = entities[index];
    if (!entity) continue;
    entity.__typename ??= value.__typename;
    applyRewrites(run.schema, node.outputRewrites, entity);
    mergeEntity(value, entity);
  }
}

/** `deepMerge` for an entity, most of whose fields are new where it is; what is there by inheritance is left to it. */
function mergeEntity(target: Data, entity: Data): void {
  for (const key of Object.keys(entity)) {
    const value = entity[key];
    const isPlain = typeof value !== 'object' && Object.hasOwn(target, key);
    if (isPlain || !(key in target)) target[key] = value;
    else deepMerge(target, { [key]: value });
  }
}

async function send(node: FetchNode, variables: Data, { fetchers, request }: PlanRun): Promise<ExecutionResult> {
  const { serviceName, operationDocumentNode, operationName } = node;
  try {
    return await fetchers[serviceName]!({ document: operationDocumentNode!, operationName, variables, request });
  } catch (error) {
    return { errors: [new GraphQLError(`${serviceName} failed.`, { originalError: error as Error })] };
  }
}

function variablesOf({ variableUsages }: FetchNode, { variables }: PlanRun): Data {
  const used: Data = Object.create(null);
  for (const name of variableUsages ?? []) if (Object.hasOwn(variables, name)) used[name] = variables[name];
  return used;
}

/** An object of what was fetched, and how to say where it is. */
interface Place {
  readonly value: Data;
  readonly parent?: Place;
  readonly steps: Path;
}

/** The objects at a path of the plan, where `@` goes into a list; nulls have none. */
function placesAt(data: Data, path: Path): Place[] {
  let places: Place[] = [{ value: data, steps: [] }];
  for (const step of path) {
    const next: Place[] = [];
    for (const parent of places) {
      if (step === '@') for (const [index, value] of parent.value.entries()) add(next, value, parent, index);
      else add(next, Object.hasOwn(parent.value, step) ? parent.value[step] : undefined, parent, step);
    }
    places = next;
  }
  return places;
}

function add(places: Place[], value: Data | null | undefined, parent: Place, step: string | number): void {
  if (value !== null && value !== undefined) places.push({ value, parent, steps: [step] });
}

function pathOf(place: Place | undefined): Path {
  return place ? [...pathOf(place.parent), ...place.steps] : [];
}

/** `_entities, index, …` of a subgraph's answer is the path of that entity in ours; what concerns all is said at the first. */
function pathInAnswer(path: GraphQLError['path'], places: readonly Place[]): Path {
  const [, index, ...rest] = path ?? [];
  return typeof index === 'number' ? [...pathOf(places[index]), ...rest] : pathOf(places[0]);
}

const moved = ({ message, extensions, originalError }: GraphQLError, path: Path | undefined): GraphQLError =>
  new GraphQLError(message, { path, extensions, originalError });
