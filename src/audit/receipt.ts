/** Crockford's alphabet: nothing that can be misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHARACTERS = 10;
const SUFFIX_LENGTH = 12;

/** What a person is given for an audit entry, short enough to read aloud: `A-7F3K9-Q2MXB`, from the id's random end. */
export function receiptOf(entryId: string): string {
  let rest = BigInt(`0x${entryId.replaceAll('-', '').slice(-SUFFIX_LENGTH)}`);
  let text = '';
  for (let index = 0; index < CHARACTERS; index += 1) {
    text = ALPHABET.charAt(Number(rest % 32n)) + text;
    rest /= 32n;
  }
  return `A-${text.slice(0, 5)}-${text.slice(5)}`;
}

/** The end of the id that a receipt means, however it was typed; undefined: it isn't a receipt. */
export function idSuffixOf(receipt: string): string | undefined {
  const typed = receipt
    .toUpperCase()
    .replaceAll(/[\s-]/g, '')
    .replace(/^A(?=.{10}$)/, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  if (typed.length !== CHARACTERS) return undefined;
  let value = 0n;
  for (const character of typed) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) return undefined;
    value = value * 32n + BigInt(digit);
  }
  const hex = value.toString(16).padStart(SUFFIX_LENGTH, '0');
  return hex.length === SUFFIX_LENGTH ? hex : undefined;
}
