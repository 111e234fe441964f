import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { type ShownMessage } from '@earshot/contracts';
import { provideWords } from '@earshot/web/i18n';
import { type Mark } from './segments';
import { Transcript } from './transcript';

const at = '2026-03-02T12:00:00.000Z';
const message = (messageId: string, role: 'customer' | 'agent' | 'bot', text: string): ShownMessage => ({
  messageId,
  sender: { role, id: role === 'agent' ? 'a-1' : null },
  text,
  at,
  receivedAt: at,
  attachments: 0,
});

async function shown(messages: ShownMessage[], marks = new Map<string, readonly Mark[]>()) {
  localStorage.setItem('earshot.language', 'en');
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), provideWords()] });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  const fixture = TestBed.createComponent(Transcript);
  fixture.componentRef.setInput('messages', messages);
  fixture.componentRef.setInput('marks', marks);
  await fixture.whenStable();
  document.body.append(fixture.nativeElement as Node);
  return { fixture, element: fixture.nativeElement as HTMLElement };
}

function select(from: [Element, number], to: [Element, number]): void {
  const range = document.createRange();
  range.setStart(from[0].firstChild ?? from[0], from[1]);
  range.setEnd(to[0].firstChild ?? to[0], to[1]);
  const selection = document.getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}

describe('Transcript', () => {
  it('marks evidence in place, with its words on the margin', async () => {
    const marks = new Map([
      ['m1', [{ start: 3, end: 10, kind: 'critical', label: 'harassment · critical' } as const]],
    ]);
    const { element } = await shown([message('m1', 'customer', 'he follows me')], marks);
    expect(element.querySelector('mark.critical')?.textContent).toBe('follows');
    expect(element.querySelector('.margin')?.textContent?.trim()).toBe('harassment · critical');
    expect(element.textContent).toContain('Customer');
  });

  it('shows masked data as a typed chip', async () => {
    const { element } = await shown([message('m1', 'customer', 'call ‹mobile·5678›')]);
    expect(element.querySelector('.masked')?.textContent).toBe('mobile ··5678');
    expect(element.querySelector('.masked')?.getAttribute('title')).toBe('masked: mobile');
  });

  it('opens a fold of bot turns when asked', async () => {
    const bots = ['b1', 'b2', 'b3'].map((id) => message(id, 'bot', `press ${id}`));
    const { element, fixture } = await shown(bots);
    expect(element.textContent).not.toContain('press b2');
    const fold = element.querySelector<HTMLButtonElement>('button[aria-expanded="false"]');
    expect(fold?.textContent?.trim()).toBe('3 bot turns');
    fold?.click();
    await fixture.whenStable();
    expect(element.textContent).toContain('press b2');
  });

  describe('scrolls', () => {
    const scrolled: (string | undefined)[] = [];
    const before = HTMLElement.prototype.scrollIntoView;
    beforeAll(() => {
      HTMLElement.prototype.scrollIntoView = function note(this: HTMLElement) {
        scrolled.push(this.dataset['message']);
      };
    });
    afterAll(() => (HTMLElement.prototype.scrollIntoView = before));
    beforeEach(() => (scrolled.length = 0));
    const first = (n: number) =>
      Array.from({ length: n }, (_, index) => message(`m${index + 1}`, 'customer', 'x'));

    it('to the evidence once, and leaves the reader in place when more is said', async () => {
      const { fixture } = await shown(first(2));
      const show = async (name: string, value: unknown): Promise<void> => {
        fixture.componentRef.setInput(name, value);
        await fixture.whenStable();
      };
      await show('revealId', 'm1');
      for (const n of [3, 4, 5]) await show('messages', first(n));
      expect(scrolled).toEqual(['m1']);
      await show('revealId', 'm2');
      await show('revealId', 'm1');
      expect(scrolled).toEqual(['m1', 'm2', 'm1']);
    });

    it('to a message as soon as it is there, or unfolded', async () => {
      const bots = ['b1', 'b2', 'b3'].map((id) => message(id, 'bot', id));
      const { fixture, element } = await shown(bots);
      fixture.componentRef.setInput('revealId', 'm1');
      await fixture.whenStable();
      expect(scrolled).toEqual([]);
      fixture.componentRef.setInput('messages', [...bots, ...first(1)]);
      await fixture.whenStable();
      expect(scrolled).toEqual(['m1']);
      fixture.componentRef.setInput('revealId', 'b2');
      await fixture.whenStable();
      expect(scrolled).toEqual(['m1']);
      element.querySelector<HTMLButtonElement>('button.fold')?.click();
      await fixture.whenStable();
      expect(scrolled).toEqual(['m1', 'b2']);
    });
  });

  it('gives a selection in offsets of the text as shown, a chip always whole', async () => {
    const text = 'call ‹mobile·5678› now';
    const { element, fixture } = await shown([
      message('m1', 'customer', text),
      message('m2', 'agent', 'I will.'),
    ]);
    const pieces = [...element.querySelectorAll<HTMLElement>('[data-start]')];
    const [before, chip, , answer] = pieces;
    if (!before || !chip || !answer) throw new Error('expected four pieces');
    select([before, 2], [chip, 3]);
    expect(fixture.componentInstance.selection()).toEqual([
      { messageId: 'm1', start: 2, end: text.indexOf(' now') },
    ]);
    select([before, 0], [answer, 6]);
    expect(fixture.componentInstance.selection()).toEqual([
      { messageId: 'm1', start: 0, end: text.length },
      { messageId: 'm2', start: 0, end: 6 },
    ]);
    document.getSelection()?.removeAllRanges();
    expect(fixture.componentInstance.selection()).toEqual([]);
  });
});
