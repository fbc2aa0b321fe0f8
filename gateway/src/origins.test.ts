import { Origins } from './origins';

const origins = new Origins({
  origins: ['https://chat.example.com:443/', 'http://localhost:5173'],
  hosts: ['graph.example.com:8443'],
});
const answer = (host: string | undefined, origin?: string) => {
  try {
    origins.check({ host, origin });
    return 'answered';
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

test.each([
  ['127.0.0.1:4000', undefined],
  ['localhost:4000', 'http://localhost:4000'],
  ['[::1]:4000', 'http://[::1]:4000'],
  ['10.1.2.3:4000', undefined],
  ['graph.example.com', 'https://graph.example.com'],
  ['graph.example.com:9000', undefined],
  ['localhost:4000', 'https://chat.example.com'],
  ['localhost:4000', 'http://localhost:5173'],
])('host %s with origin %s is answered', (host, origin) => expect(answer(host, origin)).toBe('answered'));

test.each([
  [undefined, undefined],
  ['evil.example', undefined],
  ['evil@127.0.0.1:4000', undefined],
  ['127.0.0.1:4000/x', undefined],
  ['localhost:4000', 'null'],
  ['localhost:4000', 'https://evil.example'],
  ['localhost:4000', 'foo://localhost:4000'],
  ['localhost:4000', 'http://localhost:4001'],
])('host %s with origin %s is refused', (host, origin) => expect(answer(host, origin)).toBe('ORIGIN_REFUSED'));

test.each([
  [{ origins: ['chat.example.com'], hosts: [] }, 'TRIALOGUE_ORIGINS'],
  [{ origins: ['https://chat.example.com/page'], hosts: [] }, 'TRIALOGUE_ORIGINS'],
  [{ origins: [], hosts: ['https://graph.example.com'] }, 'TRIALOGUE_HOSTS'],
])('%j is no setting', (options, name) => {
  expect(() => new Origins(options)).toThrow(expect.objectContaining({ help: expect.stringContaining(name) }));
});
