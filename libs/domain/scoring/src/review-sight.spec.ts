import { type Scope } from '@earshot/domain/access';
import { sightOf } from './review-sight';
import { takeBackMs, type ReviewState } from './review-state';

const submittedAt = new Date('2026-03-02T12:00:00.000Z');
const later = (ms: number) => new Date(submittedAt.getTime() + ms);

describe('what a reader may know of a review', () => {
  const reader = (roles: Scope['roles'], over: Partial<Scope> = {}): Scope => ({
    personId: 'reader',
    roles,
    brandIds: ['b'],
    vendorIds: null,
    ...over,
  });
  const all = { seesReviewer: true, seesOrigin: true };
  const nothing = { seesReviewer: false, seesOrigin: false };
  const ofVendor = { vendorIds: ['v'] };
  it.each<[string, Scope, { own?: boolean; state?: ReviewState; after?: number }, object]>([
    ['a lead, of another’s', reader(['lead']), {}, all],
    ['an auditor of the brand', reader(['auditor']), {}, all],
    ['a supervisor', reader(['supervisor']), {}, all],
    ['a vendor manager', reader(['vendor-manager'], ofVendor), {}, { ...nothing, seesOrigin: true }],
    ['an auditor of a vendor', reader(['auditor'], ofVendor), {}, { ...nothing, seesOrigin: true }],
    ['a reviewer, of the own', reader(['reviewer']), { own: true, after: 1e9 }, nothing],
    ['a lead, of the own draft', reader(['lead']), { own: true, state: 'draft' }, nothing],
    [
      'a lead, of the own that can be taken back',
      reader(['lead']),
      { own: true, after: takeBackMs },
      nothing,
    ],
    ['a lead, of the own that stands', reader(['lead']), { own: true, after: takeBackMs + 1 }, all],
  ])('%s', (_name, scope, { own = false, state = 'submitted', after = 0 }, expected) => {
    const reviewerId = own ? scope.personId : 'somebody';
    expect(sightOf(scope, { reviewerId, state, submittedAt }, later(after))).toEqual(expected);
  });
});
