/** How masking works, for docs/privacy.md. */
export const HOW = `## How it works

One pass over the text finds numbers, words and signs by a table of characters, so full-width, circled, mathematical, superscript and Chinese numerals are digits like any others. A number's digits are read across spaces, hyphens, dots, brackets, unseen marks and spaces written out as in HTML, of one kind or several, and named by what it is: check digits first (identity card ISO 7064 MOD 11-2, cards by Luhn and issuer, IBAN by modulo 97, Hong Kong and Taiwan cards), then shape (mobile, area code), then the words just before or after it ("验证码", "QQ", "账号"), in groups too ("QQ 123-456-789"). Such a word counts for nothing where money or a count is spoken of ("微信转账20000", "phone costs 5999000", "验证码等了3600秒") or a service is named as the sender ("验证码是10086发的"): those are evidence. Every span becomes a placeholder such as \`‹mobile›\`, or \`‹mobile·5678›\` where the setting shows the last four. A placeholder is a wall: nothing is read across it, so masking twice is masking once.

Order and tracking numbers are masked where the setting asks for it, staff numbers in blind review only.

**Numbers in pieces.** What one speaker sends in several messages ("138", "0013", "8000") is put together as the conversation is folded, in the conversation's own order, and masked in all of them when the last piece comes: in the stored rows, in every later answer, on pages that show the conversation, and in the offsets of evidence. A piece that stood alone is readable until then. A message that comes late, in the middle, is put where it belongs, and what is masked is worked out again. Speakers are the customer and each agent. While a number may go on, its length, first two digits, last digit and running check sums are remembered with the conversation, encrypted, until it can no longer go on: three messages of that speaker held no digit, something else was masked, or the conversation ends ([ADR 13](adr/0013-numbers-in-pieces.md)).`;

/** The honest limits, for docs/privacy.md. */
export const HIDES = `## What hides from us still

| what | why | what to do |
| --- | --- | --- |
| Names of people | No list and no shape tells 张三 from a word; nothing is masked | Treat transcripts as personal data even when masked |
| Numbers spelt by homophones ("要散吧", "one three eight"), by pinyin, or described ("my birthday, then 88") | Only numerals and digits are read as digits | A reviewer reports it; unmask rights stay narrow |
| A number with words or emoji between its digits ("1🌸3🌸8", "138 then 0013") in one message | Only separators and unseen marks are stepped over | As above |
| O and l for 0 and 1 in numbers other than the length of a mobile, or with fewer than four true digits | Such words are mostly ordinary | As above |
| Local numbers of 7 or 8 digits without a word such as 电话 or 固话 near | Most such numbers are machine, case or order numbers | Ask for the area code |
| QQ numbers, verification codes, WeChat ids without their word near, or more than about ten characters away | Any number of 5 to 10 digits could be one | As above |
| Passports other than mainland ones, permits and 15-digit identity cards without their word | Their shape is that of product codes | As above |
| Identity card numbers typed with a slip, without the word 身份证 | Without a true check digit they are order numbers to us | As above |
| Card numbers that follow an order's word directly ("订单号4111…") | Taken for order numbers | Turn order numbers on |
| Mobile numbers glued to further digits, or directly before a currency or per cent without 电话, 手机 … before them ("13800138000元") | Taken for a longer number or an amount | As above |
| Digits written as escapes ("1&#51;8…", "\\u0031") | Only spaces and line breaks written so are read | As above |
| QQ numbers and numeric WeChat ids of at most seven digits beside words of payment ("微信转给我 1234567") | Taken for an amount, which is evidence | As above |
| WeChat ids of letters alone without 加, 是, 号 or a colon before them, or inside a running English sentence | Taken for a word | As above |
| Addresses without a number of a house or a room, or whose road has no 路, 街, 村, 小区… and which do not go down from 号楼, 栋 or 单元 to a room; English addresses without Street, Road, Avenue…, or with Way, Place, Close… in small letters | Masking every place name would hide what the talk is about | As above |
| Pieces sent with other numbers between, with more than two messages between, on both sides of a close or of a day's silence, or shared between two speakers | Only one speaker's neighbouring messages of an open conversation are put together | As above |
| A number of which one piece stands in the words of a complaint, a rating or a transfer | Their words are masked for themselves | As above |
| A piece until its number is complete, and what was sent out with it before: a notice, an open page until it is read again | Three digits alone are no number | Short windows; nobody is shown the piece again |
| A local number, QQ number, verification code, passport, IBAN, e-mail or address in pieces | Only numbers with a shape or a check digit of their own are put together: identity card, bank and payment card, mobile, landline with area code | As above |
| E-mail addresses whose local part is not Latin, or with words for the dots we do not know | | As above |
| Pictures, voice and files | Only text is read | Not taken in |`;

/** What is masked though it need not be, for docs/privacy.md. */
export const AROUND = `## What is masked though it need not be

Any eleven digits that begin 13 to 19 count as a mobile number, even after "工单号": better one work order hidden than one person shown. Fixed lines with an area code are masked also where they belong to a shop or an office, and so are public addresses with a house number. Behind the word for a card or an account any 8 to 21 digits are masked, behind the word for a telephone also nine to eleven digits in groups. Four numbers in a row that make a valid IPv4 address are masked unless a word for a version stands before them. Digits in neighbouring messages that happen to make eleven beginning 13 to 19 are masked as a mobile number.`;
