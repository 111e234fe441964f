import { type ShownMessage, type SpeakerRole } from '@earshot/contracts';
import { turnsOf } from './turns';

const at = (seconds: number): string => new Date(Date.UTC(2026, 2, 2, 12, 0, seconds)).toISOString();
const said = (role: SpeakerRole, seconds: number): ShownMessage => ({
  messageId: `${role}-${seconds}`,
  sender: { role, id: null },
  text: '…',
  at: at(seconds),
  receivedAt: at(seconds),
  attachments: 0,
});
const nothing = (): boolean => false;

describe('turnsOf', () => {
  it('says how long the customer had waited, from the first message that was not answered', () => {
    const turns = turnsOf([said('customer', 0), said('customer', 200), said('agent', 360)], [], nothing);
    expect(turns.map((turn) => (turn.kind === 'message' ? turn.waitedMs : null))).toEqual([
      null,
      null,
      360_000,
    ]);
  });

  it('says nothing of waits under a minute, and names other silences', () => {
    const turns = turnsOf([said('customer', 0), said('agent', 30), said('customer', 430)], [], nothing);
    expect(turns.map((turn) => (turn.kind === 'message' ? [turn.waitedMs, turn.gapMs] : null))).toEqual([
      [null, null],
      [null, null],
      [null, 400_000],
    ]);
  });

  it('does not let a bot end a wait', () => {
    const turns = turnsOf([said('customer', 0), said('bot', 10), said('agent', 90)], [], nothing);
    expect(turns.at(-1)).toMatchObject({ waitedMs: 90_000 });
  });

  it('folds three and more bot turns, unless one of them is evidence', () => {
    const messages = [said('bot', 0), said('bot', 1), said('bot', 2), said('customer', 3)];
    expect(turnsOf(messages, [], nothing).map(({ kind }) => kind)).toEqual(['fold', 'message']);
    const marked = turnsOf(messages, [], (id) => id === 'bot-1');
    expect(marked.map(({ kind }) => kind)).toEqual(['message', 'message', 'message', 'message']);
  });

  it('puts events where they happened', () => {
    const events = [
      { at: at(5), text: 'assigned' },
      { at: at(20), text: 'closed' },
    ];
    const turns = turnsOf([said('customer', 0), said('agent', 10)], events, nothing);
    expect(turns.map(({ id }) => id)).toEqual(['customer-0', 'event-0', 'agent-10', 'event-1']);
  });
});
