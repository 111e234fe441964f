import { covers, mayRead, type Scope } from './index';

const scope = (over: Partial<Scope>): Scope => ({
  personId: 'p',
  roles: ['supervisor'],
  brandIds: ['b'],
  vendorIds: null,
  ...over,
});

describe('covers', () => {
  it.each([
    ['own brand, any vendor', scope({}), { brandId: 'b', vendorId: 'v' }, true],
    ['own brand, unknown vendor', scope({}), { brandId: 'b', vendorId: null }, true],
    ['another brand', scope({}), { brandId: 'c', vendorId: 'v' }, false],
    ['own vendor', scope({ vendorIds: ['v'] }), { brandId: 'b', vendorId: 'v' }, true],
    ['another vendor', scope({ vendorIds: ['v'] }), { brandId: 'b', vendorId: 'w' }, false],
    ['vendor person, unknown vendor', scope({ vendorIds: ['v'] }), { brandId: 'b', vendorId: null }, false],
    ['no vendor at all', scope({ vendorIds: [] }), { brandId: 'b', vendorId: 'v' }, false],
  ])('%s', (_name, viewer, thing, expected) => expect(covers(viewer, thing)).toBe(expected));
});

describe('mayRead', () => {
  it.each([
    ['reviewer', 'conversations', false],
    ['reviewer', 'reviews', true],
    ['administrator', 'conversations', false],
    ['administrator', 'rejected-events', true],
    ['safety', 'selections', false],
    ['auditor', 'intake-status', false],
    ['vendor-manager', 'flags', true],
  ] as const)('%s reads %s: %s', (role, what, expected) =>
    expect(mayRead({ roles: [role] }, what)).toBe(expected),
  );
});
