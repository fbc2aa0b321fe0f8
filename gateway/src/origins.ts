import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { DomainError, SetupError } from '@trialogue/errors';

export interface OriginOptions {
  /** Origins of other sites whose pages may use the graph, like `https://chat.example.com`. */
  readonly origins: readonly string[];
  /** Names, besides this machine's own and bare addresses, under which the product is reached. */
  readonly hosts: readonly string[];
}

/** True for an address or name that only this machine reaches. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}

/**
 * Keeps other sites' pages away. The `Host` must be a name that is ours, or an address: a page that rebinds its own name
 * to this machine (DNS rebinding) sends that name. The `Origin`, which browsers send with whatever can change something,
 * must be our own or allowed; programs send none.
 */
export class Origins {
  private readonly allowed: ReadonlySet<string>;
  private readonly hosts: ReadonlySet<string>;
  /** Host headers that were found to be ours; a few, but whoever calls chooses them. */
  private readonly known = new Set<string>();

  constructor({ origins, hosts }: OriginOptions) {
    this.allowed = new Set(origins.map(asOrigin));
    this.hosts = new Set(hosts.map(asHostName));
  }

  /** Throws ORIGIN_REFUSED unless the request may be answered. */
  check({ host, origin }: Pick<IncomingHttpHeaders, 'host' | 'origin'>): void {
    if (!host || !this.isOurs(host)) throw new DomainError('ORIGIN_REFUSED', { origin: `host ${host ?? '(none)'}` });
    if (origin === undefined || hostOf(origin) === host.toLowerCase() || this.allows(origin)) return;
    throw new DomainError('ORIGIN_REFUSED', { origin });
  }

  /** Whether pages of another origin may read the answers. */
  allows(origin: string): boolean {
    return this.allowed.has(origin.toLowerCase());
  }

  private isOurs(host: string): boolean {
    if (this.known.has(host)) return true;
    const name = nameOf(host);
    const ours = name !== undefined && (isLoopback(name) || isAddress(name) || this.hosts.has(name));
    if (ours && this.known.size < 100) this.known.add(host);
    return ours;
  }
}

const isAddress = (name: string): boolean => isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0;

/** `host` of a URL leaves out the scheme's own port, as the Host header does. */
function hostOf(origin: string): string | undefined {
  return /^https?:\/\//.test(origin) && URL.canParse(origin) ? new URL(origin).host : undefined;
}

const hostForm = /^([\w.-]+|\[[\da-f:.]+\])(:\d+)?$/i;

function nameOf(host: string): string | undefined {
  return hostForm.test(host) && URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : undefined;
}

/** A configured origin as browsers write it: without the scheme's own port. */
function asOrigin(text: string): string {
  const origin = URL.canParse(text) ? new URL(text) : undefined;
  if (origin && /^https?:$/.test(origin.protocol) && origin.pathname === '/') return origin.origin;
  throw new SetupError(`"${text}" is not an origin.`, 'Write it like https://chat.example.com in TRIALOGUE_ORIGINS.');
}

/** A configured host name; whatever port it is reached on. */
function asHostName(text: string): string {
  const name = nameOf(text);
  if (name !== undefined) return name;
  throw new SetupError(`"${text}" is not a host name.`, 'Write it like chat.example.com in TRIALOGUE_HOSTS.');
}
