import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { FormControl } from '@angular/forms';
import { provideWords } from '@earshot/web/i18n';
import { ReasonField, saysWhy } from './reason-field';

it.each([
  ['已致电她', true],
  ['called her back', true],
  ['ok', false],
  ['误报', true],
  ['已报警', true],
  ['aaaa', false],
  ['a\u200b\u200b\u200b', false],
  ['𠮷𠮷', false],
  ['   办   ', false],
  ['2026-11-23', false],
  ['……！！', false],
  ['', false],
])('%j says why: %s', (text, expected) =>
  expect(saysWhy(new FormControl(text, { nonNullable: true })) === null).toBe(expected),
);

it('says what to write while too little is written, and not of an empty field, nor of one emptied since', async () => {
  localStorage.setItem('earshot.language', 'en');
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), provideWords()] });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  const fixture = TestBed.createComponent(ReasonField);
  const control = new FormControl('', { nonNullable: true, validators: saysWhy });
  fixture.componentRef.setInput('label', 'Why');
  fixture.componentRef.setInput('control', control);
  const field = fixture.nativeElement as HTMLElement;
  const shown = async (text: string): Promise<[hint: boolean, invalid: string | null | undefined]> => {
    control.setValue(text);
    await fixture.whenStable();
    const invalid = field.querySelector('textarea')?.getAttribute('aria-invalid');
    return [field.textContent?.includes('Stays on record') ?? false, invalid];
  };
  expect(await shown('')).toEqual([true, null]);
  expect(await shown('ok')).toEqual([false, 'true']);
  expect(await shown('')).toEqual([true, null]);
  expect(await shown('called her back')).toEqual([true, null]);
});
