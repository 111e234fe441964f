import { provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { KeyMap, keyName, takesText } from './key-map';

const press = (over: Partial<KeyboardEventInit> & { key: string; keyCode?: number }): KeyboardEvent =>
  new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...over });

describe('keyName', () => {
  it.each([
    ['a letter', { key: 'A' }, 'a'],
    ['a sign', { key: '?', shiftKey: true }, '?'],
    ['Ctrl', { key: 'k', ctrlKey: true }, 'mod+k'],
    ['⌘', { key: 'k', metaKey: true }, 'mod+k'],
    ['nothing with Alt', { key: 'a', altKey: true }, null],
    ['nothing while composing', { key: 'a', isComposing: true }, null],
    ['nothing with the key code of composing', { key: 'a', keyCode: 229 }, null],
  ])('is %s', (_name, init, expected) => expect(keyName(press(init))).toBe(expected));
});

describe('takesText', () => {
  it.each([
    ['<input>', true],
    ['<textarea></textarea>', true],
    ['<select></select>', true],
    ['<input type="checkbox">', false],
    ['<button></button>', false],
    ['<p></p>', false],
  ])('%s: %s', (html, expected) => {
    document.body.innerHTML = html;
    expect(takesText(document.body.firstElementChild)).toBe(expected);
  });
});

describe('KeyMap', () => {
  function bound() {
    const acts: string[] = [];
    TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection()] });
    const keys = TestBed.inject(KeyMap);
    const label = 'shell.keys.help';
    TestBed.runInInjectionContext(() => {
      keys.bind({
        place: 'everywhere',
        bindings: [{ keys: ['a'], label, act: () => acts.push('everywhere') }],
      });
      keys.bind({
        place: 'here',
        bindings: [
          { keys: ['a'], label, act: () => acts.push('here') },
          { keys: ['j'], label, act: () => acts.push('next'), repeats: true },
          { keys: ['mod+enter'], label, act: () => acts.push('submit') },
          { keys: ['mod+k'], label, act: () => acts.push('palette'), inModal: true },
        ],
      });
    });
    return { acts };
  }

  const on = (html: string): Element => {
    document.body.innerHTML = html;
    return document.body.firstElementChild ?? document.body;
  };

  it('lets the group bound last go first', () => {
    const { acts } = bound();
    on('<p></p>').dispatchEvent(press({ key: 'a' }));
    expect(acts).toEqual(['here']);
  });

  it('leaves single keys to a text field, but not chords', () => {
    const { acts } = bound();
    const field = on('<textarea></textarea>');
    field.dispatchEvent(press({ key: 'a' }));
    field.dispatchEvent(press({ key: 'Enter', ctrlKey: true }));
    expect(acts).toEqual(['submit']);
  });

  it('acts once for a key held down, unless it may repeat', () => {
    const { acts } = bound();
    on('<p></p>').dispatchEvent(press({ key: 'a', repeat: true }));
    document.body.dispatchEvent(press({ key: 'j', repeat: true }));
    expect(acts).toEqual(['next']);
  });

  it('is quiet behind a modal dialog, apart from what belongs there', () => {
    const { acts } = bound();
    on('<dialog open></dialog>').dispatchEvent(press({ key: 'j' }));
    document.body.dispatchEvent(press({ key: 'k', ctrlKey: true }));
    expect(acts).toEqual(['palette']);
    document.body.innerHTML = '';
  });
});
