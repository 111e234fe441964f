/** Whether decimal digits satisfy the Luhn check (ISO/IEC 7812-1). Example: 4111111111111111 does. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const value = digits.charCodeAt(digits.length - 1 - at) - 48;
    const weighted = at % 2 === 1 ? value * 2 : value;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}

/** Weights of an identity number's first 17 digits (GB 11643). */
export const IDENTITY_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/** Check characters of an identity number by the weighted sum modulo 11. */
export const IDENTITY_CHECKS = '10X98765432';

/**
 * Gives the check character of the first 17 digits of a mainland identity number (GB 11643, ISO 7064 MOD 11-2):
 * the weighted sum modulo 11, looked up in `10X98765432`. Example: 11010519491231002 gives X.
 */
export function identityCheck(digits17: string): string {
  let sum = 0;
  for (let at = 0; at < 17; at++) sum += (digits17.charCodeAt(at) - 48) * (IDENTITY_WEIGHTS[at] ?? 0);
  return IDENTITY_CHECKS.charAt(sum % 11);
}

const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91'.split(
    ' ',
  ),
);

/** Whether six digits YYMMDD or eight digits YYYYMMDD name a day (year 1900 to 2099 in the long form). */
export function isDay(digits: string): boolean {
  const long = digits.length === 8;
  if (long && !digits.startsWith('19') && !digits.startsWith('20')) return false;
  const month = Number(digits.slice(long ? 4 : 2, long ? 6 : 4));
  const day = Number(digits.slice(long ? 6 : 4));
  return (
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= (month === 2 ? 29 : [4, 6, 9, 11].includes(month) ? 30 : 31)
  );
}

/** Whether 18 characters (17 digits and a digit or X) have the province and the birth day of an identity number. */
export function looksLikeIdentity(number18: string): boolean {
  return PROVINCES.has(number18.slice(0, 2)) && isDay(number18.slice(6, 14));
}

/** Whether 15 digits have the province and the birth day of an identity number of the first generation. */
export function looksLikeOldIdentity(number15: string): boolean {
  return PROVINCES.has(number15.slice(0, 2)) && isDay(number15.slice(6, 12));
}

/**
 * Whether an IBAN's check digits hold (ISO 13616: first four characters to the end, letters as 10 to 35,
 * modulo 97 is 1). Example: GB82WEST12345698765432 does. Upper case, no spaces.
 */
export function passesIban(iban: string): boolean {
  const moved = iban.slice(4) + iban.slice(0, 4);
  let rest = 0;
  for (let at = 0; at < moved.length; at++) {
    const unit = moved.charCodeAt(at);
    rest = unit >= 65 ? (rest * 100 + unit - 55) % 97 : (rest * 10 + unit - 48) % 97;
  }
  return rest === 1;
}

/** Lengths of IBANs by country (SWIFT registry). */
export const IBAN_LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ' +
    'ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 ' +
    'LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 ' +
    'PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/**
 * Whether a Hong Kong identity card number's check digit holds: one or two letters, six digits, and the
 * check character. Weighted sum (9 to 2, letters as 10 to 35, a missing first letter as 36) plus the check
 * (A as 10) is a multiple of 11. Example: A123456(3).
 */
export function passesHongKong(letters: string, digits: string, check: string): boolean {
  const padded = letters.length === 1 ? ` ${letters}` : letters;
  let sum = 0;
  for (let at = 0; at < 2; at++) {
    const unit = padded.charCodeAt(at);
    sum += (9 - at) * (unit === 32 ? 36 : unit - 55);
  }
  for (let at = 0; at < 6; at++) sum += (7 - at) * (digits.charCodeAt(at) - 48);
  return (sum + (check === 'A' ? 10 : Number(check))) % 11 === 0;
}

const TAIWAN_LETTERS = 'ABCDEFGHJKLMNPQRSTUVXYWZIO';

/**
 * Whether a Taiwan identity or resident number's check digit holds: a letter (as 10 to 35 in its own order)
 * and nine digits, weights 1 9 8 7 6 5 4 3 2 1 1, sum a multiple of 10. Example: A123456789.
 */
export function passesTaiwan(letter: string, digits: string): boolean {
  const code = TAIWAN_LETTERS.indexOf(letter) + 10;
  let sum = Math.floor(code / 10) + (code % 10) * 9;
  for (let at = 0; at < 9; at++) sum += (digits.charCodeAt(at) - 48) * (at === 8 ? 1 : 8 - at);
  return sum % 10 === 0;
}
