// Access codes as they are typed. The same reading as ballot_box/codes/access_codes.py; both are tested with the same vectors.

const ALPHABET = "02345678" + "9ACDEFGHJKLMNPRTVWXY";
const LENGTH = 16;

// Letters outside the alphabet are read as the letter they are mistaken for.
const TWINS = { O: "0", Q: "0", 1: "L", I: "L", Z: "2", S: "5", B: "8", U: "V" };

// With a Vietnamese keyboard (Telex) AA becomes Â and AF becomes À; each mark is turned back into the key typed.
const KEYS_OF_MARKS = { "\u031b": "W", "\u0306": "W", "\u0300": "F", "\u0301": "S", "\u0309": "R", "\u0303": "X", "\u0323": "J" };
const CIRCUMFLEX = "\u0302";

function keysOf(sign) {
  if (sign === "Đ") return "DD";
  const [letter, ...marks] = sign.normalize("NFD");
  const base = letter === "U" && marks.includes("\u031b") ? "" : letter;
  // The circumflex is typed before the tone.
  const hat = marks.includes(CIRCUMFLEX) ? base : "";
  return base + hat + marks.map((mark) => KEYS_OF_MARKS[mark] || "").join("");
}

/** ISO 7064, hybrid system MOD 29,28. */
function checkLetter(body) {
  const size = ALPHABET.length;
  const product = Array.from(body).reduce((before, letter) => {
    const total = (before + ALPHABET.indexOf(letter)) % size;
    return (2 * (total || size)) % (size + 1);
  }, size);
  return ALPHABET[(size + 1 - product) % size];
}

/** The letters and digits among what was typed, in the signs of a code. */
export function lettersOf(typed) {
  const signs = typed.slice(0, 100).normalize("NFKC").toUpperCase().match(/[\p{L}\p{N}]/gu) || [];
  return Array.from(signs.map(keysOf).join(""), (sign) => TWINS[sign] || sign).join("");
}

/** "" for a code as it can stand on a card, else what is wrong: "short", "long" or "wrong". */
export function faultOfCode(typed) {
  const letters = lettersOf(typed);
  if (letters.length !== LENGTH) return letters.length < LENGTH ? "short" : "long";
  const known = Array.from(letters).every((letter) => ALPHABET.includes(letter));
  return known && checkLetter(letters.slice(0, -1)) === letters[LENGTH - 1] ? "" : "wrong";
}

const ON_SIGN = 12;

/**
 * The twelve signs that a QR sign carries after "#", in fours; "" where there are none. The last four stand on the card
 * alone, since the browser's history keeps what was scanned. Older signs carry all sixteen: the last four are let go.
 */
export function scannedPart(hash) {
  const found = /^#((?:[0-9A-Z]{4}-){2}[0-9A-Z]{4})(-[0-9A-Z]{4})?$/i.exec(hash);
  if (!found && faultOfCode(hash.slice(1))) return "";
  const letters = lettersOf(found ? found[1] : hash);
  return printed(letters.slice(0, ON_SIGN));
}

/** In fours, as on the card. */
export function printed(typed) {
  return lettersOf(typed).replace(/(.{4})(?=.)/g, "$1-");
}
