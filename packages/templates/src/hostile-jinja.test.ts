import { limits, renderTemplate, TemplateError, type Variables } from './index';
import { tookTooLong } from './limits';
import { hostileTemplates } from './testing/hostile-templates';
import { leastCpuOf } from './testing/least-cpu';

/** How a render ends by what it does; the net of time may catch one that a busy machine runs for the first time. */
function endOf(template: string, variables: Variables, attempts = 4): string {
  try {
    const text = renderTemplate({ syntax: 'JINJA', template, variables });
    expect(text.length).toBeLessThanOrEqual(limits.output);
    return 'text';
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return error.message === tookTooLong && attempts > 0 ? endOf(template, variables, attempts - 1) : error.kind;
  }
}

test.each(hostileTemplates)('%s ends, and the next render is right', (_, template, variables, end) => {
  expect(endOf(template, variables)).toBe(end);
  expect(renderTemplate({ syntax: 'JINJA', template: 'Hello {{ name }}!', variables: { name: 'Ana' } })).toBe(
    'Hello Ana!',
  );
});

test('all of them together leave the process as large as it was', () => {
  const all = () => hostileTemplates.forEach(([, template, variables]) => void endOf(template, variables));
  all();
  const before = process.memoryUsage().rss;
  all();
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
});

test('none of them holds the event loop for 50 ms', () => {
  const slow = hostileTemplates.filter(
    ([, template, variables]) => leastCpuOf(() => endOf(template, variables, 0), 50) >= 50,
  );
  expect(slow.map(([what]) => what)).toEqual([]);
});
