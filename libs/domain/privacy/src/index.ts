export { mask, toMaskedOffset, withSpans } from './mask';
export {
  maskMessages,
  maskNext,
  NO_PIECES,
  type EarlierSpan,
  type MaskedNext,
  type PieceMemory,
} from './pieces';
export { parsePlaceholders, placeholder, type PlaceholderSpan } from './placeholder';
export {
  PERSONAL_DATA_TYPES,
  type Masked,
  type MaskOptions,
  type MaskSpan,
  type PersonalDataType,
} from './types';
