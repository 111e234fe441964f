import { createServer, request as send, type ClientRequest, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { limits } from '@earshot/contracts';
import { isAppError } from '@earshot/platform/http';
import { until } from '@earshot/testing';
import { readBody } from './body';
import { WaitingBytes } from './waiting-bytes';

const MIB = 1024 * 1024;

/** A server that reads bodies as the intake does, and the answers that it gave: the length, or the problem's code. */
class Reader {
  readonly failures: string[] = [];
  most = 0;
  private readonly server: Server;

  constructor(
    readonly waiting: WaitingBytes,
    reading: { isPatient: boolean; silenceMs?: number },
  ) {
    this.server = createServer((request, response) => {
      const room = waiting.open(String(request.headers['x-owner']));
      const watch = setInterval(() => (this.most = Math.max(this.most, waiting.held)), 1);
      readBody(request, room, reading)
        .then(
          (body) => response.end(String(body.length)),
          (error: unknown) => {
            const code = isAppError(error) ? error.code : 'broken';
            this.failures.push(code);
            response.end(code);
          },
        )
        .finally(() => {
          clearInterval(watch);
          room.close();
        });
    });
  }

  async listen(): Promise<this> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return this;
  }

  /** A request that is open still, and its answer. */
  begin(owner: string, bytes?: number): { request: ClientRequest; answer: Promise<string> } {
    const { port } = this.server.address() as AddressInfo;
    const length = bytes === undefined ? {} : { 'content-length': bytes };
    const request = send({ port, method: 'POST', headers: { 'x-owner': owner, ...length } });
    const answer = new Promise<string>((resolve, reject) => {
      request.on('error', reject);
      request.on('response', (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve(text));
      });
    });
    answer.catch(() => undefined);
    // Cut off at the end of a test, with the rest of a refused body on its way.
    request.on('socket', (socket) => socket.on('error', () => undefined));
    request.flushHeaders();
    return { request, answer };
  }

  send(owner: string, body: Buffer, isAnnounced = true): Promise<string> {
    const { request, answer } = this.begin(owner, isAnnounced ? body.length : undefined);
    request.end(body);
    return answer;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

describe('reading bodies', () => {
  let reader: Reader;
  afterEach(() => reader.close());

  it('holds no room for what was announced and does not come', async () => {
    reader = await new Reader(new WaitingBytes(), { isPatient: false }).listen();
    const idle = Array.from({ length: 20 }, () => reader.begin('a', limits.bodyBytes));
    for (const { request } of idle) request.write('[');
    await until('they have begun', () => reader.waiting.held === 20);
    expect(await reader.send('b', Buffer.alloc(limits.bodyBytes))).toBe(String(limits.bodyBytes));
  });

  it('ends what stays silent, and says so', async () => {
    reader = await new Reader(new WaitingBytes(), { isPatient: false, silenceMs: 100 }).listen();
    const { request, answer } = reader.begin('a', 10);
    request.write('[');
    expect(await answer).toBe('body-too-slow');
    expect(reader.waiting.held).toBe(0);
  });

  it('refuses what has no room, at once or on its way, and is heard', async () => {
    reader = await new Reader(new WaitingBytes(MIB, MIB), { isPatient: false }).listen();
    expect(await reader.send('a', Buffer.alloc(2 * MIB))).toBe('throttled');
    expect(await reader.send('a', Buffer.alloc(2 * MIB), false)).toBe('throttled');
    expect(await reader.send('a', Buffer.alloc(MIB), false)).toBe(String(MIB));
  });

  it.each([true, false])('refuses what is too large, its length announced: %p', async (isAnnounced) => {
    reader = await new Reader(new WaitingBytes(), { isPatient: true }).listen();
    const body = Buffer.alloc(limits.bodyBytes + 3 * MIB);
    expect(await reader.send('a', body, isAnnounced)).toBe('body-too-large');
  });

  it('lets those wait who may, and reads all of them within the bound and one body', async () => {
    const [bound, size] = [4 * MIB, MIB];
    reader = await new Reader(new WaitingBytes(bound, bound), { isPatient: true, silenceMs: 2_000 }).listen();
    // All of them have begun before the first is whole.
    const open = Array.from({ length: 16 }, () => reader.begin('a'));
    for (const { request } of open) request.write(Buffer.alloc(size / 2));
    await until('the room is full', () => reader.waiting.held > bound - size);
    for (const { request } of open) request.end(Buffer.alloc(size / 2));
    const answers = await Promise.all(open.map(({ answer }) => answer));
    expect(answers).toEqual(open.map(() => String(size)));
    expect(reader.most).toBeLessThanOrEqual(bound + size);
    expect(reader.waiting.held).toBe(0);
  });

  it('gives back the room of who breaks off', async () => {
    reader = await new Reader(new WaitingBytes(), { isPatient: true }).listen();
    const { request } = reader.begin('a', 10);
    request.write('[');
    await until('it has begun', () => reader.waiting.held === 1);
    request.destroy();
    await until('it is given back', () => reader.waiting.held === 0);
    expect(reader.failures).toEqual(['body-too-slow']);
  });
});
