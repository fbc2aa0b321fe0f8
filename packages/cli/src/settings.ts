import { existsSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from '@trialogue/errors';
import type { Limits } from '@trialogue/gateway';
import { type MlflowAddress, mlflowAddressIn } from '@trialogue/mlflow';
import { type Prices, readPrices } from './prices';

/** What the environment (and `.env` in the project's folder) says. Nothing else in the product reads it. */
export interface Settings {
  /** The project's folder: `config/`, `prompts/`, `.trialogue/` are looked for here. */
  readonly root: string;
  readonly host: string;
  /** 0: any free one. Not set: 4000 for the gateway, the subgraphs' own for them. */
  readonly port?: number;
  /** Without: an embedded Postgres keeps its data under `dataFolder`. */
  readonly databaseUrl?: string;
  /** Message streams and sessions go to this Redis, or to a cluster: several nodes, comma-separated. Without: to Postgres. */
  readonly redisUrl?: string;
  readonly dataFolder: string;
  readonly keys: string;
  readonly unitSecret?: string;
  /** Services sign with it who asks; all of them have the same. For more than one process only. */
  readonly serviceSecret?: string;
  /** Under which the gateways reach this service; unless given, its host and port. */
  readonly serviceUrl?: string;
  readonly origins: readonly string[];
  readonly hosts: readonly string[];
  readonly anthropic?: { readonly apiKey: string; readonly baseURL?: string };
  readonly openai?: { readonly apiKey?: string; readonly baseURL?: string };
  /** What models cost, over `config/prices.yml`. */
  readonly prices: Prices;
  /** What the doors take at once; what is not set stays as the gateway has it. */
  readonly limits: Partial<Limits>;
  readonly logLevel: string;
  readonly tracing: TracingSettings;
  /** How long a turn may go without a sign of life before another process ends it; milliseconds. */
  readonly turnLeaseMs: number;
  /** How long a conversation may be silent before it counts as dropped off; milliseconds. */
  readonly conversationIdleMs: number;
  /** Pause between two words of the scripted model; milliseconds. */
  readonly scriptedPaceMs: number;
  /** The running product that `trialogue apply` speaks to. */
  readonly target: { readonly url: string; readonly key?: string };
  /** MLflow's tracking server, for the models that policies name and for prompts; only one over HTTP can be asked. */
  readonly mlflow?: MlflowAddress;
  /** The value of a variable that a plugin's entry lists under `secrets`, or an endpoint of a policy as `${NAME}`. */
  readonly secret: (name: string) => string | undefined;
  /** `npm start` runs this: a shell stands between, which does not pass on the signals that npm gets. */
  readonly startedByNpm: boolean;
  /** For fault tests: the step of a turn after which this process kills itself. */
  readonly crashAt?: string;
}

/** Of OpenTelemetry's own variables those that decide whether there are traces; the others its SDK reads. */
export interface TracingSettings {
  /** Where a collector takes traces; none: there are no traces. */
  readonly endpoint?: string;
  readonly disabled: boolean;
  readonly serviceName?: string;
  /** As it was written: `http/json` is what we speak. */
  readonly protocol?: string;
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** Reads the settings, `.env` first for what the environment leaves open. Throws `SetupError` for one that cannot be. */
export function readSettings(root: string, environment: NodeJS.ProcessEnv): Settings {
  const file = path.join(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  const text = (name: string) => environment[name]?.trim() || undefined;
  const list = (name: string) =>
    (text(name) ?? '')
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean);
  const whole = <Fallback extends number | undefined>(name: string, fallback: Fallback, from: number, to: number) => {
    if (text(name) === undefined) return fallback;
    const value = Number(text(name));
    if (Number.isInteger(value) && value >= from && value <= to) return value;
    throw new SetupError(`${name} is "${text(name)}".`, `Give it a whole number from ${from} to ${to}.`);
  };
  const logLevel = text('LOG_LEVEL') ?? 'info';
  if (!logLevels.includes(logLevel))
    throw new SetupError(`LOG_LEVEL is "${logLevel}".`, `Choose one of ${logLevels.join(', ')}.`);
  const anthropicKey = text('ANTHROPIC_API_KEY');
  const openaiKey = text('OPENAI_API_KEY');
  const openaiURL = text('OPENAI_BASE_URL');
  return {
    root,
    host: text('HOST') ?? '127.0.0.1',
    port: text('PORT') === undefined ? undefined : whole('PORT', 0, 0, 65_535),
    databaseUrl: asDatabaseUrl(text('DATABASE_URL')),
    redisUrl: asRedisUrls(text('REDIS_URL')),
    dataFolder: path.resolve(root, text('TRIALOGUE_DATA') ?? '.trialogue'),
    keys: text('TRIALOGUE_KEYS') ?? '',
    unitSecret: text('TRIALOGUE_UNIT_SECRET'),
    serviceSecret: text('TRIALOGUE_SERVICE_SECRET'),
    serviceUrl: asServiceUrl(text('TRIALOGUE_SERVICE_URL')),
    origins: list('TRIALOGUE_ORIGINS'),
    hosts: list('TRIALOGUE_HOSTS'),
    anthropic: anthropicKey ? { apiKey: anthropicKey, baseURL: text('ANTHROPIC_BASE_URL') } : undefined,
    openai: openaiKey || openaiURL ? { apiKey: openaiKey, baseURL: openaiURL } : undefined,
    prices: readPrices(text('TRIALOGUE_PRICES')),
    limits: {
      bodyBytes: whole('TRIALOGUE_LIMIT_BODY_BYTES', undefined, 1_000, 100_000_000),
      characters: whole('TRIALOGUE_LIMIT_CHARACTERS', undefined, 100, 10_000_000),
      tokens: whole('TRIALOGUE_LIMIT_TOKENS', undefined, 10, 1_000_000),
      fields: whole('TRIALOGUE_LIMIT_FIELDS', undefined, 1, 100_000),
      depth: whole('TRIALOGUE_LIMIT_DEPTH', undefined, 1, 1_000),
      roots: whole('TRIALOGUE_LIMIT_ROOT_FIELDS', undefined, 1, 10_000),
      aliases: whole('TRIALOGUE_LIMIT_ALIASES', undefined, 0, 100_000),
      cost: whole('TRIALOGUE_LIMIT_COST', undefined, 1, 1_000_000_000),
      operations: whole('TRIALOGUE_LIMIT_OPERATIONS', undefined, 1, 10_000),
      connections: whole('TRIALOGUE_LIMIT_CONNECTIONS', undefined, 1, 1_000_000),
      operationMs: whole('TRIALOGUE_LIMIT_OPERATION_MS', undefined, 100, 3_600_000),
      rate: whole('TRIALOGUE_LIMIT_RATE', undefined, 0, 1_000_000),
      burst: whole('TRIALOGUE_LIMIT_BURST', undefined, 1, 1_000_000),
    },
    logLevel,
    tracing: {
      endpoint:
        text('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') ??
        text('OTEL_EXPORTER_OTLP_ENDPOINT')?.replace(/\/*$/, '/v1/traces'),
      disabled: text('OTEL_SDK_DISABLED')?.toLowerCase() === 'true',
      serviceName: text('OTEL_SERVICE_NAME'),
      protocol: text('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL') ?? text('OTEL_EXPORTER_OTLP_PROTOCOL'),
    },
    turnLeaseMs: whole('TRIALOGUE_TURN_LEASE_MS', 8_000, 300, 600_000),
    conversationIdleMs: whole('TRIALOGUE_CONVERSATION_IDLE_MS', 86_400_000, 100, 31_536_000_000),
    scriptedPaceMs: whole('TRIALOGUE_SCRIPTED_PACE_MS', 25, 0, 5_000),
    target: { url: text('TRIALOGUE_URL') ?? 'http://127.0.0.1:4000/graphql', key: text('TRIALOGUE_KEY') },
    mlflow: mlflowAddressIn(text),
    secret: text,
    startedByNpm: environment.npm_lifecycle_event !== undefined,
    crashAt: text('TRIALOGUE_CRASH_AT'),
  };
}

function asServiceUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '');
  throw new SetupError(`TRIALOGUE_SERVICE_URL is "${text}".`, 'Write it like http://flows-1.internal:4003.');
}

/** Says nothing of the text, which holds a password. */
function asDatabaseUrl(text: string | undefined): string | undefined {
  if (text === undefined || (/^postgres(ql)?:/.test(text) && URL.canParse(text))) return text;
  throw new SetupError(
    'DATABASE_URL is not the URL of a Postgres.',
    'Write it like postgres://user:password@host:5432/database, with special characters percent-encoded.',
  );
}

/** As above. */
function asRedisUrls(text: string | undefined): string | undefined {
  const isOne = (url: string) => /^rediss?:\/\/[^/]+(\/\d*)?$/.test(url.trim()) && URL.canParse(url.trim());
  if (text?.split(',').every(isOne) ?? true) return text;
  throw new SetupError(
    'REDIS_URL is not the URL of a Redis.',
    'Write it like redis://user:password@host:6379/0 (rediss: for TLS), with special characters percent-encoded; for a cluster, several of its nodes, comma-separated.',
  );
}
