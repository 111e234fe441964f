import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import { type WordKey } from '@earshot/web/i18n';

/** One act by key. */
export interface KeyBinding {
  /** Names such as `a`, `?`, `[`, `escape`, `mod+k` (Ctrl or ⌘), `mod+enter`. Any of them does it. */
  keys: readonly string[];
  label: WordKey;
  act: (key: string) => void;
  /** Whether the key held down acts again and again. */
  repeats?: boolean;
  /** Whether it also acts while a modal dialog is open. */
  inModal?: boolean;
}

/** The bindings of one part of the page. */
export interface KeyGroup {
  place: 'everywhere' | 'here';
  bindings: readonly KeyBinding[];
}

/** The part of a keyboard event that decides what it means. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'keyCode' | 'repeat' | 'target'
>;

/** While an input method is composing, browsers send this key code, some without `isComposing`. */
const COMPOSING = 229;

/** The name of a key press: `mod+k`, `a`, `?`; null where it must not act (composing, or Alt is held). */
export function keyName(press: Omit<KeyPress, 'target' | 'repeat'>): string | null {
  if (press.isComposing || press.keyCode === COMPOSING || press.altKey) return null;
  const key = press.key.toLowerCase();
  return press.ctrlKey || press.metaKey ? `mod+${key}` : key;
}

/** Whether the element takes typed text, so that single keys belong to it. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  ) {
    return true;
  }
  return (
    target instanceof HTMLInputElement && !['button', 'checkbox', 'radio', 'submit'].includes(target.type)
  );
}

/**
 * The keys of the page. One listener; the group bound last goes first. Keys do nothing while an input method is
 * composing, single keys nothing in a text field; chords act there too.
 */
@Injectable({ providedIn: 'root' })
export class KeyMap {
  private readonly groups = signal<readonly KeyGroup[]>([]);

  /** What can be done by key now, for the list on `?`. */
  readonly shown = computed(() => this.groups());

  constructor() {
    document.addEventListener('keydown', (event) => {
      if (!event.defaultPrevented && this.press(event)) event.preventDefault();
    });
  }

  /** Binds a group for as long as the injection context that calls it lives. */
  bind(group: KeyGroup): void {
    this.groups.update((groups) => [...groups, group]);
    inject(DestroyRef).onDestroy(() => {
      this.groups.update((groups) => groups.filter((other) => other !== group));
    });
  }

  /** Does what the key press means; whether it meant anything. */
  press(press: KeyPress): boolean {
    const name = keyName(press);
    if (name === null || (takesText(press.target) && !name.startsWith('mod+'))) return false;
    const isModal = document.querySelector('dialog[open]') !== null;
    const binding = [...this.groups()]
      .reverse()
      .flatMap((group) => group.bindings)
      .find((one) => one.keys.includes(name) && (!isModal || one.inModal === true));
    if (!binding) return false;
    if (press.repeat && binding.repeats !== true) return true;
    // A button that has the focus is pressed by Enter and Space itself.
    binding.act(name);
    return true;
  }
}
