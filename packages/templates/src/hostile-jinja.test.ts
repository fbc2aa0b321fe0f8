import { limits, renderTemplate, TemplateError, type Variables } from './index';
import { hostileTemplates } from './testing/hostile-templates';

const endOf = (template: string, variables: Variables): string => {
  try {
    const text = renderTemplate({ syntax: 'JINJA', template, variables });
    expect(text.length).toBeLessThanOrEqual(limits.output);
    return 'text';
  } catch (error) {
    if (error instanceof TemplateError) return error.kind;
    throw error;
  }
};

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

/** Milliseconds of the process; the least of some renders, for the others also pay for compiling and collecting. */
function cpuOf(template: string, variables: Variables): number {
  let least = Number.POSITIVE_INFINITY;
  for (let times = 0; times < 5 && least >= 50; times++) {
    const begun = process.cpuUsage();
    endOf(template, variables);
    const { user, system } = process.cpuUsage(begun);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

test('none of them holds the event loop for 50 ms', () => {
  const slow = hostileTemplates.filter(([, template, variables]) => cpuOf(template, variables) >= 50);
  expect(slow.map(([what]) => what)).toEqual([]);
});
