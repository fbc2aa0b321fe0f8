interface ErrorEntry {
  /** HTTP status that fits when the error ends a whole request. */
  readonly status: number;
  /** One sentence; `{name}` stands for a datum the thrower must give. */
  readonly message: string;
  /** What the caller can do. */
  readonly help: string;
  /** The same request may succeed later, unchanged. */
  readonly retryable?: true;
}

/** Every error that a caller can provoke. `docs/errors.md` is generated from it. */
export const errorTable = {
  UNAUTHENTICATED: {
    status: 401,
    message: 'This needs a caller: {reason}.',
    help: 'Send `authorization: Bearer KEY` (over WebSocket: `connectionParams.key`). A key is made by `npx trialogue keys create`.',
  },
  FORBIDDEN: {
    status: 403,
    message: 'This needs the scope {scope}.',
    help: 'Use a key that has the scope, or ask an admin to make one.',
  },
  ORIGIN_REFUSED: {
    status: 403,
    message: 'Requests from {origin} are not accepted.',
    help: 'Add the origin to `TRIALOGUE_ORIGINS`, or the host to `TRIALOGUE_HOSTS` (comma-separated), and restart.',
  },
  BAD_USER_INPUT: {
    status: 400,
    message: '{problem}',
    help: 'Correct the argument named in the message.',
  },
  CONFIG_INVALID: {
    status: 400,
    message: '{subject} has {count} problem(s): {first}',
    help: 'Correct what `problems` lists; each has a path and a message.',
  },
  STORE_UNAVAILABLE: {
    status: 503,
    message: 'The database does not answer at the moment.',
    help: 'Try again in a few seconds, under the same id where the operation takes one: what was written without an answer is then found.',
    retryable: true,
  },
  EXPERIMENT_NOT_FOUND: {
    status: 404,
    message: 'There is no experiment {experiment}.',
    help: 'List them with `experiments { edges { node { key } } }`.',
  },
  EXPERIMENT_NOT_RUNNING: {
    status: 409,
    message: 'Experiment {experiment} is {status}, not RUNNING.',
    help: 'Start it with `startExperiment`.',
  },
  EXPERIMENT_STATE: {
    status: 409,
    message: 'Experiment {experiment} is {status}: it cannot be {act}.',
    help: 'See `status` for where it stands; a draft can be changed and started, a running one paused or stopped, a stopped one archived.',
  },
  ALLOCATION_TOO_SOON: {
    status: 429,
    message: 'The weights of experiment {experiment} were changed a moment ago; again in {retryAfterMs} ms.',
    help: 'Wait for `extensions.retryAfterMs`, read the outcomes again, and allocate by them.',
    retryable: true,
  },
  EXPERIMENT_EXISTS: {
    status: 409,
    message: 'There is an experiment {experiment} already.',
    help: 'Choose another key, or change it with `updateExperiment`.',
  },
  EXPERIMENT_PINNED: {
    status: 409,
    message: 'Experiment {experiment} is asked by {by}, which lets units in by what they get here.',
    help: 'Stop what asks it first, or take it out of its `prerequisites`.',
  },
  PARTITION_EXISTS: {
    status: 409,
    message: 'There is a {kind} {key} already.',
    help: 'Choose another key, or use the one that is there.',
  },
  PARTITION_IMMUTABLE: {
    status: 409,
    message: 'The {kind} {key} is there and its {part} cannot change: units would move.',
    help: 'Put it back, or make another under a new key; a description may change.',
  },
  UNIT_NOT_IN_EXPERIMENT: {
    status: 409,
    message: 'Unit {unit} is not in experiment {experiment}: {reason}.',
    help: 'Serve the default, or start the conversation with a `prompt` instead of an `experiment`.',
  },
  NOTHING_TO_EXECUTE: {
    status: 409,
    message: 'Variant {variant} of experiment {experiment} is a plain value: there is nothing to execute.',
    help: 'Ask for its `value` with `assign`, or give the variant a config.',
  },
  VARIANT_WITHOUT_PROMPT: {
    status: 409,
    message: 'Variant {variant} of experiment {experiment} names no prompt: there is nothing to resolve.',
    help: 'Ask for it with `execute` or `assign`, or give the variant a `prompt_config`.',
  },
  PROMPT_NOT_FOUND: {
    status: 404,
    message: 'There is no prompt {prompt}.',
    help: 'List them with `prompts { edges { node { name } } }`. A version is `name@number`, a label `name@label`.',
  },
  PROMPT_VERSION_IMMUTABLE: {
    status: 409,
    message: 'Version {version} of prompt {prompt} is published and its behaviour cannot change.',
    help: 'Publish the change as the next version; of a file, `trialogue prompts sync --on-edit new-version` makes it so.',
  },
  PROMPT_VERSION_PINNED: {
    status: 409,
    message: 'Prompt {prompt} is pinned by {by}.',
    help: 'Stop what pins it first, or let an admin archive it with `force: true`.',
  },
  PROMPT_VERSION_LABELLED: {
    status: 409,
    message: 'The version {prompt} cannot be archived while {labels} stands on it.',
    help: 'Move the label with `labelPromptVersion` or take it away with `removePromptLabel` first, or let an admin archive it with `force: true`.',
  },
  PROMPT_VERSION_ARCHIVED: {
    status: 410,
    message: 'The version {prompt} is archived.',
    help: 'Use another version, or make it ACTIVE again with `setPromptVersionStatus`.',
  },
  PROMPT_VERSION_STATUS: {
    status: 409,
    message: 'The version {prompt} is {from} and cannot become {to}.',
    help: 'A draft becomes ACTIVE or ARCHIVED, an active version ARCHIVED, an archived one ACTIVE.',
  },
  PROMPT_LABEL_NOT_FOUND: {
    status: 404,
    message: 'There is no label {label} of prompt {prompt}.',
    help: 'List them with `prompt(name: …) { labels { label } }`.',
  },
  PROMPT_LABEL_MOVED: {
    status: 409,
    message: 'The label {label} of prompt {prompt} stands {found}, not {expected}.',
    help: 'Somebody else moved it: look where it stands, and decide anew.',
  },
  PROMPT_LABEL_PROTECTED: {
    status: 403,
    message: 'The label {label} of prompt {prompt} is protected.',
    help: 'Let an admin move it, or take the protection away with `protectPromptLabel`.',
  },
  PROMPT_LABEL_UNMOVED: {
    status: 409,
    message: 'No move of the label {label} of prompt {prompt} is left to be undone.',
    help: 'See its `history`; place it with `labelPromptVersion`.',
  },
  PROMPT_FILES_UNAVAILABLE: {
    status: 409,
    message:
      'The product runs where no `config/prompts.yml` is: there are no files to bring together with the database.',
    help: 'Run `npx trialogue prompts sync` in your project’s folder: it sends what the files there say.',
  },
  PROMPT_VARIABLE_MISSING: {
    status: 400,
    message: 'Prompt {prompt} needs the variable {variable}.',
    help: 'Give it in `variables`.',
  },
  PROMPT_VARIABLE_INVALID: {
    status: 400,
    message: 'Prompt {prompt} does not take this value of {variable}: {problem}',
    help: 'Give a value that the variable’s schema takes: see `PromptVersion.variables`.',
  },
  TEMPLATE_INVALID: {
    status: 400,
    message: 'The template cannot be used: {problem}',
    help: 'Correct the template at the line and column in the message.',
  },
  RENDERING_FORBIDDEN: {
    status: 400,
    message: 'The prompt cannot be rendered in this place: {reason}',
    help: 'Allow `unsafe-eval` in the page’s Content-Security-Policy, declare the variables without schemas, or ask the graph’s `resolvePrompt`.',
  },
  FLOW_NOT_FOUND: {
    status: 404,
    message: 'There is no flow {flow}.',
    help: 'List them with `flows { edges { node { key } } }`. A version is `name@number`.',
  },
  FLOW_INVALID: {
    status: 400,
    message: 'The flow cannot be used: {problem}',
    help: 'Correct what `problems` lists; each has a path into the flow and a message.',
  },
  FLOW_TEXT_FAILED: {
    status: 400,
    message: 'The text of state {state} cannot be rendered: {problem}',
    help: 'Give the value in `variables` or `attributes`, or let the flow’s text ask `is defined` before it uses it.',
  },
  FLOW_EVENT_UNKNOWN: {
    status: 400,
    message: 'Flow {flow}: {problem}',
    help: 'Send an event that a state of this version of the flow awaits: see `await` in `conversation { flow { definition } }`.',
  },
  FLOW_EVENT_MISSED: {
    status: 409,
    message: 'The flow does not wait for the event {event} in state {state}: what was due went first.',
    help: 'Send it again when the flow awaits it; `sendEvent` says `taken: false`.',
  },
  FLOW_VERSION_IMMUTABLE: {
    status: 409,
    message: 'Version {version} of flow {flow} is published and its behaviour cannot change.',
    help: 'Publish the change as the next version; of a file, `trialogue flows sync --on-edit new-version` makes it so.',
  },
  FLOW_VERSION_STATUS: {
    status: 409,
    message: 'The version {flow} is {from} and cannot become {to}.',
    help: 'A draft becomes ACTIVE or ARCHIVED, an active version DRAINING or ARCHIVED, one that is drained ACTIVE or ARCHIVED, an archived one ACTIVE.',
  },
  FLOW_FILES_UNAVAILABLE: {
    status: 409,
    message: 'The product runs where no `config/flows.yml` is: there are no files to bring together with the database.',
    help: 'Run `npx trialogue flows sync` in your project’s folder: it sends what the files there say.',
  },
  FLOW_MIGRATION_REFUSED: {
    status: 409,
    message: 'Conversations cannot go over from {from} to {to}: {problem}',
    help: 'Correct what `problems` lists: say in `states` where each goes on, and in `slots` what becomes of their values. Try with `dryRun: true`.',
  },
  FLOW_VERSION_PINNED: {
    status: 409,
    message: 'Flow {flow} is pinned by {by}.',
    help: 'Stop what pins it first.',
  },
  CONVERSATION_NOT_FOUND: {
    status: 404,
    message: 'There is no conversation {conversation} that you may see.',
    help: 'Check the id and, with a `converse` key, that the unit token is of the conversation’s unit.',
  },
  CONVERSATION_BUSY: {
    status: 409,
    message: 'Conversation {conversation} is answering another message.',
    help: 'Send it with `whenBusy: WAIT`, or wait for the end of the other on `messageStream`, or cancel that with `cancelMessage`, then send again.',
    retryable: true,
  },
  CONVERSATION_EXPIRED: {
    status: 409,
    message: 'Conversation {conversation} expired at {at}.',
    help: 'Start a new one with `startConversation`.',
  },
  CONVERSATION_RATED: {
    status: 409,
    message: 'Conversation {conversation} has another rating already.',
    help: 'A conversation is rated once: nothing is to be done.',
  },
  BUDGET_UNPRICED: {
    status: 409,
    message: 'The variant has a budget in US dollars, and there is no price for {models}.',
    help: 'Add the price to `config/prices.yml`, or bound the budget in `tokens`.',
  },
  CONVERSATION_ENDED: {
    status: 409,
    message: 'Conversation {conversation} has ended ({status}).',
    help: 'Start a new one with `startConversation`.',
  },
  CONVERSATION_HANDED_OFF: {
    status: 409,
    message: 'A person has conversation {conversation}, and its flow stands still.',
    help: 'Send it again once the conversation is handed back.',
    retryable: true,
  },
  CONVERSATION_NOT_HANDED_OFF: {
    status: 409,
    message: 'No person has conversation {conversation}.',
    help: 'Take it over with `handOff` first; what is handed back already needs nothing more.',
  },
  HAND_BACK_FAILED: {
    status: 503,
    message: 'Conversation {conversation} is still handed off, for its flow could not go on: {reason}',
    help: 'Hand it back again, with the `data` that its flow needs; or end the conversation.',
    retryable: true,
  },
  TURN_ABANDONED: {
    status: 503,
    message: 'The process that answered died before it was done.',
    help: 'Send the message again with a new `clientMessageId`.',
    retryable: true,
  },
  EXECUTION_ABANDONED: {
    status: 503,
    message:
      'The process that executed this died or was stopped before it was done, or the database lost its beginning.',
    help: 'Execute it again with a new `clientExecutionId`.',
    retryable: true,
  },
  EXECUTION_RUNNING: {
    status: 409,
    message: 'The execution {id} of unit {unit} is still running.',
    help: 'Ask again with the same `clientExecutionId`: you get the answer of the first.',
    retryable: true,
  },
  POLICY_NOT_FOUND: {
    status: 404,
    message: 'There is no policy {policy}.',
    help: 'List them with `policies { edges { node { name } } }`. A version is `name@number`, or one of its other names.',
  },
  FLOW_NEEDS_PROMPT: {
    status: 409,
    message: 'The state {state} of the flow {flow} names no prompt, so nothing would answer there.',
    help: 'Give the state a `prompt_version_id`, or start through an experiment whose variants have a prompt and this flow.',
  },
  POLICY_VERSION_IMMUTABLE: {
    status: 409,
    message: 'Version {version} of policy {policy} is published and its {part} cannot change.',
    help: 'Publish the change as the next version; description, endpoint, time limit and status may change.',
  },
  POLICY_VERSION_PINNED: {
    status: 409,
    message: 'Policy {policy} is pinned by {by}.',
    help: 'Stop what pins it first.',
  },
  STRATEGY_NOT_FOUND: {
    status: 404,
    message: 'No loaded plugin brings the strategy {strategy}.',
    help: 'List them with `strategies { name }`; plugins are named in `config/plugins.yml`.',
  },
  STRATEGY_FAILED: {
    status: 502,
    message: 'Strategy {strategy} failed: {reason}.',
    help: 'The cause is in the log under the request id; the failure is recorded with the arm.',
  },
  STRATEGY_UNAVAILABLE: {
    status: 503,
    message: 'Strategy {strategy} is not called at the moment: {reason}.',
    help: 'Wait for `extensions.retryAfterMs`, if it is there, then try again; `plugins { problem strategies { circuit } }` says how it does, and `fallback_variant` of a variant’s config who stands in.',
    retryable: true,
  },
  STRATEGY_BUSY: {
    status: 503,
    message: 'Strategy {strategy} is asked by too many at once.',
    help: 'Try again later, or raise `concurrency` of its plugin in `config/plugins.yml`.',
    retryable: true,
  },
  PLUGIN_NOT_ALLOWED: {
    status: 403,
    message: 'The plugin {plugin} may not be added through the graph.',
    help: 'List its package or folder under `allowed` in `config/plugins.yml`; what is listed under `plugins` is allowed by that.',
  },
  PLUGIN_NOT_FOUND: {
    status: 404,
    message: 'There is no plugin {plugin}.',
    help: 'List them with `plugins { name }`; what `config/plugins.yml` calls it is taken too.',
  },
  PLUGIN_IN_USE: {
    status: 409,
    message: 'The plugin {plugin} stays, for it is in use by {users}.',
    help: 'Stop the experiments, let the conversations end, and take it out of the flows; with `force` it goes all the same, and they fail.',
  },
  PLUGIN_REFUSED: {
    status: 422,
    message: 'The plugin {plugin} is refused: {reason}.',
    help: 'Correct what the reason names; nothing was changed.',
  },
  PLUGINS_FILE_REFUSED: {
    status: 409,
    message: 'The file config/plugins.yml cannot be changed: {reason}.',
    help: 'Correct the file by hand, where the product runs, then try again; nothing was changed.',
  },
  STRATEGY_TIMEOUT: {
    status: 504,
    message: 'Strategy {strategy} did not answer within {ms} ms.',
    help: 'Try again, or raise the strategy’s time limit.',
    retryable: true,
  },
  TOOL_FAILED: {
    status: 502,
    message: 'The tool {tool} failed: {reason}.',
    help: 'See `tools { name plugin }` for who brings it; what it threw is in the log of the service that ran it.',
  },
  GRAPH_UNAVAILABLE: {
    status: 503,
    message: 'A plugin cannot ask the graph: {reason}.',
    help: 'Try again in a few seconds; services of their own find the gateway by `TRIALOGUE_URL`.',
    retryable: true,
  },
  PLUGIN_TIMEOUT: {
    status: 504,
    message: 'The plugin {plugin} did not answer {field} within {ms} ms.',
    help: 'Try again; if it lasts, tell the author of the plugin.',
    retryable: true,
  },
  STRATEGY_CRASHED: {
    status: 502,
    message: 'The worker of strategy {strategy} ended before it answered: {reason}.',
    help: 'Where the call itself made it end, it will again: tell the plugin’s author what the message says, or raise the plugin’s `memory_mb`. Otherwise try again.',
    retryable: true,
  },
  PLUGIN_CRASHED: {
    status: 502,
    message: 'The worker of the plugin {plugin} ended before {what} was answered: {reason}.',
    help: 'Where the call itself made it end, it will again: tell the plugin’s author what the message says, or raise the plugin’s `memory_mb`. Otherwise try again.',
    retryable: true,
  },
  PLUGIN_UNAVAILABLE: {
    status: 503,
    message: 'The plugin {plugin} does not answer {what} at the moment: {reason}.',
    help: 'Try again in a few seconds; `plugins { name state problem }` says how it is.',
    retryable: true,
  },
  PLUGIN_FAILED: {
    status: 502,
    message: 'The plugin {plugin} failed to answer {what}: {reason}.',
    help: 'Tell the plugin’s author: what crosses between a worker and the host has to be plain data.',
  },
  OUTPUT_INVALID: {
    status: 502,
    message: 'Strategy {strategy} answered something that is refused: {problem}',
    help: 'Where a model’s answer has to be JSON of a schema, say in the prompt what is wanted, or let the schema admit more; any other output is the plugin’s fault: tell its author.',
  },
  MODEL_UNAVAILABLE: {
    status: 503,
    message: 'The model {model} cannot be reached: {reason}.',
    help: 'Try again later; check the key and the base URL of the provider.',
    retryable: true,
  },
  MODEL_FAILED: {
    status: 502,
    message: 'The model {model} failed: {reason}.',
    help: 'Check the model’s name and parameters against the provider’s documentation.',
  },
  MODEL_TIMEOUT: {
    status: 504,
    message: 'The model {model} did not answer within {ms} ms.',
    help: 'Try again, or raise the time limit: of a policy, its `timeout_ms`.',
    retryable: true,
  },
  MODEL_NOT_CONFIGURED: {
    status: 503,
    message: 'Nothing can answer for the model {model}: {reason}.',
    help: 'Set what the message names and restart, correct the provider of the prompt or the endpoint of the policy, or write `replies` beside the prompt.',
  },
  CURSOR_INVALID: {
    status: 400,
    message: '{cursor} is not a cursor.',
    help: 'Use a `cursor` or `endCursor` that the graph gave you.',
  },
  RELEASE_CONFLICT: {
    status: 409,
    message: '{kind} {key} was changed by somebody else meanwhile.',
    help: 'Read it again and repeat the change.',
    retryable: true,
  },
  EVENT_INVALID: {
    status: 400,
    message: 'Event {id} is refused: {reason}.',
    help: 'Correct the event and send it again; the rest of the batch was taken.',
  },
  EXPOSURE_INVALID: {
    status: 400,
    message: 'The exposure is refused: {reason}.',
    help: 'Send what `assign` gave for the release that you name; the rest of the batch was taken.',
  },
  OPERATION_TOO_LARGE: {
    status: 400,
    message: 'The operation has {found} {part}; at most {most} are taken at once.',
    help: 'Ask for less at once: split it into several operations, and read lists page by page.',
  },
  OPERATION_TOO_COSTLY: {
    status: 400,
    message: 'The operation may come to {cost} fields; at most {most} are answered at once.',
    help: 'Ask for smaller pages (`first`) and fewer lists inside lists; a list without a page size counts as 10 entries.',
  },
  OPERATION_TIMEOUT: {
    status: 504,
    message: 'The operation did not end within {ms} ms.',
    help: 'Ask for less at once. A mutation may have taken effect all the same: look before you send it again.',
  },
  REQUEST_TOO_LARGE: {
    status: 413,
    message: 'The request is larger than {most} bytes.',
    help: 'Send less at once, in several requests.',
  },
  RATE_LIMITED: {
    status: 429,
    message: 'You ask faster than {rate} operations a second; there is room again in {retryAfterMs} ms.',
    help: 'Wait for `extensions.retryAfterMs` (over HTTP also in seconds, `Retry-After`), then send it again.',
    retryable: true,
  },
  TOO_MANY_OPERATIONS: {
    status: 429,
    message: 'At most {most} operations may be under way on one connection.',
    help: 'Wait for answers, complete the subscriptions that you do not need, or open another connection.',
    retryable: true,
  },
  TOO_MANY_CONNECTIONS: {
    status: 503,
    message: 'There are {most} connections already.',
    help: 'Try again in a few seconds.',
    retryable: true,
  },
  DEFER_UNSUPPORTED: {
    status: 400,
    message: 'The directive @{directive} is not supported.',
    help: 'Remove it; use a subscription for what arrives later.',
  },
  SUBSCRIPTION_OVER_HTTP: {
    status: 405,
    message: 'A subscription needs a WebSocket or an event stream.',
    help: 'Connect to the same URL with `ws://` and the protocol `graphql-transport-ws`, or ask `/graphql/stream` for `text/event-stream`.',
  },
  SNAPSHOT_RETIRED: {
    status: 503,
    message: 'The schema that this subscription began on is no longer held.',
    help: 'Subscribe again from your last cursor.',
    retryable: true,
  },
  SUBGRAPH_UNAVAILABLE: {
    status: 503,
    message: 'The part of the graph called {subgraph} does not answer.',
    help: 'Try again in a few seconds.',
    retryable: true,
  },
  DEFINITIONS_UNKNOWN: {
    status: 503,
    message: 'What experiments assign is not known here yet: {reason}.',
    help: 'Await `ready()`; check the address and the key that the client was given.',
    retryable: true,
  },
  EARLIER_EXPOSURE_UNKNOWN: {
    status: 409,
    message: 'Experiment {experiment} lets units keep what they were exposed to first, which is not known here.',
    help: 'Ask with `assignMany`, or give the exposures in `sticky`.',
  },
  VALUE_TYPE_MISMATCH: {
    status: 409,
    message: 'The value of variant {variant} of experiment {experiment} is of type {found}, not {expected}.',
    help: 'Ask for a value of its type, or correct the variant’s `value`.',
  },
  OUTBOX_FULL: {
    status: 503,
    message: 'Nothing more is taken: {most} wait to be sent already.',
    help: 'Check that the product can be reached, and why sending fails.',
    retryable: true,
  },
  OUTBOX_UNSENT: {
    status: 503,
    message: 'Of what was to be sent, {count} did not arrive within {ms} ms.',
    help: 'Check that the product can be reached, or give it more time.',
    retryable: true,
  },
  KEEPING_FAILED: {
    status: 500,
    message: 'What is known cannot be kept for the next start, or is not used: {reason}.',
    help: 'Check `keep`: that the file, or the page’s storage, can be read and written. The client goes on without it.',
  },
  UNREACHABLE: {
    status: 503,
    message: 'The product cannot be reached: {reason}.',
    help: 'Check the address, and whether the product runs.',
    retryable: true,
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;
