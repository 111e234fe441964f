import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { type Measure } from '@earshot/contracts';
import { aMeasure } from '@earshot/web/data-access';
import { provideWords } from '@earshot/web/i18n';
import { type AskedFigure, VendorTable } from './vendor-table';

const map = (...measures: Measure[]) => new Map(measures.map((one) => [one.metric, one]));
const measured = map(
  aMeasure({
    value: 44_000,
    numerator: 61,
    denominator: 100,
    parts: { p50: 44_000, p90: 90_000, withinTarget: 0.61 },
  }),
  aMeasure({
    metric: 'qa-pass-rate',
    value: 0.81,
    numerator: 34,
    denominator: 42,
    interval: { low: 0.74, high: 0.87, level: 0.95 },
  }),
  aMeasure({ metric: 'satisfaction', reason: 'nobody-rated', denominator: 0 }),
);
const fewReviews = map(
  aMeasure({ metric: 'qa-pass-rate', reason: 'insufficient: too-few-reviewed', denominator: 3 }),
);

async function aTable() {
  localStorage.setItem('earshot.language', 'en');
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), provideWords()] });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  const fixture = TestBed.createComponent(VendorTable);
  fixture.componentRef.setInput('vendors', [
    { vendorId: 'vendor-b', name: 'Vendor B', measures: measured },
    { vendorId: 'in-house', name: 'In-house', measures: fewReviews },
  ]);
  fixture.componentRef.setInput('overall', measured);
  fixture.componentRef.setInput('order', '-vendor');
  const asked: AskedFigure[] = [];
  fixture.componentInstance.ask.subscribe((figure) => asked.push(figure));
  await fixture.whenStable();
  const table = fixture.nativeElement as HTMLElement;
  const cells = (row: number): string[] =>
    [...(table.querySelectorAll('tbody tr')[row]?.querySelectorAll('td') ?? [])].map((cell) =>
      (cell.textContent ?? '').replace(/[\s\u202f]+/g, ' ').trim(),
    );
  return { table, cells, asked };
}

describe('the vendor table', () => {
  it('marks a missed target by a sign, and sets the n under a proportion', async () => {
    const { cells } = await aTable();
    expect(cells(0)[0]).toBe('▲ 44 s p90 1 min 30 s');
    expect(cells(0)[1]).toBe('61.0 % 61 of 100');
    expect(cells(0)[6]).toBe('81.0 % 74 % – 87 % · 34 of 42 passed');
  });

  it('shows a dash and why where there is nothing to say, never 0', async () => {
    const { cells } = await aTable();
    expect(cells(0)[4]).toBe('– nobody rated yet');
    expect(cells(1)[6]).toBe('– insufficient data: n too small (n 3)');
  });

  it('opens the conversations of a figure, of one vendor or of all', async () => {
    const { table, asked } = await aTable();
    const figures = [...table.querySelectorAll<HTMLButtonElement>('button.figure')];
    expect(figures[0]?.getAttribute('aria-label')).toContain(
      'Conversations behind First response p50, Vendor B',
    );
    figures[0]?.click();
    table.querySelector<HTMLButtonElement>('tr.total button.figure')?.click();
    expect(asked).toEqual([
      { metric: 'first-response-time', vendorId: 'vendor-b' },
      { metric: 'first-response-time', vendorId: null },
    ]);
  });

  it('explains why the QA rate is not the share beside it', async () => {
    const { table } = await aTable();
    expect(table.querySelector('th:nth-child(8)')?.textContent).toContain('(95 %)†');
    expect(table.querySelector('.notes')?.textContent).toContain('differs from the plain share');
  });

  it('says what the marks mean, and each figure', async () => {
    const { table } = await aTable();
    expect(table.querySelector('.notes')?.textContent).toContain(
      '▲ above, ▼ below what the target allows: First response p50 ≤ 30\u202fs',
    );
    const signs = [...table.querySelectorAll<HTMLButtonElement>('th es-explain button')];
    expect(signs.map((sign) => sign.getAttribute('aria-label'))).toContain('What “Complaints filed” means');
  });

  it('says how it is sorted', async () => {
    const { table } = await aTable();
    expect(table.querySelector('th[aria-sort]')?.getAttribute('aria-sort')).toBe('descending');
  });
});
