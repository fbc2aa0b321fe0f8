import { context, diag } from '@opentelemetry/api';
import { inSpan } from '@trialogue/telemetry';
import { pino } from 'pino';
import { openTelemetry } from './telemetry';

const said: { msg: string; reason?: string }[] = [];
const logger = pino({ level: 'warn' }, { write: (line) => void said.push(JSON.parse(line)) });
afterEach(() => {
  said.length = 0;
  context.disable();
  diag.disable();
});

test.each([
  ['there is no endpoint', { disabled: false }],
  ['they are switched off', { endpoint: 'http://127.0.0.1:9', disabled: true }],
])('there are metrics and no traces when %s', async (_, tracing) => {
  const telemetry = await openTelemetry(tracing, 'test', logger);
  expect(telemetry.tracer).toBeUndefined();
  expect(await telemetry.registry.metrics()).toContain('process_cpu_seconds_total');
  await telemetry.close();
  expect(said).toEqual([]);
});

test.each(['collector:4318', 'localhost', 'http://'])(
  'the endpoint %s is said to be wrong, and is not fatal',
  async (endpoint) => {
    const { tracer } = await openTelemetry({ endpoint, disabled: false }, 'test', logger);
    expect(tracer).toBeUndefined();
    expect(said).toEqual([expect.objectContaining({ msg: expect.stringContaining('no URL') })]);
  },
);

test('a collector that is away is said, and costs the work nothing', async () => {
  const telemetry = await openTelemetry(
    { endpoint: 'http://127.0.0.1:9', disabled: false, protocol: 'grpc' },
    'test',
    logger,
  );
  expect(await inSpan(telemetry.tracer!, 'work', {}, async () => 'done')).toBe('done');
  await telemetry.close();
  expect(said.map(({ msg }) => msg)).toEqual([expect.stringContaining('http/json'), 'OpenTelemetry has a problem.']);
  expect(said[1]!.reason).toContain('ECONNREFUSED');
});
