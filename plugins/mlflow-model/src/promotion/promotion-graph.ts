import type { MlflowRegistry } from '@trialogue/mlflow';
import type { GraphContext, GraphModule, Host } from '@trialogue/plugin-api';
import { type Connection, checkFirst, cursorInvalid } from '../graph/pages';
import { byId } from '../graph/registry-graph';
import { AliasMoves } from './alias-moves';
import { readExperiment } from './experiment-facts';
import { Ledger } from './ledger';
import { type OnlineResult, onlineResults } from './online-results';
import type { Demands, Promotion, Watch } from './promotion';
import { promotionTypes } from './promotion-types';
import { Promotions } from './promotions';
import { commentProblem, type Proposal } from './proposal';
import { askingMlflow, refusals } from './refusals';
import { lookAfter } from './watching';

export interface PromotionOptions {
  readonly selfApproval: boolean;
  /** Between two looks at what is watched, or was left in the middle; nobody looks unless told. */
  readonly lookEveryMs?: number;
}

/** Promotions, and the loop that looks after them until the host's signal. */
export function promotionGraph(registry: MlflowRegistry, host: Host, options: PromotionOptions): GraphModule {
  const now = () => new Date();
  const ledger = new Ledger(host.records);
  const logOnline = onlineResults(registry, host.records);
  const moves = new AliasMoves({ ledger, registry, logger: host.logger, now, logOnline });
  const promotions = new Promotions({ host, registry, ledger, moves, now, selfApproval: options.selfApproval });
  const { lookEveryMs } = options;
  if (lookEveryMs !== undefined) void lookAfter({ host, ledger, moves, promotions, now }, lookEveryMs);

  type Commented = { readonly id: string; readonly comment?: string | null };
  const act =
    (carryOut: (id: string, by: string, comment: string | null) => Promise<Promotion>) =>
    (_: unknown, { id, comment = null }: Commented, { caller }: GraphContext) => {
      const problem = commentProblem(comment);
      if (problem) throw refusals.badInput(problem);
      return carryOut(id, caller.subject, comment);
    };

  return {
    typeDefs: promotionTypes,
    scopes: { Mutation: { approvePromotion: ['admin'] } },
    references: {
      Promotion: (keys: readonly { readonly id: string }[]) => Promise.all(keys.map(({ id }) => promotions.find(id))),
    },
    resolvers: {
      Query: {
        promotions: (_, { model, first, after }) => pageOfPromotions(ledger, model, first, after),
        promotion: (_, { id }) => promotions.find(id),
      },
      Mutation: {
        proposePromotion: (_, { input }, { caller }) => promotions.propose(proposalOf(input), caller.subject),
        approvePromotion: act((id, by, comment) => promotions.approve(id, by, comment)),
        rejectPromotion: act((id, by, comment) => promotions.reject(id, by, comment)),
        rollbackPromotion: act((id, by, comment) => promotions.rollBack(id, by, comment)),
        async logOnlineResults(_, { experiment }): Promise<OnlineResult[]> {
          const facts = await readExperiment(host, experiment);
          const models = new Set(facts.variants.flatMap(({ model }) => model ?? []));
          const logged: OnlineResult[] = [];
          for (const id of models) {
            const result = await askingMlflow(() => logOnline(facts, id));
            if (result) logged.push(result);
          }
          return logged;
        },
      },
      Promotion: {
        modelVersion: ({ model, version }: Promotion) => byId(`${model}/${version}`),
        proposedBy: ({ history }: Promotion) => history[0]!.by,
        proposedAt: ({ history }: Promotion) => history[0]!.at,
        approvedBy: (promotion: Promotion) => approvalOf(promotion)?.by ?? null,
        approvedAt: (promotion: Promotion) => approvalOf(promotion)?.at ?? null,
      },
      OnlineResult: { modelVersion: ({ modelVersion }: OnlineResult) => byId(modelVersion) },
    },
  };
}

const approvalOf = ({ history }: Promotion) => history.findLast(({ act }) => act === 'APPROVE');

/** As the graph hands it over: what is not given may be null. */
interface Input {
  readonly model: string;
  readonly version: string;
  readonly alias: string;
  readonly experiment?: string | null;
  readonly checks?: {
    readonly metric?: { readonly [member: string]: any } | null;
    readonly decision: boolean;
    readonly guardrails?: Demands['guardrails'] | null;
  } | null;
  readonly watch?: (Omit<Watch, 'experiment'> & { readonly experiment?: string | null }) | null;
  readonly comment?: string | null;
}

function proposalOf({ model, version, alias, experiment = null, checks, watch, comment = null }: Input): Proposal {
  const { metric, decision, guardrails } = checks ?? { decision: false };
  const watched = watch?.experiment ?? experiment;
  if (watch && watched === null)
    throw refusals.badInput('`watch` is about an experiment: name it in `watch.experiment` or `experiment`.');
  return {
    ...{ model, version, alias, experiment, comment },
    checks: {
      ...(metric && { metric: withoutNulls(metric) as NonNullable<Demands['metric']> }),
      ...(decision && { decision }),
      ...(guardrails && { guardrails: { ...guardrails } }),
    },
    watch: watch ? { ...watch, experiment: watched! } : null,
  };
}

const withoutNulls = (object: { readonly [member: string]: unknown }) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null && value !== undefined));

async function pageOfPromotions(
  ledger: Ledger,
  model: string,
  first: number,
  after?: string | null,
): Promise<Connection<Promotion>> {
  checkFirst(first);
  const id = after == null ? undefined : Buffer.from(after, 'base64url').toString('utf8');
  if (id !== undefined && !id.startsWith(`${model}/`)) throw cursorInvalid(after!);
  const found = await ledger.list(model, first + 1, id);
  const edges = found
    .slice(0, first)
    .map((node) => ({ node, cursor: Buffer.from(node.id, 'utf8').toString('base64url') }));
  return { edges, pageInfo: { hasNextPage: found.length > first, endCursor: edges.at(-1)?.cursor ?? null } };
}
