/** What the plugin adds to the graph of MLflow's registry. Whatever MLflow has to be asked for may be null with an error. */
export const registryTypes = `
  extend type Query {
    "Models in MLflow’s registry, in its order. \`filter\` is MLflow’s own, such as \`name LIKE 'food%'\`."
    registeredModels(first: Int! = 20, after: String, filter: String): RegisteredModelConnection
    registeredModel(name: ID!): RegisteredModel
    "By number, or by what an alias stands for now."
    modelVersion(name: ID!, version: ID, alias: String): ModelVersion
  }

  extend type Variant @key(fields: "experimentKey key") {
    experimentKey: ID! @external
    key: ID! @external
    config: JSONObject! @external
    "The model version that this variant predicts with; null when its config names none."
    model: ModelVersion @requires(fields: "config")
  }

  type RegisteredModelConnection { edges: [RegisteredModelEdge!]! pageInfo: PageInfo! }
  type RegisteredModelEdge { node: RegisteredModel! cursor: String! }

  type RegisteredModel {
    name: ID!
    description: String
    tags: JSONObject!
    aliases: [ModelAlias!]!
    "Newest first."
    versions(first: Int! = 20, after: String): ModelVersionConnection
    createdAt: DateTime
    updatedAt: DateTime
  }
  type ModelAlias { alias: String! version: ModelVersion! }

  type ModelVersionConnection { edges: [ModelVersionEdge!]! pageInfo: PageInfo! }
  type ModelVersionEdge { node: ModelVersion! cursor: String! }

  "A version of a model, as MLflow’s registry has it. What it says last is told on while it does not answer: see \`stale\`."
  type ModelVersion @key(fields: "id") {
    "\`name/version\`. Null as long as a variant’s experiment has not started and the config names it otherwise than \`name@number\`."
    id: ID
    "As a config names it: \`name@number\` of a policy version as soon as the experiment has started; else \`models:/name/version\`."
    reference: ID!
    "Null for what no config names, and as long as a variant’s config names it otherwise than \`name@number\`."
    policyVersion: PolicyVersion
    "In MLflow’s registry; before the experiment has started, what the config says that it is called, if it says it."
    name: String
    version: String
    description: String
    aliases: [String!]
    "\`READY\`, \`PENDING_REGISTRATION\` or \`FAILED_REGISTRATION\`."
    status: String
    tags: JSONObject
    "Of its run: each as it was logged last."
    metrics: JSONObject
    "Of its run."
    params: JSONObject
    run: ModelRun
    signature: ModelSignature
    createdAt: DateTime
    "Where its artifacts came from."
    source: String
    "MLflow does not answer: this is what it said last."
    stale: Boolean
  }

  "The run of MLflow that a model version comes from."
  type ModelRun {
    id: ID!
    name: String
    experimentId: ID!
    "\`RUNNING\`, \`FINISHED\`, \`FAILED\`, …"
    status: String!
    startedAt: DateTime
    endedAt: DateTime
    "Each as it was logged last."
    metrics: JSONObject!
    params: JSONObject!
    tags: JSONObject!
    "Its page in MLflow."
    url: String!
  }

  "What a model says that it takes and gives."
  type ModelSignature { inputs: [ModelColumn!]! outputs: [ModelColumn!]! params: [ModelParam!]! }
  type ModelColumn { "Null: columns have no names." name: String type: String! required: Boolean! "Of a tensor." shape: [Int!] }
  type ModelParam { name: String! type: String! default: JSON }
`;
