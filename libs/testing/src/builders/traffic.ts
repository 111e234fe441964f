import type { CloudEvent, EventType } from '@earshot/contracts';

/** What traffic is made of. */
export interface TrafficOptions {
  readonly conversations: number;
  /** The same seed gives the same events. */
  readonly seed: number;
  /** No event is later than this, ms. */
  readonly endMs: number;
  /** Conversations begin within this long before the end, ms. */
  readonly spanMs: number;
  /** Put before every id, so that two traffics share none. */
  readonly prefix?: string;
}

const vendors = ['vendor-a', 'vendor-b', 'vendor-c', 'in-house'] as const;
const scenarios = ['pre-sale', 'after-sale', 'complaint', 'urgent'] as const;
const channels = ['chat', 'voice', 'social'] as const;
const customerLines = [
  '你好，我的包裹还没到',
  '请问什么时候能退款，我的手机号是13800138000',
  '司机骚扰我，一直摸我，我很害怕',
  '我要投诉到12315',
  '我不想活了',
  'My card number is 4111 1111 1111 1111',
  'he followed me home and threatened to kill me',
  '好的谢谢',
  '还有人吗',
] as const;
const agentLines = [
  '您好，很高兴为您服务',
  '马上为您加急',
  '已经为您反馈，请耐心等待',
  'I have issued the refund.',
  '你有病吧，滚',
] as const;
const botLines = ['请问您要查询哪一笔订单？', '正在为您转接人工客服，请稍候'] as const;

/**
 * Conversations for proofs, in order of event time: openings that come late or never, ties, silences of more than a
 * day, reopenings, transfers, ratings, complaints, danger, personal data. Made for folding, not to be read; the
 * generator of apps/replay writes conversations that people may look at. Nothing in it depends on the order in which
 * it is taken: no id is given twice.
 */
export function traffic(options: TrafficOptions): CloudEvent[] {
  const events: CloudEvent[] = [];
  for (let n = 0; n < options.conversations; n++) events.push(...conversation(n, options));
  for (let n = 0; n < Math.ceil(options.conversations / 20); n++) events.push(...agent(n, options));
  return events.sort((a, b) => (a.time < b.time ? -1 : 1));
}

function conversation(n: number, { seed, endMs, spanMs, prefix = '' }: TrafficOptions): CloudEvent[] {
  const random = numbers(seed * 1_000_003 + n);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const subject = `${prefix}conversation-${n}`;
  const source = pick(['desk-1', 'desk-2']);
  const agentId = `agent-${Math.floor(random() * 12)}`;
  const events: CloudEvent[] = [];
  let at = endMs - Math.floor(random() * spanMs);
  const add = <T extends EventType>(type: T, data: object) => {
    if (at > endMs) return;
    events.push({
      specversion: '1.0',
      id: `${subject}/${events.length}`,
      source,
      type,
      subject,
      time: new Date(at).toISOString(),
      ...(random() < 0.5 && { sequence: events.length }),
      data,
    } as unknown as CloudEvent);
  };
  const wait = (most: number) => (at += Math.floor(random() * random() * most));
  const message = (role: string, text: string) => say(role, `${text} ${events.length}`);
  const say = (role: string, text: string) => {
    const id = role === 'agent' ? agentId : undefined;
    const sender = { role, ...(id !== undefined && { id }) };
    add('conversation.message.v1', {
      messageId: `m${events.length}`,
      sender,
      text,
    });
  };
  // A mobile number in two to four messages of one person, among what others say.
  const inPieces = (role: string) => {
    const number = `1${3 + Math.floor(random() * 7)}${String(Math.floor(random() * 1e9)).padStart(9, '0')}`;
    for (let from = 0; from < number.length;) {
      const size = Math.min(number.length - from, 3 + Math.floor(random() * 4));
      say(role, number.slice(from, from + size));
      from += size;
      if (random() < 0.3) wait(40_000);
      if (random() < 0.3) say(role === 'agent' ? 'customer' : 'agent', '嗯嗯');
    }
  };
  const isOpened = random() < 0.92;
  const opening = {
    vendorId: pick(vendors),
    channel: pick(channels),
    ...(random() < 0.8 && { scenario: pick(scenarios) }),
    customer: { ref: `customer-${Math.floor(random() * 500)}`, segments: random() < 0.1 ? ['elderly'] : [] },
    entry: { kind: 'bot', menuSteps: Math.floor(random() * 4), botTurns: 0 },
  };
  if (isOpened) add('conversation.opened.v1', opening);
  // A third of the gaps are none: events of the same instant are ordered by sequence and id.
  const turns = 2 + Math.floor(random() * 10);
  for (let turn = 0; turn < turns; turn++) {
    if (random() < 0.66) wait(random() < 0.02 ? 180_000_000 : 90_000);
    const what = random();
    if (what < 0.04) inPieces(what < 0.03 ? 'customer' : 'agent');
    else if (what < 0.45) message('customer', pick(customerLines));
    else if (what < 0.75) message('agent', pick(agentLines));
    else if (what < 0.85) message('bot', pick(botLines));
    else if (what < 0.9) add('conversation.assigned.v1', { agentId, teamId: 'team-1' });
    else if (what < 0.95) {
      const party = pick(['bot', 'vendor', 'brand']);
      add('conversation.transferred.v1', { to: { party }, reason: '客户 13900139000 要求' });
    } else {
      add('conversation.closed.v1', { outcome: 'unresolved', closedBy: 'system' });
      wait(60_000);
      add('conversation.reopened.v1', {});
    }
  }
  wait(60_000);
  const outcome = pick(['resolved', 'unresolved', 'abandoned']);
  if (random() < 0.8) add('conversation.closed.v1', { outcome, closedBy: 'agent', disposition: 'done' });
  wait(600_000);
  if (random() < 0.3) {
    add('conversation.rated.v1', {
      score: 1 + Math.floor(random() * 5),
      scaleMax: 5,
      comment: '客服说13800138000',
    });
  }
  if (random() < 0.05) add('conversation.complained.v1', { via: 'app', text: '司机骚扰我' });
  return events;
}

function agent(n: number, { seed, endMs, prefix = '' }: TrafficOptions): CloudEvent[] {
  const random = numbers(seed * 7_919 + n);
  return [0, 1].map((turn) => ({
    specversion: '1.0',
    id: `${prefix}agent-${n}/${turn}`,
    source: 'roster',
    type: 'agent.updated.v1',
    subject: `agent-${n % 12}`,
    time: new Date(endMs - Math.floor(random() * 1_000_000)).toISOString(),
    data: { vendorId: vendors[n % vendors.length] ?? 'vendor-a', name: `客服${n}-${turn}` },
  }));
}

/** Uniform numbers in [0, 1) from a seed: mulberry32 (Tommy Ettinger, public domain). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The same items, each at most `bound` places from where it was: an order as several carriers make it. */
export function shuffledWithin<T>(items: readonly T[], bound: number, random: () => number): T[] {
  return items
    .map((item, n) => ({ item, place: n + random() * bound }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
