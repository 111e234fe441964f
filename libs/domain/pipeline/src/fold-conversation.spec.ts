import { compareEvents, foldAll, type Fold, type FoldEvent } from '@earshot/domain/conversation';
import type { Finding, Signal } from '@earshot/domain/detection';
import { BucketChanges, sumOf, type BucketCell } from '@earshot/domain/metrics';
import type { PieceMask } from '@earshot/domain/privacy';
import { arrivals, aSignal, foldEventSets } from '@earshot/testing';
import * as fc from 'fast-check';
import { countFolded, foldConversation, settleConversation, type Folded } from './fold-conversation';

const IDLE_MS = 86_400_000;
const BRAND = 'brand';

/** Takes the pieces one after the other, as the store does: history only where it is asked for. */
class Kept {
  fold: Fold | null = null;
  history: FoldEvent[] = [];
  readonly findings = new Map<string, Finding>();
  masks: readonly PieceMask[] = [];
  readonly cells: BucketCell[] = [];

  take(piece: readonly FoldEvent[]): void {
    const fresh = [...piece].sort(compareEvents);
    const folded =
      foldConversation(this.fold, fresh, null, IDLE_MS) ??
      foldConversation(this.fold, fresh, this.history, IDLE_MS);
    if (folded === null) throw new Error('history was given and was asked for again');
    this.add(folded);
    this.history = [...this.history, ...fresh];
  }

  /** What the sweep of silent conversations does, at any time. */
  settle(nowMs: number): void {
    const folded = this.fold === null ? null : settleConversation(this.fold, nowMs, IDLE_MS);
    if (folded !== null) this.add(folded);
  }

  buckets(): Record<string, unknown> {
    return addedUp(this.cells);
  }

  private add(folded: Folded): void {
    // As it is stored: through JSON.
    this.fold = JSON.parse(JSON.stringify(folded.fold)) as Fold;
    if (folded.isRefolded && !folded.fold.isPartial) this.findings.clear();
    for (const id of folded.untrue) this.findings.delete(id);
    this.masks = folded.isRefolded ? folded.masks : [...this.masks, ...folded.masks];
    for (const finding of folded.findings) this.findings.set(finding.id, finding);
    const changes = new BucketChanges();
    countFolded(changes, BRAND, folded);
    this.cells.push(...changes.finish());
  }
}

