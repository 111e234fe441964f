import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideWords } from '@earshot/web/i18n';
import { VendorSelect } from './vendor-select';

async function aSelect(inputs: { vendorId?: string | null; hasUnknown?: boolean }) {
  localStorage.setItem('earshot.language', 'en');
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), provideWords()] });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  const fixture = TestBed.createComponent(VendorSelect);
  const given = {
    label: 'Vendor',
    all: 'All vendors',
    vendors: [{ vendorId: 'a', name: 'Vendor A' }],
    vendorId: null,
    ...inputs,
  };
  for (const [name, value] of Object.entries(given)) fixture.componentRef.setInput(name, value);
  const chosen: (string | null)[] = [];
  fixture.componentInstance.chosen.subscribe((id) => chosen.push(id));
  await fixture.whenStable();
  const select = (fixture.nativeElement as HTMLElement).querySelector('select');
  if (!select) throw new Error('there is a select');
  const choose = (index: number): void => {
    select.selectedIndex = index;
    select.dispatchEvent(new Event('change'));
  };
  return { names: [...select.options].map(({ text }) => text.trim()), select, choose, chosen };
}

describe('VendorSelect', () => {
  it('offers what is of no known vendor only where there is such', async () => {
    expect((await aSelect({})).names).toEqual(['All vendors', 'Vendor A']);
    TestBed.resetTestingModule();
    const { names, choose, chosen } = await aSelect({ hasUnknown: true });
    expect(names).toEqual(['All vendors', 'Vendor A', 'Unknown vendor']);
    for (const index of [1, 2, 0]) choose(index);
    expect(chosen).toEqual(['a', '', null]);
  });

  it.each([
    [null, 'All vendors'],
    ['a', 'Vendor A'],
    ['', 'Unknown vendor'],
  ])('shows %j as chosen: %s', async (vendorId, expected) => {
    const { select } = await aSelect({ vendorId });
    expect(select.selectedOptions[0]?.text.trim()).toBe(expected);
  });
});
