import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { agentEvents } from '../generator/agents';
import { httpSink, retryAfter } from './http';
import { SinkRefused } from './sink';

/** Answers the n-th request with the n-th step; beyond them, takes everything. */
async function receiver(
  steps: readonly ((request: IncomingMessage, response: ServerResponse, events: number) => void)[],
): Promise<{ url: string; bodies: number[]; server: Server }> {
  const bodies: number[] = [];
  let requests = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const events = (JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown[]).length;
      bodies.push(events);
      const step = steps[requests];
      requests += 1;
      if (step !== undefined) step(request, response, events);
      else take(request, response, events);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies, server };
}

const take = (_: IncomingMessage, response: ServerResponse, events: number): void => {
  response.writeHead(202).end(JSON.stringify({ accepted: events, duplicates: 0, rejected: [] }));
};
const answer =
  (status: number, headers: Record<string, string> = {}) =>
  (_: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(status, headers).end('{"title":"no"}');
  };

const events = agentEvents('1', Date.UTC(2026, 0, 1)).slice(0, 8);
const opened: Server[] = [];
afterEach(() => opened.splice(0).forEach((server) => server.close()));

async function sinkTo(...steps: Parameters<typeof receiver>[0]) {
  const { url, bodies, server } = await receiver(steps);
  opened.push(server);
  const stop = new AbortController();
  const retries: string[] = [];
  const sink = httpSink({ url, key: 'k', signal: stop.signal, onRetry: (reason) => retries.push(reason) });
  return { sink, bodies, retries, stop };
}

describe('httpSink', () => {
  it('waits as long as Retry-After says and sends the same batch again', async () => {
    const { sink, bodies, retries } = await sinkTo(answer(429, { 'retry-after': '1' }), answer(503));
    const began = Date.now();
    expect(await sink.send(events)).toEqual({ accepted: 8, duplicates: 0, rejected: {} });
    expect(Date.now() - began).toBeGreaterThanOrEqual(1000);
    expect(bodies).toEqual([8, 8, 8]);
    expect(retries).toEqual(['HTTP 429', 'HTTP 503']);
  });

  it('sends again when the connection is lost before the answer', async () => {
    const { sink, bodies, retries } = await sinkTo((request) => request.socket.destroy());
    expect(await sink.send(events)).toMatchObject({ accepted: 8 });
    expect(bodies).toEqual([8, 8]);
    expect(retries).toHaveLength(1);
  });

  it('halves what is too large', async () => {
    const { sink, bodies } = await sinkTo(answer(413), answer(413));
    expect(await sink.send(events)).toMatchObject({ accepted: 8 });
    expect(bodies).toEqual([8, 4, 2, 2, 4]);
  });

  it('counts rejections by code', async () => {
    const rejected = ['id-reused', 'too-old', 'too-old'].map((code, index) => ({
      index,
      id: null,
      code,
      detail: '',
      pointer: '',
    }));
    const { sink } = await sinkTo((_, response) =>
      response.writeHead(202).end(JSON.stringify({ accepted: 4, duplicates: 1, rejected })),
    );
    expect(await sink.send(events)).toEqual({
      accepted: 4,
      duplicates: 1,
      rejected: { 'id-reused': 1, 'too-old': 2 },
    });
  });

  it('gives up where trying again cannot help', async () => {
    const { sink, bodies } = await sinkTo(answer(401));
    await expect(sink.send(events)).rejects.toThrow(SinkRefused);
    expect(bodies).toEqual([8]);
  });

  it('stops trying when it is told to', async () => {
    const { sink, stop } = await sinkTo(answer(503, { 'retry-after': '60' }));
    const sending = sink.send(events);
    setTimeout(() => stop.abort(new Error('stopped')), 50);
    await expect(sending).rejects.toThrow('stopped');
  });
});

describe('retryAfter', () => {
  const now = Date.UTC(2026, 0, 1);
  it.each([
    ['seconds', '2', 2000],
    ['a date', 'Thu, 01 Jan 2026 00:00:05 GMT', 5000],
    ['a date that has passed', 'Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['something else', 'soon', undefined],
    ['nothing', null, undefined],
  ])('reads %s', (_, header, ms) => expect(retryAfter(header, now)).toBe(ms));
});