function addedUp(cells: readonly BucketCell[]): Record<string, unknown> {
  const groups = new Map<string, BucketCell[]>();
  for (const cell of cells) {
    const { grain, startMs, vendorId, channel, scenario } = cell;
    const key = [grain, startMs, vendorId, channel, scenario].join('|');
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  const sums = [...groups].map(([key, its]) => [key, sumOf(its.map(({ bucket }) => bucket))] as const);
  return Object.fromEntries(
    sums.filter(([, sum]) => !sum.isEmpty()).map(([key, sum]) => [key, sum.toJSON()]),
  );
}

const given = foldEventSets(IDLE_MS).chain((events) =>
  fc.record({ events: fc.constant(events), pieces: arrivals(events), settleAfter: fc.nat(events.length) }),
);

/** The latest instant at which silence can be over. */
const endOf = (events: readonly FoldEvent[]) => Math.max(...events.map(({ at }) => at)) + 2 * IDLE_MS;

describe('folding does not depend on the way events arrive', () => {
  it('is that of a set: any order of it gives the same whole', () => {
    fc.assert(
      fc.property(given, ({ events, pieces }) => {
        expect(foldAll(pieces.flat(), IDLE_MS)).toEqual(foldAll(events, IDLE_MS));
      }),
    );
  });

  it('gives the fold, the findings and the numbers in pieces of the whole set', () => {
    fc.assert(
      fc.property(given, ({ events, pieces }) => {
        const kept = new Kept();
        for (const piece of pieces) kept.take(piece);
        const whole = foldAll(events, IDLE_MS);
        expect(kept.fold).toEqual(whole?.fold);
        expect([...kept.findings.values()].sort(byId)).toEqual([...(whole?.findings ?? [])].sort(byId));
        expect(kept.masks).toEqual(whole?.masks);
      }),
      { numRuns: 400 },
    );
  });

  it('counts in the buckets what the whole set counts, at every grain', () => {
    fc.assert(
      fc.property(given, ({ events, pieces }) => {
        const [inPieces, atOnce] = [new Kept(), new Kept()];
        for (const piece of pieces) inPieces.take(piece);
        atOnce.take(events);
        expect(inPieces.buckets()).toEqual(atOnce.buckets());
      }),
      { numRuns: 400 },
    );
  });

  it('takes a close by silence back where somebody spoke after all, however early it was drawn', () => {
    fc.assert(
      fc.property(given, ({ events, pieces, settleAfter }) => {
        const [swept, atOnce] = [new Kept(), new Kept()];
        for (const [n, piece] of pieces.entries()) {
          swept.take(piece);
          // Whenever the sweep looks, it looks with the clock of the end: the worst case.
          if (n === settleAfter) swept.settle(endOf(events));
        }
        atOnce.take(events);
        for (const kept of [swept, atOnce]) kept.settle(endOf(events));
        expect(swept.fold).toEqual(atOnce.fold);
        expect(swept.buckets()).toEqual(atOnce.buckets());
      }),
      { numRuns: 400 },
    );
  });

  it('does not read history for a conversation that simply goes on', () => {
    fc.assert(
      fc.property(foldEventSets(IDLE_MS), (events) => {
        const ordered = [...events].sort(compareEvents);
        const opening = ordered.findIndex(({ kind }) => kind === 'opened');
        // Told late who it is with, it must be folded again; else each event is simply added.
        fc.pre(opening <= 0);
        const kept = new Kept();
        for (const event of ordered) {
          expect(foldConversation(kept.fold, [event], null, IDLE_MS)).not.toBeNull();
          kept.take([event]);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('folding what is no more stored whole', () => {
  /** A conversation, its first events, which are let go at an instant, and which of the others come after that. */
  const letGo = foldEventSets(IDLE_MS)
    .filter((events) => new Set(events.map(({ at }) => at)).size > 1)
    .chain((events) => {
      const ordered = [...events].sort(compareEvents);
      const edges = ordered.flatMap(({ at }, n) => (n > 0 && (ordered[n - 1]?.at ?? at) < at ? [n] : []));
      return fc.constantFrom(...edges).chain((n) =>
        fc.record({
          gone: fc.constant(ordered.slice(0, n)),
          late: fc.subarray(ordered.slice(n), { minLength: 1 }),
          stored: fc.constant(ordered.slice(n)),
          isSettled: fc.boolean(),
        }),
      );
    });
  const messagesOf = (events: readonly FoldEvent[]) => events.filter(({ kind }) => kind === 'message').length;

  it('keeps what was found in it and who it is with, counts each message once, and takes nothing back twice', () => {
    fc.assert(
      fc.property(letGo, ({ gone, late, stored, isSettled }) => {
        const all = [...gone, ...stored];
        const kept = new Kept();
        kept.take(all.filter((event) => !late.includes(event)));
        if (isSettled) kept.settle(endOf(all));
        const { fold: known, findings } = kept;
        const found = new Map(findings);
        kept.history = kept.history.filter((event) => !gone.includes(event));
        for (const event of late) kept.take([event]);
        const ofGone = new Set(gone.map((event) => (event.kind === 'message' ? event.messageId : event.id)));
        for (const [id, finding] of found)
          if (ofGone.has(finding.messageId)) expect([...findings.keys()]).toContain(id);
        expect(kept.fold?.identity ?? null).toEqual(known?.identity ?? kept.fold?.identity ?? null);
        expect(kept.fold?.messages).toBe(messagesOf(all));
        expect(kept.fold?.firstAt).toBe(gone[0]?.at);
        expect(sumOf(kept.cells.map(({ bucket }) => bucket)).count('messages')).toBe(3 * messagesOf(all));
        expect(compareEvents(kept.fold?.newest ?? endless, all.at(-1) ?? endless)).toBe(0);
      }),
      { numRuns: 400 },
    );
  });

  it('finds in a late message what it would find in a whole conversation that is otherwise still', () => {
    const at = (minute: number, id: string) => ({ at: minute * 60_000, sequence: 0, id, source: 's' });
    const says = (minute: number, id: string, dangers: readonly Signal[]): FoldEvent => ({
      ...at(minute, id),
      kind: 'message',
      messageId: id,
      role: 'customer',
      senderId: null,
      signals: dangers,
      announcement: false,
      trace: null,
    });
    const cry = aSignal({ category: 'harassment', severity: 'critical' });
    const opening: FoldEvent = {
      ...at(0, 'o'),
      ...{ kind: 'opened', vendorId: 'v', channel: 'chat', platform: null, scenario: null, language: null },
      ...{ segments: [], customerHash: '00', menuSteps: 0, botTurns: 0 },
    };
    const kept = new Kept();
    kept.take([opening, says(1, 'gone', [cry]), says(9, 'stays', [])]);
    kept.history = kept.history.slice(2);
    kept.take([says(5, 'late', [aSignal()])]);
    expect([...kept.findings.values()].map(({ category }) => category).sort()).toEqual([
      'harassment',
      'threat',
    ]);
    expect(kept.fold).toMatchObject({
      isPartial: true,
      identity: { vendorId: 'v' },
      danger: { harassment: 'critical', threat: 'high' },
      messages: 3,
      events: 4,
      runSince: 60_000,
    });
  });
});

const endless = { at: Infinity, sequence: 0, id: '', source: '' };

function byId(a: Finding, b: Finding): number {
  return a.id < b.id ? -1 : 1;
}
