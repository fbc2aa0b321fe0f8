import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { assign, type EarlierExposure } from '@trialogue/assignment';
import { buildSchema, graphql, subscribe } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/http';
import type { DefinitionsUpdate, ExperimentDefinition } from '../definitions/definition';
import { Pushes } from './pushes';
import { registrySchema, SmallRegistry } from './small-registry';

const schema = buildSchema(/* GraphQL */ `
  ${registrySchema}
  scalar JSONObject
  scalar DateTime
  type Query {
    definitions(experiments: [ID!]): Definitions!
    assignment(experiment: ID!, unit: ID!, attributes: JSONObject): Assignment!
  }
  type Subscription { definitionsChanged(experiments: [ID!], after: String): Definitions! }
  type Definitions {
    version: String!
    complete: Boolean!
    stale: Boolean!
    experiments: [ExperimentDefinition!]!
    removed: [ID!]!
  }
  type ExperimentDefinition { key: ID! release: ID! snapshot: JSONObject! }
  type Mutation {
    recordExposures(exposures: [ExposureInput!]!): RecordedExposures!
    assignMany(requests: [AssignmentRequest!]!): [AssignmentOutcome!]!
    trackEvents(events: [EventInput!]!): TrackedEvents!
  }
  input AssignmentRequest { experiment: ID! unit: ID! attributes: JSONObject }
  type AssignmentOutcome { assignment: Assignment error: AssignmentError }
  type Assignment {
    release: ID!
    stale: Boolean!
    inExperiment: Boolean!
    reason: String!
    allocation: Int!
    bucket: Float
    propensity: Float
    variant: Variant
    trace: [AssignmentStep!]!
  }
  type Variant { key: ID! }
  type AssignmentStep { step: String! outcome: String! bucket: Float }
  type AssignmentError { code: String! message: String! retryable: Boolean! }
  input ExposureInput {
    experiment: ID!
    release: ID!
    unit: ID!
    variant: ID!
    allocation: Int!
    reason: String!
    at: DateTime!
  }
  type RecordedExposures { accepted: Int! duplicates: Int! rejected: [RejectedExposure!]! }
  type RejectedExposure { index: Int! code: String! message: String! }
  input EventInput { unit: ID! id: ID! type: String! at: DateTime! data: JSONObject }
  type TrackedEvents { accepted: Int! duplicates: Int! rejected: [RejectedEvent!]! }
  type RejectedEvent { index: Int! id: ID! reason: String! }
`);

type Fault = (request: IncomingMessage, response: ServerResponse) => boolean;

/** The part of the product’s graph that a client needs, with a port of its own, and faults when they are asked for. */
export class SmallProduct {
  readonly exposures = new Map<string, any>();
  readonly tracked = new Map<string, any>();
  /** Batches that came, whether or not they had come before. */
  readonly batches: number[] = [];
  /** `after` of each subscription. */
  readonly subscriptions: (string | undefined)[] = [];
  /** How many assignments were asked for, each time. */
  readonly asked: number[] = [];
  /** Unit → what it was exposed to before. */
  readonly met = new Map<string, { [experiment: string]: EarlierExposure }>();
  reads = 0;
  stale = false;
  /** Units of which no exposure is taken. */
  readonly rejects = new Set<string>();
  /** Answers instead of the graph when it says so. */
  fault: Fault = () => false;
  headers: http.IncomingHttpHeaders = {};
  private readonly definitions = new Map<string, ExperimentDefinition>();
  private version = 1;
  private readonly changes = new Pushes<DefinitionsUpdate>();
  readonly registry = new SmallRegistry();
  private readonly sockets = new Set<Socket>();
  private readonly streams = new Set<ServerResponse>();
  private readonly server = http.createServer((request, response) => void this.answer(request, response));
  private port = 0;

