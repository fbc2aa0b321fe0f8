import { trace } from '@opentelemetry/api';
import { parentIn, traceparent } from './traceparent';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';

test.each([`00-${traceId}-${spanId}-01`, `00-${traceId}-${spanId}-03`, `cc-${traceId}-${spanId}-01-of the future`])(
  '%s is a parent',
  (header) => {
    const parent = trace.getSpanContext(parentIn(header)!);
    expect(parent).toMatchObject({ traceId, spanId, traceFlags: 1, isRemote: true });
  },
);

test.each([
  ['nothing', undefined],
  ['no text', ''],
  ['not sampled', `00-${traceId}-${spanId}-00`],
  ['the version that is none', `ff-${traceId}-${spanId}-01`],
  ['no trace', `00-${'0'.repeat(32)}-${spanId}-01`],
  ['no span', `00-${traceId}-${'0'.repeat(16)}-01`],
  ['capitals', `00-${traceId.toUpperCase()}-${spanId}-01`],
  ['something behind it', `00-${traceId}-${spanId}-011`],
])('%s is none', (_, header) => {
  expect(parentIn(header)).toBeUndefined();
});

test('where nothing is traced, nothing is passed on', () => {
  expect(traceparent()).toBeUndefined();
});
