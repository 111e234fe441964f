import { decideReview, leaseMs, takeBackMs, type ReviewAct, type ReviewState } from './index';

const now = 1_800_000_000_000;
const held = now + 60_000;
const lapsed = now - 1;

describe('decideReview', () => {
  it.each<[string, ReviewState, ReviewAct, number | null, number, unknown]>([
    ['a save renews the lease', 'draft', 'save', held, 0, ['draft', 'claimed', now + leaseMs]],
    ['a lapsed lease nobody took goes on', 'draft', 'save', lapsed, 0, ['draft', 'claimed', now + leaseMs]],
    ['a save without the item', 'draft', 'save', null, 0, 'lease-lost'],
    ['submit', 'draft', 'submit', held, 0, ['submitted', 'submitted', null]],
    ['submit without the item', 'draft', 'submit', null, 0, 'lease-lost'],
    ['first skip: back to the queue', 'draft', 'skip', held, 0, ['skipped', 'waiting', null]],
    ['second skip: back to the queue', 'draft', 'skip', held, 1, ['skipped', 'waiting', null]],
    ['third skip: to a lead', 'draft', 'skip', held, 2, ['skipped', 'skipped', null]],
    ['claim again', 'draft', 'resume', held, 0, ['draft', 'claimed', now + leaseMs]],
    ['taken over after the lease', 'draft', 'take-over', lapsed, 0, ['expired', 'claimed', null]],
    ['no taking over before it', 'draft', 'take-over', held, 0, 'conflict'],
    ['what was taken over cannot be saved', 'expired', 'save', null, 0, 'lease-lost'],
    ['nor submitted', 'expired', 'submit', null, 0, 'lease-lost'],
    [
      'but resumed when the item comes back',
      'expired',
      'resume',
      null,
      0,
      ['draft', 'claimed', now + leaseMs],
    ],
    ['a submitted review is not saved', 'submitted', 'save', held, 0, 'conflict'],
    ['nor submitted again', 'submitted', 'submit', held, 0, 'conflict'],
    ['a skipped one is not submitted', 'skipped', 'submit', held, 0, 'conflict'],
  ])('%s', (_name, ...row) => {
    const [state, act, leaseUntilMs, skipsSoFar, expected] = row;
    const decision = decideReview({ state, act, leaseUntilMs, submittedAtMs: null, nowMs: now, skipsSoFar });
    const shown = decision.ok
      ? [decision.value.review, decision.value.item, decision.value.leaseUntilMs]
      : decision.error;
    expect(shown).toEqual(expected);
  });

  it.each<[string, ReviewState, number | null, unknown]>([
    ['within the time', 'submitted', now - takeBackMs, ['draft', 'claimed', now + leaseMs]],
    ['after it', 'submitted', now - takeBackMs - 1, 'conflict'],
    ['of a draft', 'draft', null, 'conflict'],
    ['of what was skipped', 'skipped', null, 'conflict'],
    ['of what was taken over', 'expired', null, 'conflict'],
  ])('takes a submission back: %s', (_name, state, submittedAtMs, expected) => {
    const question = { state, submittedAtMs, leaseUntilMs: null, nowMs: now, skipsSoFar: 0 };
    const decision = decideReview({ ...question, act: 'take-back' });
    const shown = decision.ok
      ? [decision.value.review, decision.value.item, decision.value.leaseUntilMs]
      : decision.error;
    expect(shown).toEqual(expected);
  });
});
