/** What the plugin adds to the graph of promotions. */
export const promotionTypes = `
  extend type Query {
    "Of one model, newest first."
    promotions(model: ID!, first: Int! = 20, after: String): PromotionConnection!
    promotion(id: ID!): Promotion
  }

  extend type Mutation {
    "Proposes that an alias of a model stands for this version. What is demanded is checked now, and again when it is approved."
    proposePromotion(input: ProposePromotionInput!): Promotion!
    "Checks again and moves the alias in MLflow. By somebody else than who proposed it, unless the plugin allows it."
    approvePromotion(id: ID!, comment: String): Promotion!
    rejectPromotion(id: ID!, comment: String): Promotion!
    "Moves the alias back, if it still stands for the promoted version."
    rollbackPromotion(id: ID!, comment: String): Promotion!
    """
    Logs to the runs of the model versions that its variants predict with what they brought: the metrics
    \`trialogue/EXPERIMENT/exposures\`, \`…/completions\` and \`…/failures\`. The same numbers are logged once.
    """
    logOnlineResults(experiment: ID!): [OnlineResult!]!
  }

  input ProposePromotionInput {
    "As MLflow’s registry calls it."
    model: ID!
    version: ID!
    alias: String! = "champion"
    "What it is decided by."
    experiment: ID
    checks: PromotionChecksInput
    watch: PromotionWatchInput
    comment: String
  }
  input PromotionChecksInput {
    metric: MetricCheckInput
    "The experiment was stopped, and its winner predicts with this version."
    decision: Boolean! = false
    guardrails: PromotionGuardrailsInput
  }
  "Of the version’s run, as logged last: one of the three."
  input MetricCheckInput { name: String! atLeast: Float atMost: Float betterThanCurrent: BetterMetric }
  "Which is better, than that of the version that the alias stands for."
  enum BetterMetric { HIGHER LOWER }
  "Of the executions of the version in the experiment, those of stand-ins left out."
  input PromotionGuardrailsInput {
    "Largest share that may have failed, 0–1."
    failureRate: Float!
    "How many it takes to tell."
    minExecutions: Int! = 1
  }
  "What rolls the promotion back by itself: executions of the version after the promotion."
  input PromotionWatchInput {
    "Where they are counted; the promotion’s experiment unless told."
    experiment: ID
    "Share of failures above which it is rolled back, 0–1."
    failureRate: Float!
    minExecutions: Int! = 20
    forMinutes: Int! = 1440
  }

  type PromotionConnection { edges: [PromotionEdge!]! pageInfo: PageInfo! }
  type PromotionEdge { node: Promotion! cursor: String! }

  enum PromotionStatus {
    PROPOSED
    "A check does not hold; it may be approved once it does."
    BLOCKED
    "Approved; the alias is being moved, and will be even if a process or MLflow fails in between."
    PROMOTING
    PROMOTED
    REJECTED
    ROLLING_BACK
    ROLLED_BACK
    "Approved, and the alias could not be moved: see \`reason\`."
    FAILED
  }

  type Promotion @key(fields: "id") {
    id: ID!
    model: ID!
    version: ID!
    modelVersion: ModelVersion!
    alias: String!
    "The version that it replaces; null: nothing had the alias."
    from: ID
    status: PromotionStatus!
    "Why it is blocked, rejected, rolled back, failed, or not finished yet."
    reason: String
    "Key of the experiment that it is decided by."
    experiment: ID
    checks: [PromotionCheck!]!
    watch: PromotionWatch
    proposedBy: String!
    proposedAt: DateTime!
    approvedBy: String
    approvedAt: DateTime
    "Oldest first."
    history: [PromotionAct!]!
    "What was known when it was checked last."
    snapshot: PromotionSnapshot!
  }
  type PromotionCheck { name: String! ok: Boolean! reason: String observed: String required: String }
  type PromotionWatch { experiment: ID! failureRate: Float! minExecutions: Int! forMinutes: Int! }
  enum PromotionActKind { PROPOSE APPROVE REJECT PROMOTE ROLL_BACK ROLLED_BACK FAIL }
  type PromotionAct { act: PromotionActKind! by: String! at: DateTime! comment: String }
  type PromotionSnapshot {
    at: DateTime!
    "Of the version’s run."
    metrics: JSONObject!
    experiment: ExperimentSnapshot
  }
  type ExperimentSnapshot {
    experiment: ID!
    status: String!
    "Hash of its release."
    release: ID
    winner: ID
    variants: [VariantSnapshot!]!
    asOf: DateTime!
  }
  type VariantSnapshot { variant: ID! "\`name/version\` of the model version." model: ID exposures: Int! completions: Int! failures: Int! fallbacks: Int! }

  type OnlineResult {
    experiment: ID!
    modelVersion: ModelVersion!
    runId: ID!
    exposures: Int!
    completions: Int!
    failures: Int!
    "Every event that was committed before this moment is counted."
    asOf: DateTime!
  }
`;