  private constructor() {
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  static async start(...definitions: ExperimentDefinition[]): Promise<SmallProduct> {
    const product = new SmallProduct();
    for (const one of definitions) product.definitions.set(one.key, one);
    await product.listen();
    return product;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/graphql`;
  }

  /** How many follow the definitions. */
  get followers(): number {
    return this.streams.size;
  }

  /** At the same address as before. */
  async listen(): Promise<void> {
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** As if its process were killed. */
  async stop(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.cut();
    await closed;
  }

  /** Connections end; others can be made. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** `silently`: those who follow do not hear of it yet. */
  publish(definition: ExperimentDefinition, silently = false): void {
    this.definitions.set(definition.key, definition);
    if (silently) return;
    this.push({ experiments: [definition], removed: [] });
  }

  remove(key: string): void {
    this.definitions.delete(key);
    this.push({ experiments: [], removed: [key] });
  }

  private push(change: Pick<DefinitionsUpdate, 'experiments' | 'removed'>): void {
    this.version++;
    this.changes.push({ ...this.whole(), complete: false, ...change });
  }

  private whole(experiments?: readonly string[]): DefinitionsUpdate {
    const all = [...this.definitions.values()].filter(({ key }) => !experiments || experiments.includes(key));
    return { version: `v${this.version}`, complete: true, stale: this.stale, experiments: all, removed: [] };
  }

  private readonly root = {
    ...this.registry.root,
    definitions: ({ experiments }: { experiments?: string[] }) => {
      this.reads++;
      return this.whole(experiments);
    },
    definitionsChanged: ({ experiments, after }: { experiments?: string[]; after?: string }) => {
      this.subscriptions.push(after);
      return this.changes.after('definitionsChanged', after === this.whole().version ? [] : [this.whole(experiments)]);
    },
    recordExposures: ({ exposures }: { exposures: any[] }) => {
      this.batches.push(exposures.length);
      const rejected = exposures.flatMap(({ unit }, index) =>
        this.rejects.has(unit)
          ? [{ index, code: 'EXPOSURE_INVALID', message: 'The release gives something else.' }]
          : [],
      );
      const taken = exposures.filter(({ unit }) => !this.rejects.has(unit));
      const before = this.exposures.size;
      for (const one of taken) this.exposures.set(`${one.experiment} ${one.unit} ${one.variant}`, one);
      const accepted = this.exposures.size - before;
      return { accepted, duplicates: taken.length - accepted, rejected };
    },
    assignment: ({ experiment, unit }: { experiment: string; unit: string }) => this.assigned(experiment, unit),
    assignMany: ({ requests }: { requests: any[] }) => {
      this.asked.push(requests.length);
      return requests.map(({ experiment, unit }) => {
        if (this.rejects.has(unit)) return { error: { code: 'BAD_USER_INPUT', message: 'No.', retryable: false } };
        return { assignment: this.assigned(experiment, unit) };
      });
    },
    trackEvents: ({ events }: { events: any[] }) => {
      for (const one of events) this.tracked.set(one.id, { ...one });
      return { accepted: events.length, duplicates: 0, rejected: [] };
    },
  };

  private assigned(experiment: string, unit: string) {
    const { release, snapshot } = this.definitions.get(experiment)!;
    return { ...assign(snapshot, { unit, sticky: this.met.get(unit) }), release, stale: this.stale };
  }

  private readonly stream = createHandler({
    schema,
    authenticate: () => '',
    subscribe: (args) =>
      subscribe({
        ...args,
        subscribeFieldResolver: (_, values, __, { fieldName }) => (this.root as any)[fieldName](values),
      }),
  });

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.headers = request.headers;
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'authorization, content-type');
    if (request.method === 'OPTIONS') return void response.end();
    if (this.fault(request, response)) return;
    if (request.url === '/graphql/stream') {
      this.streams.add(response);
      response.on('close', () => this.streams.delete(response));
      return this.stream(request, response);
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { query, variables } = JSON.parse(Buffer.concat(chunks).toString());
    const result = await graphql({ schema, source: query, variableValues: variables, rootValue: this.root });
    response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
  }
}
