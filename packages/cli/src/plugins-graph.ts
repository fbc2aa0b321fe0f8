import { DomainError } from '@trialogue/errors';
import type { GraphPort } from '@trialogue/executor';
import type { Gateway } from '@trialogue/gateway';
import { callerSigner } from '@trialogue/subgraph';

const patienceMs = 35_000;

/** How plugins ask the graph where the gateway is in this process. It is there last of all. */
export class GraphInside {
  private gateway: Gateway | undefined;

  open(gateway: Gateway): void {
    this.gateway = gateway;
  }

  /** Resolves when nobody asks it any more as it was before its latest change. */
  async turnedOver(): Promise<void> {
    await this.gateway?.turnedOver();
  }

  readonly ask: GraphPort = async (document, variables, caller) => {
    if (!this.gateway) throw unavailable('it has not started yet');
    const { data, errors } = await this.gateway.execute(document, { ...variables }, caller);
    if (errors?.[0]) throw errors[0];
    return data;
  };
}

/**
 * How plugins ask it from a process of their own: who asks is signed with the secret that the services share, so that each
 * has the scopes of its entry and no key's.
 *
 * @param url of the gateway's graph
 */
export function graphAsService(url: string, secret: string): GraphPort {
  const sign = callerSigner(secret, 'gateway');
  return async (query, variables, caller) => {
    const { data, errors } = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${sign(caller)}` },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(patienceMs),
    })
      .then((response) => response.json() as Promise<Answer>)
      .catch((cause) => {
        throw unavailable(`${url} does not answer`, cause);
      });
    if (errors?.[0]) throw Object.assign(new Error(errors[0].message), { extensions: errors[0].extensions });
    return data;
  };
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: object }[];
}

const unavailable = (reason: string, cause?: unknown) => new DomainError('GRAPH_UNAVAILABLE', { reason }, { cause });
