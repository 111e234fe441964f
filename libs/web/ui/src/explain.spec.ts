import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideWords } from '@earshot/web/i18n';
import { Explain } from './explain';
import { KeyMap } from './keys/key-map';

async function aSign() {
  localStorage.setItem('earshot.language', 'en');
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), provideWords()] });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  const fixture = TestBed.createComponent(Explain);
  fixture.componentRef.setInput('what', 'p90');
  fixture.componentRef.setInput('text', 'Nine in ten waited less.');
  await fixture.whenStable();
  const host = fixture.nativeElement as HTMLElement;
  const sign = host.querySelector('button') as HTMLButtonElement;
  const does = async (event: Event): Promise<string | null> => {
    sign.dispatchEvent(event);
    await fixture.whenStable();
    return host.querySelector('[role=tooltip]')?.textContent ?? null;
  };
  return { sign, does };
}
const pointer = (type: string, pointerType: string): Event => Object.assign(new Event(type), { pointerType });

it('says what a word means on a tap and by Enter, until Escape or the focus goes on', async () => {
  const { sign, does } = await aSign();
  expect(sign.getAttribute('aria-label')).toBe('What “p90” means');
  expect(await does(new MouseEvent('click'))).toBe('Nine in ten waited less.');
  expect(sign.getAttribute('aria-expanded')).toBe('true');
  expect(await does(new KeyboardEvent('keydown', { key: 'Escape' }))).toBeNull();
  expect(await does(new MouseEvent('click'))).toBe('Nine in ten waited less.');
  expect(await does(new FocusEvent('blur'))).toBeNull();
});

it('says it under a mouse, and not twice under a finger', async () => {
  const { does } = await aSign();
  expect(await does(pointer('pointerenter', 'mouse'))).toBe('Nine in ten waited less.');
  expect(await does(pointer('pointerleave', 'mouse'))).toBeNull();
  expect(await does(pointer('pointerenter', 'touch'))).toBeNull();
});

it('takes Escape for itself while it is open, under the pointer too; the next one is for what it stands in', async () => {
  const { sign, does } = await aSign();
  let closed = 0;
  TestBed.runInInjectionContext(() =>
    TestBed.inject(KeyMap).bind({
      place: 'here',
      bindings: [{ keys: ['escape'], label: 'common.close', act: () => (closed += 1) }],
    }),
  );
  const escape = (target: EventTarget): boolean =>
    target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
  for (const open of [new MouseEvent('click'), pointer('pointerenter', 'mouse')]) {
    expect(await does(open)).toBe('Nine in ten waited less.');
    escape(open.type === 'click' ? sign : document.body);
    expect(await does(new Event('nothing'))).toBeNull();
  }
  expect(closed).toBe(0);
  escape(document.body);
  expect(closed).toBe(1);
});

it('leaves Escape to a dialog that opened above it while the pointer rested there', async () => {
  const { does } = await aSign();
  expect(await does(pointer('pointerenter', 'mouse'))).toBe('Nine in ten waited less.');
  const dialog = document.body.appendChild(document.createElement('dialog'));
  const escape = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
  expect(dialog.dispatchEvent(escape)).toBe(true);
  dialog.remove();
});
