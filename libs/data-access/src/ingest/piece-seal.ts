import type { DataKeys } from '@earshot/platform/crypto';

/** What is authenticated with what a conversation remembers of numbers in pieces. */
function context(conversationKey: string): string {
  return `${conversationKey}\npieces`;
}

/** Encrypts what a conversation remembers of numbers in pieces: the key's id, a colon, base64. */
export function sealPieces(keys: DataKeys, conversationKey: string, text: string): string {
  const { secret, keyId } = keys.seal(text, context(conversationKey));
  return `${keyId}:${secret.toString('base64')}`;
}

/** What sealPieces was given; null where its key is gone. Throws where the bytes or the row were changed. */
export function openPieces(keys: DataKeys, conversationKey: string, sealed: string): string | null {
  const colon = sealed.lastIndexOf(':');
  const keyId = sealed.slice(0, colon);
  if (!keys.has(keyId)) return null;
  return keys.open(
    { secret: Buffer.from(sealed.slice(colon + 1), 'base64'), keyId },
    context(conversationKey),
  );
}
