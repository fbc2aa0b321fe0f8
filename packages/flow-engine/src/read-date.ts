import { visible } from './words';

/** What a text says of a date: the days that it names, as `2026-05-03`. */
export interface DatesSaid {
  readonly dates: readonly string[];
  /** A day and a month that could be either: as written, and both readings. */
  readonly either?: readonly [written: string, one: string, other: string];
  /** Whether something was written as a date and is none, such as the 30th of February. */
  readonly impossible: boolean;
  /** What was said beside them. */
  readonly rest: string;
}

/** In English, German, French and Spanish, without accents; January is 1. */
const months = new Map(
  [
    'january januar janner janvier enero jan janv ene',
    'february februar fevrier febrero feb fevr',
    'march marz mars marzo mar mrz',
    'april avril abril apr avr abr',
    'may mai mayo',
    'june juni juin junio jun',
    'july juli juillet julio jul juil',
    'august aout agosto aug ago',
    'september septembre septiembre setiembre sep sept',
    'october oktober octobre octubre oct okt',
    'november novembre noviembre nov',
    'december dezember decembre diciembre dec dez dic',
  ].flatMap((names, index) => names.split(' ').map((name) => [name, index + 1] as const)),
);

const from = '(?<![\\p{L}\\p{N}./-])';
const until = '(?![\\p{L}\\p{N}]|[./-]\\p{N})';
const forms = [
  `${from}(?<y>\\d{4})(?<a>[./-])(?<m>\\d{1,2})\\k<a>(?<d>\\d{1,2})${until}`,
  `${from}(?<one>\\d{1,2})(?<b>[./-]) ?(?<two>\\d{1,2})\\k<b> ?(?<y2>\\d{4})${until}`,
  `${from}(?<d3>\\d{1,2})(?:\\.|st|nd|rd|th|er)?[ -]?(?:of |de )?(?<n3>\\p{L}{3,10})[.,]?[ -](?:de |del )?(?<y3>\\d{4})${until}`,
  `${from}(?<n4>\\p{L}{3,10})\\.? (?<d4>\\d{1,2})(?:st|nd|rd|th)?,? (?<y4>\\d{4})${until}`,
].map((form) => new RegExp(form, 'gu'));

/** Finds the days that a text names with day, month and year: `2026-05-03`, `3 May 2026`, `May 3rd, 2026`, `13/05/2026`. */
export function readDates(text: string): DatesSaid {
  let rest = folded(text);
  let impossible = false;
  let either: DatesSaid['either'];
  const dates = new Set<string>();
  const take = (...days: [year?: string, month?: string | number, day?: string][]) => {
    const found = [
      ...new Set(days.flatMap(([year, month, day]) => dayOf(Number(year), Number(month), Number(day)) ?? [])),
    ];
    if (found.length === 0) impossible = true;
    if (found.length === 1) dates.add(found[0]!);
    return found;
  };
  for (const form of forms)
    rest = rest.replace(form, (written: string, ...others) => {
      const { y, m, d, one, two, y2, d3, n3, y3, n4, d4, y4 } = others.at(-1) as Record<string, string | undefined>;
      const name = n3 ?? n4;
      if (name !== undefined && !months.has(name)) return written;
      if (name !== undefined) take([y3 ?? y4, months.get(name), d3 ?? d4]);
      else if (y !== undefined) take([y, m, d]);
      else {
        const [first, second] = take([y2, two, one], [y2, one, two]);
        if (second !== undefined) either = [written, first!, second];
      }
      return ' ';
    });
  return { dates: [...dates], either, impossible, rest };
}

/** Without seconds, what stands behind a minus could be the end of a span: `10:00-12:00`. */
const zoned =
  /(?<![\p{L}\p{N}:.-])(?<h>\d{1,2}):(?<min>\d{2})(?::(?<s>\d{2}))? ?(?:(?<half>[ap])\.?m\.?)? ?(?<zone>z|utc|gmt|\+(?:0\d|1[0-4]):?\d{2}|(?<=:\d{2}:\d{2})-(?:0\d|1[0-2]):?\d{2})(?![\p{L}\p{N}:])/gu;

/** Finds the times with a zone that a text names: `18:30Z`, `6:30 pm UTC`, `18:30 +02:00`, each as `18:30:00Z`. */
export function readTimes(text: string): { readonly times: readonly string[]; readonly rest: string } {
  const times = new Set<string>();
  const rest = folded(text).replace(zoned, (written: string, ...others) => {
    const { h, min, s = '00', half, zone } = others.at(-1) as Record<string, string | undefined>;
    const hour = half === undefined ? Number(h) : (Number(h) % 12) + (half === 'p' ? 12 : 0);
    if (half !== undefined && (Number(h) < 1 || Number(h) > 12)) return written;
    const offset = /^[+-]/.test(zone!) ? zone!.replace(/^(...):?/, '$1:') : 'Z';
    times.add(`${String(hour).padStart(2, '0')}:${min}:${s}${offset}`);
    return ' ';
  });
  return { times: [...times], rest };
}

/** Lower case, without accents and marks that cannot be seen, with single spaces. */
const folded = (text: string) =>
  visible(text)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/\s+/gu, ' ');

/** @param month January is 1 */
function dayOf(year: number, month: number, day: number): string | undefined {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  if (day < 1 || day > days) return undefined;
  const padded = (value: number, length: number) => String(value).padStart(length, '0');
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}
