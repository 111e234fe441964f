import { mask, traceOf, type PieceMask } from '@earshot/domain/privacy';
import type { FoldEvent } from './event';
import { MOST_AGENTS } from './pieces';
import { foldAll, type Whole } from './refold';
import { packFold, unpackFold } from './stored-fold';

const IDLE_MS = 86_400_000;
const START = Date.UTC(2026, 2, 2, 12);

type Told = { readonly after?: number } & ({ who: string; text: string } | { kind: 'closed' | 'reopened' });

/** Folds what was told, a second apart unless it says otherwise. Message ids are their places: m0, m1 … */
function whole(told: readonly Told[]): Whole {
  let at = START;
  const events = told.map((it, n) => {
    at += it.after ?? 1_000;
    const order = { id: `e${n}`, source: 's', at, sequence: 0 };
    if ('kind' in it) return { ...order, kind: it.kind, outcome: 'resolved' } as FoldEvent;
    const [role = '', senderId = null] = it.who.split(' ');
    const trace = traceOf(it.text, mask(it.text));
    const about = { messageId: `m${n}`, role, senderId, signals: [], announcement: false, trace };
    return { ...order, kind: 'message', ...about } as FoldEvent;
  });
  const folded = foldAll(events, IDLE_MS);
  if (folded === null) throw new Error('nothing was told');
  return folded;
}

const says = (who: string, text: string, after?: number): Told =>
  after === undefined ? { who, text } : { who, text, after };
const placesOf = (masks: readonly PieceMask[]) => masks.map(({ messageId, type }) => `${messageId} ${type}`);

describe('a number in pieces', () => {
  it.each<[string, readonly Told[], readonly string[]]>([
    ['by one customer', [says('customer', '138'), says('customer', '00138000')], ['m0 mobile', 'm1 mobile']],
    [
      'by customer and agent in turn, each their own',
      [
        says('customer', '138'),
        says('agent a1', '0755'),
        says('customer', '00138000'),
        says('agent a1', '26543210'),
      ],
      ['m0 mobile', 'm2 mobile', 'm1 landline', 'm3 landline'],
    ],
    ['shared by two agents is none', [says('agent a1', '138'), says('agent a2', '00138000')], []],
    ['by a bot is none', [says('bot', '138'), says('bot', '00138000')], []],
    [
      'is none across a close',
      [says('customer', '138'), { kind: 'closed' }, { kind: 'reopened' }, says('customer', '00138000')],
      [],
    ],
    [
      'is none across a day of silence',
      [says('customer', '138'), says('customer', '00138000', IDLE_MS + 1)],
      [],
    ],
  ])('%s', (_, told, expected) => {
    expect(placesOf(whole(told).masks)).toEqual(expected);
  });
});

describe('what a fold remembers of numbers in pieces', () => {
  const open = [says('customer', '我的号码138'), says('agent a1', '0755')];

  it('is nothing for most conversations, so that these do not grow', () => {
    const { fold } = whole([says('customer', '你好'), says('agent a1', '您好')]);
    expect(fold.pieces).toBeNull();
    expect(packFold(fold, () => 'sealed')).not.toContain('pieces');
  });

  it('is kept for each speaker until the number can no longer go on, or the conversation ends', () => {
    expect(Object.keys(whole(open).fold.pieces ?? {})).toEqual(['customer', 'agent a1']);
    const one = [...open, says('customer', '00138000')];
    expect(Object.keys(whole(one).fold.pieces ?? {})).toContain('agent a1');
    expect(whole([...open, { kind: 'closed' }]).fold.pieces).toBeNull();
  });

  it('is kept of so many agents only: the one heard longest ago is given up, the customer never', () => {
    const many = Array.from({ length: MOST_AGENTS + 1 }, (_, n) => says(`agent a${n}`, '138'));
    const again = says('agent a1', '0755');
    const { fold } = whole([says('customer', '我的号码138'), ...many, again, says('agent new', '0755')]);
    const kept = many.slice(3).map((_, n) => `agent a${n + 3}`);
    expect(Object.keys(fold.pieces ?? {})).toEqual(['customer', ...kept, 'agent a1', 'agent new']);
  });

  it('does not grow with the agents of a conversation', () => {
    const from = (n: number) => Array.from({ length: n }, (_, i) => says(`agent ${1_000 + i}`, '138'));
    const bytes = (n: number) => JSON.stringify(whole(from(n)).fold.pieces).length;
    expect(bytes(900)).toBe(bytes(300));
  });

  it('is stored sealed; nothing where its key is gone or nobody may open it', () => {
    const { fold } = whole(open);
    const stored = packFold(fold, (text) => Buffer.from(text).toString('base64'));
    expect(stored).not.toContain('between');
    const unsealed = (sealed: string) => Buffer.from(sealed, 'base64').toString();
    expect(unpackFold(stored, unsealed)).toEqual(fold);
    expect(unpackFold(stored, () => null)).toEqual({ ...fold, pieces: null });
    expect(unpackFold(stored)).toEqual({ ...fold, pieces: null });
  });
});
