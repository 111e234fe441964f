/** A stretch of a message, UTF-16 offsets in the text as shown. */
export interface SelectedText {
  messageId: string;
  start: number;
  end: number;
}

/**
 * The stretches of messages that a selection covers, in order. Text outside messages is left out, and a masked chip
 * is taken whole: its inside cannot be chosen.
 */
export function selectedText(selection: Selection | null, within: Element): SelectedText[] {
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return [];
  const range = selection.getRangeAt(0);
  const found = new Map<string, SelectedText>();
  for (const piece of within.querySelectorAll<HTMLElement>('[data-start]')) {
    if (!range.intersectsNode(piece)) continue;
    const messageId = piece.closest<HTMLElement>('[data-message]')?.dataset['message'];
    const { start, end } = covered(range, piece);
    if (messageId === undefined || start >= end) continue;
    const before = found.get(messageId);
    found.set(messageId, { messageId, start: before?.start ?? start, end });
  }
  return [...found.values()];
}

function covered(range: Range, piece: HTMLElement): { start: number; end: number } {
  const start = Number(piece.dataset['start']);
  const end = Number(piece.dataset['end']);
  if (piece.dataset['chip'] !== undefined) return { start, end };
  const length = end - start;
  const from = piece.contains(range.startContainer)
    ? Math.min(offsetIn(range.startContainer, range.startOffset), length)
    : 0;
  const to = piece.contains(range.endContainer)
    ? Math.min(offsetIn(range.endContainer, range.endOffset), length)
    : length;
  return { start: start + from, end: start + to };
}

/** An offset in an element counts its children; a piece has one text child, so any but the first is its end. */
function offsetIn(container: Node, offset: number): number {
  if (container.nodeType === Node.TEXT_NODE) return offset;
  return offset === 0 ? 0 : (container.textContent?.length ?? 0);
}
