import { randomUUID } from 'node:crypto';
import { type CloudEvent, type EventType } from '@earshot/contracts';

/** What a line of a conversation says. */
export interface Line {
  readonly by: 'customer' | 'agent' | 'bot';
  readonly text: string;
}

/** A conversation as the tests tell it. Its times run up to now, so that it counts as live. */
export interface Story {
  readonly vendorId: string;
  readonly lines: readonly Line[];
  readonly agentId?: string;
  readonly language?: string;
  readonly closedAs?: 'resolved' | 'unresolved';
  /** Time between two lines. */
  readonly gapMs?: number;
}

type Loose = Omit<CloudEvent<EventType>, 'data' | 'type'> & { type: string; data: unknown };

/** Tells a story to the intake and gives its conversation id. **Errors**: when an event of it is not taken. */
export async function tell(story: Story): Promise<string> {
  const id = `trip-${randomUUID().slice(0, 8)}`;
  const answer = await post(eventsOf(id, story));
  if (answer.rejected.length > 0) throw new Error(`Rejected: ${JSON.stringify(answer.rejected)}`);
  return id;
}

/** Posts events to the intake with the suite's key. */
export async function post(
  events: readonly unknown[],
): Promise<{ accepted: number; duplicates: number; rejected: { code: string }[] }> {
  const answer = await fetch(`${process.env['E2E_URL']}/api/v1/events`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${process.env['E2E_INTAKE_KEY']}`,
      'Content-Type': 'application/cloudevents-batch+json',
    },
    body: JSON.stringify(events),
  });
  if (answer.status !== 202) throw new Error(`Intake answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as { accepted: number; duplicates: number; rejected: { code: string }[] };
}

/** A single message, of a conversation that may be there or not. */
export function message(subject: string, { by, text }: Line, over: Partial<Loose> = {}): Loose {
  const id = randomUUID();
  const data = { messageId: id, sender: { role: by, ...(by === 'agent' ? { id: 'agent-7' } : {}) }, text };
  return { ...frame(subject, Date.now(), 'conversation.message.v1', data), ...over };
}

function eventsOf(id: string, story: Story): Loose[] {
  const { vendorId, lines, agentId, closedAs, gapMs = 2000, language = 'zh-CN' } = story;
  const steps: [type: string, data: unknown][] = [
    [
      'conversation.opened.v1',
      { vendorId, channel: 'chat', scenario: 'urgent', language, customer: { ref: id } },
    ],
  ];
  if (agentId !== undefined) steps.push(['conversation.assigned.v1', { agentId }]);
  lines.forEach(({ by, text }, at) => {
    const sender = { role: by, ...(by === 'agent' ? { id: agentId ?? 'agent-7' } : {}) };
    steps.push(['conversation.message.v1', { messageId: `${id}-${at}`, sender, text }]);
  });
  if (closedAs !== undefined)
    steps.push(['conversation.closed.v1', { outcome: closedAs, closedBy: 'agent' }]);
  const end = Date.now();
  return steps.map(([type, data], at) => frame(id, end - (steps.length - 1 - at) * gapMs, type, data));
}

function frame(subject: string, at: number, type: string, data: unknown): Loose {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: 'browser-suite',
    type,
    subject,
    time: new Date(at).toISOString(),
    data,
  };
}
