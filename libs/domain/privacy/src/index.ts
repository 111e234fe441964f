export { findPersonalData, mask, toMaskedOffset } from './mask';
export { maskMessages } from './pieces';
export { parsePlaceholders, placeholder, type PlaceholderSpan } from './placeholder';
export {
  PERSONAL_DATA_TYPES,
  type Masked,
  type MaskOptions,
  type MaskSpan,
  type PersonalDataType,
} from './types';
