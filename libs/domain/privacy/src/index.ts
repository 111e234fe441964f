export { mask, maskForReview, toGivenOffset, toMaskedOffset, withSpans } from './mask';
export { followPieces, maskMessages, type Followed, type PieceMask, type PieceMemory } from './pieces';
export { parsePlaceholders, placeholder, type PlaceholderSpan } from './placeholder';
export {
  PERSONAL_DATA_TYPES,
  type Masked,
  type MaskOptions,
  type MaskSpan,
  type PersonalDataType,
} from './types';
export { traceOf, WALL, type PieceTrace } from './runs';
