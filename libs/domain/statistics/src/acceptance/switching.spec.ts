import fc from 'fast-check';
import { type LotResult, mayReduce, type Switching, type SwitchingEvent } from './switching';
import { switchingStart, switchInspection } from './switching';

const lot = (isAccepted: boolean, more: Partial<LotResult> = {}): LotResult => ({
  kind: 'lot',
  isAccepted,
  acceptanceNumber: 2,
  isAcceptedTighter: true,
  ...more,
});

function after(events: readonly SwitchingEvent[], from: Switching = switchingStart): Switching {
  return events.reduce(switchInspection, from);
}

function lots(letters: string): LotResult[] {
  return [...letters].map((letter) => lot(letter === 'A'));
}

const consented: SwitchingEvent = { kind: 'reduced-consented' };
const reduced = after([...lots('AAAAAAAAAA'), consented]);

describe('switchInspection', () => {
  it.each([
    ['the worked example', lots('ARAR'), 'tightened'],
    ['two refusals six lots apart', lots('RAAAAR'), 'normal'],
    ['two refusals five lots apart', lots('RAAAR'), 'tightened'],
    ['five accepted in a row on tightened', lots('RRAAAAA'), 'normal'],
    ['a refusal breaks the row', lots('RRAAAARAAAA'), 'tightened'],
    ['five refused in all on tightened', lots('RRRARARARR'), 'discontinued'],
    ['nothing counts while discontinued', lots('RRRRRRRAAAAAAAA'), 'discontinued'],
    ['action leads back to tightened', [...lots('RRRRRRR'), { kind: 'action-taken' }], 'tightened'],
    ['a window begun anew on return to normal', lots('RRAAAAAR'), 'normal'],
    ['score without consent', lots('AAAAAAAAAAA'), 'normal'],
    ['consent without score', [...lots('AAAAAAAAA'), consented], 'normal'],
    ['score and consent', [...lots('AAAAAAAAAA'), consented], 'reduced'],
  ] as const)('%s', (_, events, inspection) => {
    expect(after(events).inspection).toBe(inspection);
  });

  it.each([
    ['a lot not accepted', lot(false)],
    ['the gap of reduced inspection', { kind: 'accepted-in-the-gap' }],
    ['irregular production', { kind: 'production-irregular' }],
  ] as const)('leaves reduced inspection on %s, with no score', (_, event) => {
    expect(switchInspection(reduced, event)).toEqual(switchingStart);
  });

  it('stays reduced while lots are accepted', () => expect(after(lots('AAA'), reduced)).toEqual(reduced));

  it.each([
    ['Ac 2, also accepted one step tighter', lot(true), 13],
    ['Ac 2, not accepted one step tighter', lot(true, { isAcceptedTighter: false }), 0],
    ['Ac 1, accepted', lot(true, { acceptanceNumber: 1, isAcceptedTighter: false }), 12],
    ['Ac 0, accepted', lot(true, { acceptanceNumber: 0, isAcceptedTighter: false }), 12],
    ['not accepted', lot(false, { acceptanceNumber: 0 }), 0],
  ])('scores %s', (_, result, score) => {
    expect(switchInspection({ ...switchingStart, score: 10 }, result).score).toBe(score);
  });

  it('has a score only on normal and reduced inspection, and says when it may be reduced', () => {
    const event = fc.oneof(
      fc.record({
        kind: fc.constant('lot' as const),
        isAccepted: fc.boolean(),
        acceptanceNumber: fc.nat(21),
        isAcceptedTighter: fc.boolean(),
      }),
      fc.constantFrom<SwitchingEvent>(
        consented,
        { kind: 'production-irregular' },
        { kind: 'action-taken' },
        { kind: 'accepted-in-the-gap' },
      ),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const state = after(events);
        expect(state.recent.filter((isAccepted) => !isAccepted).length).toBeLessThan(2);
        if (state.inspection === 'tightened' || state.inspection === 'discontinued')
          expect(state.score).toBe(0);
        expect(mayReduce(state)).toBe(
          state.inspection === 'normal' && switchInspection(state, consented).inspection === 'reduced',
        );
      }),
    );
  });

  it('refuses an acceptance number below 0', () => {
    expect(() => switchInspection(switchingStart, lot(true, { acceptanceNumber: -1 }))).toThrow(
      expect.objectContaining({ code: 'out-of-range' }),
    );
  });
});
